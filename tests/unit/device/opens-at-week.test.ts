import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sayWhichMorning } from '../../../src/app/entry/which-morning.ts'
import { sharing } from '../../../src/app/messages/sharing.ts'
import { chooseRhythm } from '../../../src/device/couple/choose-rhythm.ts'
import { readMoment, readPlaces } from '../../../src/device/moments/read.ts'
import { keepMine, openForWeek, postpone } from '../../../src/device/moments/due.ts'
import { ownKey, readCouple } from '../../../src/device/couple/couple.ts'
import { chooseSharing } from '../../../src/device/moments/share.ts'
import { addEntry } from '../../../src/device/moments/add-entry.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import { comingMorning, nextMorning, nextWeek } from '../../../src/device/moments/zones.ts'
import { openBegun } from '../../../src/device/week/begun.ts'
import { setForBoth } from '../../../src/device/week/week-write.ts'
import type { Place } from '../../../src/journal/week.ts'
import { writeRecords } from '../../../src/device/records.ts'
import { people } from '../../people.ts'
import { dueOf } from './tablet.ts'
import { openPair, type TestPhone, type Two } from './phones.ts'

/** "Us, at our week": it opens on the day that the two chose, or when they begin. */

/** Ten o'clock where the first of the two is. */
const TEN_ON_FRIDAY = '2026-03-13T09:00:00.000Z'

let two: Two

describe('what is kept for the week', () => {
  beforeEach(async () => {
    two = await openPair()
  })
  afterEach(async () => {
    await two.close()
  })

  it('opens late on the day the other of the two chose, by the clock they chose', async () => {
    await chooseRhythm(two.second.phone, { day: 5, hour: 17, zone: people.second.zone })
    await two.settle()
    const id = await keepForWeek()
    expect(await opensAt(id)).toBe('2026-03-13T17:00:00.000Z')
    two.world.advance(Date.parse('2026-03-13T16:59:00Z') - two.world.clock())
    await two.settle()
    expect(await theirs()).toHaveLength(0)
    two.world.advance(2 * 60_000)
    await two.settle()
    expect(await theirs()).toHaveLength(1)
  })

  it('opens when the two begin, on any day and at any hour', async () => {
    await chooseRhythm(two.first.phone, { day: 5, hour: 17, zone: people.first.zone })
    await keepForWeek()
    two.world.advance(Date.parse('2026-03-10T23:30:00Z') - two.world.clock())
    await two.settle()
    expect(await theirs()).toHaveLength(0)
    expect(await openForWeek(two.first.phone)).toBe(1)
    await two.settle()
    expect(await theirs()).toHaveLength(1)
    expect(await openForWeek(two.first.phone)).toBe(0)
  })

  it('goes along when either of the two chooses another day, and nothing is sent for it', async () => {
    await chooseRhythm(two.first.phone, { day: 0, hour: 17, zone: people.second.zone })
    await two.settle()
    const id = await keepForWeek()
    await two.settle()
    expect(await opensAt(id)).toBe('2026-03-08T17:00:00.000Z')
    const rev = await revisionOf(id)
    await chooseRhythm(two.second.phone, { day: 5, hour: 17, zone: people.second.zone })
    await two.settle()
    expect(await opensAt(id)).toBe('2026-03-13T17:00:00.000Z')
    expect(await revisionOf(id)).toBe(rev)
    // What is sealed inside has passed by now; a note that is added must not open it.
    two.world.advance(Date.parse('2026-03-09T12:00:00Z') - two.world.clock())
    expect(await editEntry(two.first.phone, id, { words: { note: 'Later.' } })).toEqual({
      ok: true,
    })
    await two.settle()
    expect(await theirs()).toHaveLength(0)
    two.world.advance(Date.parse('2026-03-13T17:01:00Z') - two.world.clock())
    await two.settle()
    expect(await theirs()).toHaveLength(1)
  })

  it('opens at the hour that either of the two chose, by the clock they chose', async () => {
    await chooseRhythm(two.first.phone, { day: 5, hour: 17, zone: people.second.zone })
    await two.settle()
    const id = await keepForWeek()
    await chooseRhythm(two.second.phone, { day: 5, hour: 10, zone: people.first.zone })
    await two.settle()
    expect(await opensAt(id)).toBe(TEN_ON_FRIDAY)
    two.world.advance(Date.parse(TEN_ON_FRIDAY) - 60_000 - two.world.clock())
    await two.settle()
    expect(await theirs()).toHaveLength(0)
    two.world.advance(120_000)
    await two.settle()
    expect(await theirs()).toHaveLength(1)
  })

  it('opens at five where the choice is older than the hours', async () => {
    const rhythm = { type: 'rhythm', day: 5, zone: people.second.zone, turn: 1 } as const
    const { phone } = two.second
    const couple = (await readCouple(phone.db))?.id
    const id = phone.vault.deriveId('rhythm', couple ?? '')
    const saved = await writeRecords(phone, [{ id, audience: 'us', next: () => rhythm }], couple)
    expect(saved).toEqual({ ok: true })
    await two.settle()
    expect(await opensAt(await keepForWeek())).toBe('2026-03-13T17:00:00.000Z')
  })

  it('whoever said not yet is not hurried by a week that begins', async () => {
    await chooseRhythm(two.first.phone, { day: 0, hour: 17, zone: people.first.zone })
    const id = await keepForWeek()
    await postpone(two.first.phone, await dueOf(two.first, id))
    expect(await openForWeek(two.first.phone)).toBe(0)
    expect(await opensAt(id)).toBe('2026-03-15T16:00:00.000Z')
  })

  it('not yet, said in two tabs and tapped once more, is one week later and not three', async () => {
    const { phone } = two.first
    await chooseRhythm(phone, { day: 0, hour: 17, zone: people.first.zone })
    const id = await keepForWeek()
    const due = await dueOf(two.first, id)
    await Promise.all([postpone(phone, due), postpone(phone, due)])
    await postpone(phone, due)
    expect(await opensAt(id)).toBe('2026-03-15T16:00:00.000Z')
    // Said of the next one, it is another week.
    await postpone(phone, await dueOf(two.first, id))
    expect(await opensAt(id)).toBe('2026-03-22T16:00:00.000Z')
  })

  it('whoever says not yet as it opens has it back until the week after', async () => {
    await chooseRhythm(two.first.phone, { day: 0, hour: 17, zone: people.first.zone })
    const id = await keepForWeek()
    const due = await dueOf(two.first, id)
    expect(await openForWeek(two.first.phone)).toBe(1)
    await postpone(two.first.phone, due)
    await two.settle()
    expect(await theirs()).toHaveLength(0)
    expect(await opensAt(id)).toBe('2026-03-15T16:00:00.000Z')
    // Another day is chosen: it still passes over the week that comes next.
    await chooseRhythm(two.first.phone, { day: 5, hour: 17, zone: people.second.zone })
    await two.settle()
    expect(await opensAt(id)).toBe('2026-03-13T17:00:00.000Z')
    two.world.advance(Date.parse('2026-03-13T12:00:00Z') - two.world.clock())
    expect(await openForWeek(two.first.phone)).toBe(1)
  })
})

describe('on the phone that did not begin it', () => {
  beforeEach(async () => {
    two = await openPair()
    await keepForWeek()
    await two.settle()
  })
  afterEach(async () => {
    await two.close()
  })

  it('opens what waits there when the other begins on one phone, and once', async () => {
    await begin(two.second, 'one-phone')
    await two.settle()
    expect(await theirs()).toHaveLength(1)
    // What is kept once they have begun was said to open at its hour.
    await keepForWeek()
    await setForBoth(two.second.phone, placed('one-phone', 'glance'))
    await two.settle()
    expect(await theirs()).toHaveLength(1)
  })

  it('opens it too where it had only been said before how long it may take', async () => {
    const { phone } = two.second
    await setForBoth(phone, { ...placed('one-phone', 'calm'), state: 'stopped', calm: false })
    await two.settle()
    expect(await theirs()).toHaveLength(0)
    await begin(two.second, 'one-phone')
    await two.settle()
    expect(await theirs()).toHaveLength(1)
  })

  it('nothing waited when they began: what is kept afterwards is not hurried', async () => {
    await begin(two.first, 'one-phone')
    await two.settle()
    const { phone } = two.second
    const kept = await addEntry(phone, { kind: 'pursue' })
    if (!kept.ok) throw new Error(kept.reason)
    await chooseSharing(phone, kept.id, { with: 'us', opens: 'week', words: [] })
    await two.settle()
    expect(await readPlaces(two.first.phone)).toHaveLength(1)
  })

  it('opens on two phones only when both have said that they are calm enough', async () => {
    await begin(two.second, 'two-phones')
    await two.settle()
    expect(await theirs()).toHaveLength(0)
    await begin(two.first, 'two-phones')
    await two.settle()
    expect(await theirs()).toHaveLength(1)
  })

  it.each([
    ['a walk that was stopped again', { state: 'stopped' }],
    ['another week', { week: '2026-03-01' }],
    ['somebody who is not calm enough', { calm: false }],
    ['somebody alone', { seat: 'alone' }],
  ] as const)('does not open for %s', async (_what, other) => {
    await setForBoth(two.second.phone, { ...placed('one-phone', 'good'), ...other })
    await two.settle()
    expect(await theirs()).toHaveLength(0)
  })

  it('opens neither what was kept back nor what is private', async () => {
    const [id] = await ownIds()
    await keepMine(two.first.phone, [id!])
    await begin(two.second, 'one-phone')
    await two.settle()
    expect(await theirs()).toHaveLength(0)
  })
})

describe('the next week', () => {
  const friday = { day: 5, hour: 17, zone: 'Pacific/Auckland' }
  it.each([
    ['on its own day, before the hour', '2026-03-06T03:00:00Z', '2026-03-06T08:00:00Z'],
    ['put off to the reader’s morning', '2026-03-06T05:00:00Z', '2026-03-06T08:00:00Z'],
    ['just after it', '2026-03-06T08:00:00Z', '2026-03-13T08:00:00Z'],
    ['over a change of clocks', '2026-04-01T12:00:00Z', '2026-04-03T07:00:00Z'],
  ])('%s', (_name, now, at) => {
    const found = nextWeek(Date.parse(now), friday, 'Europe/London')
    expect(new Date(found).toISOString()).toBe(at.replace('Z', '.000Z'))
  })
})

describe('the coming morning', () => {
  it.each([
    ['in the evening it is tomorrow’s', '2026-03-09T23:30:00Z', '2026-03-10T09:00:00Z'],
    [
      'half past midnight it is the one that is coming',
      '2026-03-10T00:30:00Z',
      '2026-03-10T09:00:00Z',
    ],
    ['just before five too', '2026-03-10T04:59:59Z', '2026-03-10T09:00:00Z'],
    ['from five on it is a new day', '2026-03-10T05:00:00Z', '2026-03-11T09:00:00Z'],
    ['in the night in which clocks change', '2026-03-29T00:30:00Z', '2026-03-29T08:00:00Z'],
  ])('%s', (_name, now, at) => {
    const found = comingMorning(Date.parse(now), 'Europe/London')
    expect(new Date(found).toISOString()).toBe(at.replace('Z', '.000Z'))
    const [morning, said] = [found, Date.parse(now)]
    expect(sayWhichMorning(sharing, said, morning).choice.morning).toBe(
      new Date(found).getDate() === new Date(now).getDate()
        ? 'Us, this morning'
        : 'Us, tomorrow morning',
    )
  })

  it('"not yet" is another day all the same', () => {
    const found = nextMorning(Date.parse('2026-03-10T00:30:00Z'), 'Europe/London')
    expect(new Date(found).toISOString()).toBe('2026-03-11T09:00:00.000Z')
  })
})

/** A moment of the first, kept for the week. */
async function keepForWeek(): Promise<string> {
  const kept = await addEntry(two.first.phone, { kind: 'withdraw' })
  if (!kept.ok) throw new Error(kept.reason)
  const choice = { with: 'us', opens: 'week', words: [] } as const
  expect(await chooseSharing(two.first.phone, kept.id, choice)).toEqual({ ok: true })
  return kept.id
}

async function opensAt(id: string): Promise<string | undefined> {
  const visible = (await readMoment(two.first.phone, id))?.visible
  return visible?.to === 'us' && !visible.open ? visible.opensAt : undefined
}

async function revisionOf(id: string): Promise<number | undefined> {
  const { phone } = two.first
  return (await phone.db.records.get(ownKey(phone, id)))?.envelope.rev
}

/** The week of the day on which these stories begin. */
const WEEK = '2026-03-08'

const placed = (seat: Place['seat'], step: Place['step']) => ({
  week: WEEK,
  part: 'place' as const,
  step,
  length: 'long' as const,
  seat,
  state: 'walking' as const,
  calm: true,
})

async function begin({ phone }: TestPhone, seat: Place['seat']): Promise<void> {
  expect(await setForBoth(phone, placed(seat, 'calm'))).toEqual({ ok: true })
  await openBegun(phone, WEEK)
}

async function ownIds(): Promise<string[]> {
  const places = await readPlaces(two.first.phone)
  return places.map(({ key }) => key.slice(key.indexOf('/') + 1))
}

const theirs = () => readPlaces(two.second.phone)
