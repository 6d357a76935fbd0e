import { Dexie } from 'dexie'
import { describe, expect, it } from 'vitest'
import { postpone } from '../../../src/device/moments/due.ts'
import { chooseSharing } from '../../../src/device/moments/share.ts'
import { readWrongClock } from '../../../src/device/moments/wrong-clock.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import type { TestPhone } from './phones.ts'
import {
  addWithNote,
  beginWithTablet,
  countSeen,
  dueOf,
  linkTablet,
  syncBoth,
  tablet,
  two,
} from './tablet.ts'

/** Two devices of one person, of which one has a clock that is wrong: what opens goes by what it was told. */

const DAY = 24 * 3_600_000
const MORNING = { with: 'us', opens: 'morning', words: [] } as const

beginWithTablet()

describe('a device whose clock is a day behind, and which has been told so', () => {
  it.each([
    ['chosen', (test: TestPhone, id: string) => chooseSharing(test.phone, id, MORNING)],
    [
      'put off',
      async (test: TestPhone, id: string) => {
        await chooseSharing(test.phone, id, MORNING)
        await postpone(test.phone, await dueOf(test, id))
      },
    ],
  ])(
    'opens nothing at once on the other device that was said to open tomorrow: %s',
    async (_, give) => {
      await linkTablet()
      const id = await addWithNote(two.first, 'not before tomorrow')
      await syncBoth()
      tablet.clockError = -2 * DAY
      await syncOnce(tablet.phone)
      await give(tablet, id)
      await syncBoth()
      await two.settle()
      expect(await countSeen()).toBe(0)
      two.world.advance(2 * DAY)
      await syncBoth()
      await two.settle()
      expect(await countSeen()).toBe(1)
    },
  )
})

describe('a device whose clock is a day ahead, and which has been told so', () => {
  it('opens nothing a day early, nor in the night', async () => {
    await linkTablet()
    const id = await addWithNote(two.first, 'not before tomorrow')
    await chooseSharing(two.first.phone, id, MORNING)
    tablet.clockError = DAY
    await syncBoth()
    await two.settle()
    expect(await countSeen()).toBe(0)
    tablet.clockError = 0
    two.world.advance(DAY)
    await syncBoth()
    await two.settle()
    expect(await countSeen()).toBe(1)
  })
})

describe('a device that was told that its clock is wrong while its disk was full', () => {
  /** Nothing is put down any more. Answers how to make room again. */
  function fill({ db }: TestPhone['phone']): () => void {
    const refuse = (): never => {
      throw new Dexie.QuotaExceededError()
    }
    const [adding, updating] = [db.state.hook('creating'), db.state.hook('updating')]
    adding.subscribe(refuse)
    updating.subscribe(refuse)
    return () => {
      adding.unsubscribe(refuse)
      updating.unsubscribe(refuse)
    }
  }

  it.each([
    ['while it still is', false],
    ['once there is room again', true],
  ])('goes by what it was told: %s', async (_, isFreed) => {
    await linkTablet()
    tablet.clockError = -2 * DAY
    const free = fill(tablet.phone)
    expect(await readWrongClock(tablet.phone)).toBeNull()
    await syncOnce(tablet.phone).catch(() => 'full')
    if (isFreed) free()
    expect(await readWrongClock(tablet.phone)).toBeCloseTo(2 * DAY, -4)
    free()
  })

  it('opens nothing at once on the other device that was said to open tomorrow', async () => {
    await linkTablet()
    const id = await addWithNote(two.first, 'not before tomorrow')
    await syncBoth()
    tablet.clockError = -2 * DAY
    const free = fill(tablet.phone)
    await syncOnce(tablet.phone).catch(() => 'full')
    free()
    await chooseSharing(tablet.phone, id, MORNING)
    await syncBoth()
    await two.settle()
    expect(await countSeen()).toBe(0)
  })

  it('still knows it in a tab that is opened later, once there has been room', async () => {
    await linkTablet()
    tablet.clockError = -2 * DAY
    const free = fill(tablet.phone)
    await syncOnce(tablet.phone).catch(() => 'full')
    free()
    await syncOnce(tablet.phone)
    await tablet.restart()
    expect(await readWrongClock(tablet.phone)).toBeCloseTo(2 * DAY, -4)
  })
})
