import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCycles } from '../../../src/device/loops/cycles.ts'
import { countHoles } from '../../../src/device/sync/holes.ts'
import {
  answerPause,
  type Pause,
  promiseReturn,
  readPause,
  readPauses,
  takeBackPause,
} from '../../../src/device/moments/pause.ts'
import { readMoment, readPast, readToday } from '../../../src/device/moments/read.ts'
import { dueSoon } from '../../../src/device/moments/due.ts'
import { chooseDefault, chooseSharing } from '../../../src/device/moments/share.ts'
import { leaveCouple } from '../../../src/device/couple/leave.ts'
import type { Phone } from '../../../src/device/phone.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { exportJournal } from '../../../src/device/file/transfer.ts'
import { addEntry } from '../../../src/device/moments/add-entry.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import { instantOf } from '../../../src/journal/move.ts'
import { people } from '../../people.ts'
import {
  link,
  openPair,
  openTestPhone,
  openTwo,
  pair,
  pairAgain,
  type TestPhone,
  type Two,
} from './phones.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

let two: Two
beforeEach(async () => {
  two = await openTwo()
})
afterEach(async () => {
  await two.close()
})

async function stepBack({ phone }: TestPhone): Promise<string> {
  const kept = await addEntry(phone, { kind: 'withdraw' })
  if (!kept.ok) throw new Error(kept.reason)
  return kept.id
}

/** Steps back and promises to be back in so many minutes. */
async function pauseFor(test: TestPhone, minutes: number): Promise<string> {
  const id = await stepBack(test)
  const until = two.world.clock() + minutes * MINUTE
  expect(await promiseReturn(test.phone, id, until)).toEqual({ ok: true })
  return id
}

const seenBy = async ({ phone }: TestPhone): Promise<readonly Pause[]> => readPauses(phone)
const kindsOn = async ({ phone }: TestPhone) =>
  (await readToday(phone)).map((each) => each.move.kind)

describe('a pause', () => {
  it('takes the place of the stepping back, and the partner sees until when, to the minute', async () => {
    two = await openPair(two)
    await pauseFor(two.first, 20)
    expect(await kindsOn(two.first)).toEqual([])
    await two.settle()
    const [theirs] = await seenBy(two.second)
    const [mine] = await seenBy(two.first)
    expect(mine).toMatchObject({ mine: true, state: 'shared' })
    expect(theirs).toMatchObject({ mine: false, until: mine?.until })
    const until = instantOf(theirs?.until ?? '')
    expect(until % MINUTE).toBe(0)
    expect(until - two.world.clock()).toBeGreaterThanOrEqual(20 * MINUTE)
    expect(until - two.world.clock()).toBeLessThan(21 * MINUTE)
  })

  it('carries no word and no strength of the moment, and the server can read nothing of it', async () => {
    two = await openPair(two)
    const id = await stepBack(two.first)
    await editEntry(two.first.phone, id, { move: { intensity: 5 }, words: { note: 'slammed it' } })
    await promiseReturn(two.first.phone, id, two.world.clock() + HOUR)
    await two.settle()
    const record = (await two.second.phone.db.records.where('type').equals('pause-card').first())!
    expect(record.envelope.move).toBeNull()
    const opened = two.second.phone.vault.open(record.envelope)
    expect(opened.ok && Object.keys(opened.body).toSorted()).toEqual(
      ['at', 'stands', 'type', 'until', 'write'].toSorted(),
    )
  })

  it('is no move: neither run of the detector reads it', async () => {
    two = await openPair(two)
    await pauseFor(two.first, 20)
    await two.settle()
    const now = new Date(two.world.clock() + HOUR).toISOString()
    for (const { phone } of [two.first, two.second]) {
      expect(await runCycles(phone, now)).toMatchObject({ count: 0, own: null })
    }
  })

  it('is made, changed and ended in a tunnel, and arrives as what it has become', async () => {
    two = await openPair(two)
    two.first.offline = true
    const id = await pauseFor(two.first, 20)
    expect((await readPause(two.first.phone, id))?.state).toBe('waiting')
    await promiseReturn(two.first.phone, id, two.world.clock() + HOUR)
    await two.first.restart()
    two.world.advance(10 * MINUTE)
    expect(await answerPause(two.first.phone, id, true)).toEqual({ ok: true })
    two.first.offline = false
    await two.settle()
    const [pause, ...more] = await seenBy(two.second)
    expect(more).toEqual([])
    // Back before the time: it ended when its author said so.
    expect(instantOf(pause?.until ?? '')).toBeLessThanOrEqual(two.world.clock())
    expect(await countHoles(two.second.phone)).toBe(0)
  })

  it('yes is a turning back at the promised time, once, on however many devices', async () => {
    two = await openPair(two)
    const id = await pauseFor(two.first, 20)
    two.world.advance(3 * HOUR)
    await answerPause(two.first.phone, id, true)
    await answerPause(two.first.phone, id, true)
    expect(await kindsOn(two.first)).toEqual(['repair'])
    const [moment] = await readToday(two.first.phone)
    const pause = await readPause(two.first.phone, id)
    expect(moment?.move.at).toBe(pause?.ended)
    expect(instantOf(moment?.move.at ?? '')).toBe(instantOf(pause?.until ?? ''))
  })

  it('no makes it the stepping back it was, with every word, and tells nobody', async () => {
    two = await openPair(two)
    const id = await stepBack(two.first)
    await editEntry(two.first.phone, id, { words: { note: 'the door' } })
    await promiseReturn(two.first.phone, id, two.world.clock() + 20 * MINUTE)
    await two.settle()
    const before = await seenBy(two.second)
    two.world.advance(HOUR)
    await answerPause(two.first.phone, id, false)
    await two.settle()
    expect(await seenBy(two.second)).toEqual(before)
    expect(await readMoment(two.first.phone, id)).toMatchObject({
      move: { kind: 'withdraw' },
      words: { note: 'the door' },
    })
    expect(await readPause(two.first.phone, id)).toBeNull()
  })

  it('taken back, it leaves the partner’s phone, and can be promised anew', async () => {
    two = await openPair(two)
    const id = await pauseFor(two.first, 20)
    await two.settle()
    await takeBackPause(two.first.phone, id)
    await two.settle()
    expect(await seenBy(two.second)).toEqual([])
    await promiseReturn(two.first.phone, id, two.world.clock() + HOUR)
    await two.settle()
    expect(await seenBy(two.second)).toHaveLength(1)
    expect(await countHoles(two.second.phone)).toBe(0)
  })

  it('what would have opened in the morning does not while it is a pause', async () => {
    two = await openPair(two)
    await chooseDefault(two.first.phone, 'morning')
    const id = await pauseFor(two.first, 20)
    expect(await dueSoon(two.first.phone)).toBeNull()
    two.world.advance(40 * HOUR)
    await two.settle()
    expect(await seenBy(two.second)).toHaveLength(1)
    await answerPause(two.first.phone, id, false)
    // Said to be a stepping back days later, it has a night of its own once more.
    const moment = await readMoment(two.first.phone, id)
    expect(moment?.visible).toMatchObject({ to: 'us', open: false })
    const opensAt = moment?.visible.to === 'us' && !moment.visible.open && moment.visible.opensAt
    expect(Date.parse(String(opensAt))).toBeGreaterThan(two.world.clock())
  })

  it('of a moment that had opened in the morning does not open it once more', async () => {
    two = await openPair(two)
    await chooseDefault(two.first.phone, 'morning')
    const id = await stepBack(two.first)
    const soon = await dueSoon(two.first.phone)
    two.world.advance(soon!.opensAt + MINUTE - two.world.clock())
    await two.settle()
    expect((await readMoment(two.first.phone, id))?.visible).toMatchObject({ open: true })
    await promiseReturn(two.first.phone, id, two.world.clock() + HOUR)
    await answerPause(two.first.phone, id, false)
    expect((await readMoment(two.first.phone, id))?.visible).toEqual({ to: 'me', loops: true })
  })

  it('of a moment that was open already takes its card back', async () => {
    two = await openPair(two)
    const id = await stepBack(two.first)
    await chooseSharing(two.first.phone, id, { with: 'us', opens: 'now', words: [] })
    await two.settle()
    await promiseReturn(two.first.phone, id, two.world.clock() + HOUR)
    await two.settle()
    expect(await two.second.phone.db.records.where('type').equals('card').count()).toBe(0)
    await answerPause(two.first.phone, id, false)
    expect((await readMoment(two.first.phone, id))?.visible).toEqual({ to: 'me', loops: true })
  })

  it('works alone, stays alone when the two are paired later, and travels in the file', async () => {
    const id = await pauseFor(two.first, 20)
    expect(await readPause(two.first.phone, id)).toMatchObject({ state: 'saved' })
    await pair(two)
    expect(await seenBy(two.second)).toEqual([])
    const { entries } = await exportJournal(two.first.phone)
    expect(entries).toMatchObject([
      {
        id,
        loops: false,
        move: { kind: 'withdraw' },
        pause: { until: expect.any(String) as string },
      },
    ])
  })

  it('a time that has been, or is far away, is refused and changes nothing', async () => {
    const id = await stepBack(two.first)
    const now = two.world.clock()
    for (const until of [now - MINUTE, now + 8 * 24 * HOUR]) {
      expect(await promiseReturn(two.first.phone, id, until)).toEqual({ ok: false, reason: 'past' })
    }
    expect(await kindsOn(two.first)).toEqual(['withdraw'])
  })
})

it('one device makes a pause of a moment while the other adds words: both stay', async () => {
  two = await openPair(two)
  const tablet = await openTestPhone(two.world, people.first.zone)
  await link({ world: two.world, old: two.first, newcomer: tablet })
  const id = await stepBack(two.first)
  const syncBoth = async () => {
    for (let round = 0; round < 3; round += 1) {
      await syncOnce(two.first.phone)
      await syncOnce(tablet.phone)
    }
  }
  await syncBoth()
  await editEntry(tablet.phone, id, { words: { note: 'from the kitchen' } })
  await promiseReturn(two.first.phone, id, two.world.clock() + HOUR)
  await syncBoth()
  for (const test of [two.first, tablet]) {
    expect(await readPause(test.phone, id)).toMatchObject({ mine: true })
  }
  await answerPause(tablet.phone, id, false)
  await syncBoth()
  expect((await readMoment(two.first.phone, id))?.words).toEqual({ note: 'from the kitchen' })
  expect(await readPast(two.first.phone, id)).toEqual([])
  tablet.phone.close()
})

/** The cards of a moment that lie open, by what they are. */
async function openCards({ db, me, vault }: Phone, id: string): Promise<string[]> {
  const types = ['card', 'pause-card'].flatMap((type) => Array(4).fill(type) as string[])
  const keys = types.map((type, n) => `${me}/${vault.deriveId(type, `${id}/${(n % 4) + 1}`)}`)
  const records = await db.records.bulkGet(keys)
  return types.filter((_, n) => records[n]?.envelope.deleted === false)
}

describe('a pause made in one tab while another one', () => {
  const OPEN = { with: 'us', opens: 'now', words: [] } as const
  const MINE = { with: 'me', loops: true } as const

  it.each([
    ['gives the moment to both', null, (id: string) => chooseSharing(two.first.phone, id, OPEN)],
    ['takes it back', 'given', (id: string) => chooseSharing(two.first.phone, id, MINE)],
    ['takes the promise back', 'promised', (id: string) => takeBackPause(two.first.phone, id)],
    ['says no', 'promised', (id: string) => answerPause(two.first.phone, id, false)],
  ])('%s: is promised, and nothing else lies open, whoever is first', async (_, begun, other) => {
    two = await openPair(two)
    const { phone } = two.first
    for (let lead = 0; lead < 30; lead += 2) {
      two.world.advance(2 * MINUTE)
      const id = begun === 'promised' ? await pauseFor(two.first, 1) : await stepBack(two.first)
      if (begun === 'given') await chooseSharing(phone, id, OPEN)
      const meanwhile = other(id)
      for (let turn = 0; turn < lead; turn += 1) await new Promise(setImmediate)
      expect(await promiseReturn(phone, id, two.world.clock() + HOUR)).toEqual({ ok: true })
      await meanwhile
      const pause = await readPause(phone, id)
      const isStill = pause !== null || _ !== 'takes the promise back'
      expect(await openCards(phone, id)).toEqual(isStill ? ['pause-card'] : [])
    }
  })
})

describe('a pause made with somebody one is not with any more', () => {
  it('is promised anew to whoever one is with now, by another card', async () => {
    two = await openPair(two)
    const { phone } = two.first
    const id = await pauseFor(two.first, 180)
    await two.settle()
    const [card] = await phone.db.records.where('type').equals('pause-card').toArray()
    await leaveCouple(phone, { withdraw: false })
    two.world.advance(HOUR)
    await two.settle()
    await pairAgain(two, two.first, two.second)
    expect(await promiseReturn(phone, id, two.world.clock() + HOUR)).toEqual({ ok: true })
    await two.settle()
    expect((await readPause(phone, id))?.state).toBe('shared')
    expect((await phone.db.records.get(card!.key))?.digest).toBe(card!.digest)
    expect((await seenBy(two.second)).map((each) => each.mine)).toEqual([false])
  })
})
