import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { noteLastNight, readLastNight } from '../../../src/device/moments/last-night.ts'
import { forgetOpened, hasOpened, readOpened } from '../../../src/device/moments/opened.ts'
import { readMoment } from '../../../src/device/moments/read.ts'
import { chooseSharing } from '../../../src/device/moments/share.ts'
import { addEntry } from '../../../src/device/moments/add-entry.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import type { Intensity, Kind } from '../../../src/journal/move.ts'
import { MONDAY_EVENING, timeIn } from '../../people.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { readStillToCome } from '../../../src/device/moments/still-to-come.ts'
import { readWrongClock } from '../../../src/device/moments/wrong-clock.ts'
import { openPair, openTwo, type TestPhone, type Two } from './phones.ts'

/** The lines that come to Now with time. Stories start at 20:00 on the first one's clock, on a Monday. */

const HOUR = 3_600_000

let two: Two
beforeEach(async () => {
  two = await openTwo()
  // 20:00 where the first one is.
  two.world.advance(MONDAY_EVENING - two.world.clock())
})
afterEach(async () => {
  await two.close()
})

async function keep(test: TestPhone, kind: Kind, hours: number, intensity?: Intensity) {
  const kept = await addEntry(test.phone, { kind, at: timeIn(hours) })
  if (!kept.ok) throw new Error(kept.reason)
  if (intensity) await editEntry(test.phone, kept.id, { move: { intensity } })
  return kept.id
}

/** The moment that the first phone asks about so many hours into the story. */
async function askedAt(hours: number): Promise<string | null> {
  two.world.advance(MONDAY_EVENING + hours * HOUR - two.world.clock())
  return (await readLastNight(two.first.phone))?.moment.id ?? null
}

describe('last night', () => {
  it.each([
    ['the same evening', 0, 1, false],
    ['at half past four in the morning', 0, 8.5, false],
    ['at six in the morning', 0, 10, true],
    ['at six, an hour and a half after it happened', 8.5, 10, false],
    ['at noon, of the small hours', 6, 16, true],
    ['in the late afternoon of the next day', 0, 21, true],
    ['the next evening', 0, 23, false],
    ['two days later', 0, 37, false],
  ])('is met the next day: %s', async (_name, kept, asked, isMet) => {
    const id = await keep(two.first, 'withdraw', kept)
    expect(await askedAt(asked)).toBe(isMet ? id : null)
  })

  it('is asked about once', async () => {
    await keep(two.first, 'pursue', 0)
    expect(await askedAt(12)).not.toBeNull()
    await noteLastNight(two.first.phone)
    expect(await askedAt(13)).toBeNull()
    const next = await keep(two.first, 'pursue', 24)
    expect(await askedAt(36)).toBe(next)
  })

  it('is one moment: the strongest, or else the latest', async () => {
    await keep(two.first, 'trigger', 0, 2)
    const strongest = await keep(two.first, 'withdraw', 1, 5)
    await keep(two.first, 'pursue', 2)
    expect(await askedAt(12)).toBe(strongest)
  })

  it('leaves alone what has been answered, and what was a turning back', async () => {
    await keep(two.first, 'repair', 0)
    const told = await keep(two.first, 'withdraw', 1)
    await editEntry(two.first.phone, told, { words: { underneath: ['afraid'] } })
    expect(await askedAt(12)).toBeNull()
  })

  it('tells the evening from the day before it', async () => {
    await keep(two.first, 'withdraw', -6)
    two.world.advance(MONDAY_EVENING + 12 * HOUR - two.world.clock())
    expect(await readLastNight(two.first.phone)).toMatchObject({ wasNight: false })
    await keep(two.first, 'withdraw', 0)
    expect(await readLastNight(two.first.phone)).toMatchObject({ wasNight: true })
  })
})

describe('what the other opened', () => {
  const NOW = { with: 'us', opens: 'now', words: [] } as const

  it('is said until Tide has been looked at, and again for the next', async () => {
    two = await openPair(two)
    expect(await hasOpened(two.second.phone)).toBe(false)
    const id = await keep(two.first, 'pursue', 0)
    await chooseSharing(two.first.phone, id, NOW)
    await two.settle()
    expect(await hasOpened(two.second.phone)).toBe(true)
    expect(await hasOpened(two.first.phone)).toBe(false)
    await forgetOpened(two.second.phone, await readOpened(two.second.phone))
    await two.settle()
    expect(await hasOpened(two.second.phone)).toBe(false)
    await editEntry(two.first.phone, id, { move: { intensity: 2 } })
    await two.settle()
    expect(await hasOpened(two.second.phone)).toBe(false)
    await chooseSharing(two.first.phone, await keep(two.first, 'repair', 0), NOW)
    await two.settle()
    expect(await hasOpened(two.second.phone)).toBe(true)
  })

  it('stays news where it came while what was before it was looked at', async () => {
    two = await openPair(two)
    const { phone } = two.second
    await chooseSharing(two.first.phone, await keep(two.first, 'pursue', 0), NOW)
    await two.settle()
    const seen = await readOpened(phone)
    await chooseSharing(two.first.phone, await keep(two.first, 'repair', 0), NOW)
    await two.settle()
    await forgetOpened(phone, seen)
    const left = await readOpened(phone)
    expect(left).toHaveLength(1)
    expect(seen).not.toContain(left[0])
  })

  it('is not said of what was taken back before anybody looked', async () => {
    two = await openPair(two)
    const id = await keep(two.first, 'pursue', 0)
    await chooseSharing(two.first.phone, id, NOW)
    await two.settle()
    await chooseSharing(two.first.phone, id, { with: 'me', loops: true })
    await two.settle()
    expect(await hasOpened(two.second.phone)).toBe(false)
  })
})

describe('a clock a year off', () => {
  it('is known once the server has said so, and nothing that was kept is lost', async () => {
    two = await openPair(two)
    expect(await readWrongClock(two.second.phone)).toBeNull()
    two.second.clockError = -365 * 24 * HOUR
    const kept = await addEntry(two.second.phone, { kind: 'repair' })
    expect(await syncOnce(two.second.phone)).toBe('done')
    expect(await readWrongClock(two.second.phone)).toBeCloseTo(365 * 24 * HOUR, -4)
    expect(kept.ok && (await readMoment(two.second.phone, kept.id))).not.toBeNull()
    two.second.clockError = 0
    await addEntry(two.second.phone, { kind: 'pursue' })
    expect(await syncOnce(two.second.phone)).toBe('done')
    expect(await readWrongClock(two.second.phone)).toBeNull()
  })
})

describe('a clock that was ahead, in a journal of one', () => {
  const ahead = async () => (await readStillToCome(two.first.phone))?.id ?? null

  it('is said by the moment that carries a time still to come, until it is put right', async () => {
    two.first.clockError = 30 * HOUR
    const kept = await addEntry(two.first.phone, { kind: 'withdraw' })
    const id = kept.ok ? kept.id : ''
    expect(await ahead()).toBeNull()
    two.first.clockError = 0
    expect(await ahead()).toBe(id)
    await editEntry(two.first.phone, id, { move: { at: timeIn(-1) } })
    expect(await ahead()).toBeNull()
  })

  it.each([
    ['half an hour ahead, which is near enough', timeIn(0.5), false],
    ['some time today', timeIn(0).slice(0, 10), false],
    ['some time tomorrow', timeIn(24).slice(0, 10), true],
    ['last year', timeIn(-365 * 24), false],
  ])('%s', async (_name, at, isSaid) => {
    const kept = await addEntry(two.first.phone, { kind: 'pursue', at })
    expect(await ahead()).toBe(isSaid && kept.ok ? kept.id : null)
  })
})
