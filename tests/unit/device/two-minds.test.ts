import { describe, expect, it } from 'vitest'
import { readMoment } from '../../../src/device/moments/read.ts'
import { postpone } from '../../../src/device/moments/due.ts'
import { cardId } from '../../../src/device/moments/card.ts'
import { chooseSharing } from '../../../src/device/moments/share.ts'
import { reachOf } from '../../../src/device/sync/reach.ts'
import { readOwnBody } from '../../../src/device/stored-record.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { deleteEntry } from '../../../src/device/moments/delete-entry.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import { type TestPhone } from './phones.ts'
import { countRecords } from './stored.ts'
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

/** One person's two devices that choose differently who may see a moment, before they hear of each other. */

const HOUR = 3_600_000
const DAY = 24 * HOUR
const OPEN = { with: 'us', opens: 'now', words: ['note'] } as const
const MORNING = { with: 'us', opens: 'morning', words: [] } as const
const WEEK = { with: 'us', opens: 'week', words: [] } as const

beginWithTablet()

describe('one device opens a card at nine while the other, in a tunnel, has changed its mind', () => {
  it.each([
    ['to only me', (id: string) => chooseSharing(tablet.phone, id, { with: 'me', loops: true })],
    [
      'to only me, and then to another day',
      async (id: string) => {
        await chooseSharing(tablet.phone, id, { with: 'me', loops: true })
        await chooseSharing(tablet.phone, id, WEEK)
      },
    ],
    ['and deleted the moment', (id: string) => deleteEntry(tablet.phone, id)],
  ])('%s: the card is taken back', async (_, change) => {
    await linkTablet()
    const id = await addWithNote(two.first, 'keep it')
    await chooseSharing(two.first.phone, id, MORNING)
    await syncBoth()
    await change(id)
    two.world.advance(22 * HOUR)
    await two.settle()
    expect(await countSeen()).toBe(1)
    await syncBoth()
    await two.settle()
    expect(await countSeen()).toBe(0)
  })

  it('the device that changed its mind takes it back as well, if it is the only one left', async () => {
    await linkTablet()
    const id = await addWithNote(two.first, 'keep it')
    await chooseSharing(two.first.phone, id, MORNING)
    await syncBoth()
    await chooseSharing(tablet.phone, id, { with: 'me', loops: true })
    two.world.advance(22 * HOUR)
    await two.settle()
    await syncOnce(tablet.phone)
    await syncOnce(tablet.phone)
    await syncOnce(two.second.phone)
    expect(await countSeen()).toBe(0)
  })
})

describe('a card that was opened and taken back elsewhere, of a moment that is given again by who knows of neither', () => {
  it('is not the card that opens: what was given last has been given', async () => {
    await linkTablet()
    const { phone } = two.first
    const id = await addWithNote(two.first, 'mine to give')
    await chooseSharing(phone, id, MORNING)
    await syncBoth()
    two.world.advance(DAY)
    await syncOnce(tablet.phone)
    // What is kept back leaves the phone, and nothing comes in.
    two.first.meddle = (request, answer) => (request.url.includes('/api/feed') ? null : answer)
    await chooseSharing(phone, id, { with: 'me', loops: true })
    expect(await syncOnce(phone)).toBe('offline')
    await chooseSharing(phone, id, MORNING)
    await syncOnce(tablet.phone)
    two.first.meddle = null
    await syncBoth()
    two.world.advance(DAY)
    await syncBoth()
    await two.settle()
    expect(await readMoment(phone, id)).toMatchObject({ visible: { to: 'us', open: true } })
    expect(await countSeen()).toBe(1)
  })
})

describe('one device keeps a moment back while the other, in a tunnel, puts it off or opens it', () => {
  it.each([
    ['put off', async (test: TestPhone, id: string) => postpone(test.phone, await dueOf(test, id))],
    ['opened', (test: TestPhone, id: string) => chooseSharing(test.phone, id, OPEN)],
  ])('%s: it is kept back, whoever is heard first', async (_, give) => {
    await linkTablet()
    for (const [keeper, giver] of [
      [two.first, tablet],
      [tablet, two.first],
    ] as const) {
      const id = await addWithNote(two.first, 'not yet')
      await chooseSharing(two.first.phone, id, MORNING)
      await syncBoth()
      await chooseSharing(keeper.phone, id, { with: 'me', loops: true })
      await give(giver, id)
      await syncBoth()
      await two.settle()
      for (const test of [two.first, tablet]) {
        expect(await readMoment(test.phone, id)).toMatchObject({ visible: { to: 'me' } })
      }
      expect(await countSeen()).toBe(0)
    }
  })
})

describe('a moment that was given, kept back and given again in a tunnel, and corrected on another device', () => {
  it('has one kind: the card that left says it, though the one before it never did', async () => {
    await linkTablet()
    const id = await addWithNote(two.first, 'keep it')
    await syncBoth()
    for (const choice of [OPEN, { with: 'me', loops: true } as const, OPEN]) {
      await chooseSharing(two.first.phone, id, choice)
    }
    const moment = await readMoment(tablet.phone, id)
    await editEntry(tablet.phone, id, { move: { ...moment!.move, kind: 'repair' } })
    await syncBoth()
    const card = await readOwnBody(two.first.phone, cardId(two.first.phone, id, 2))
    expect(card).toMatchObject({ type: 'card', move: { kind: 'repair' } })
  })
})

describe('a moment that is kept back and given again, while the tablet writes on it', () => {
  it('is not taken for kept back by the tablet, whose card is gone before the moment says why', async () => {
    await linkTablet()
    const { phone } = two.first
    const id = await addWithNote(two.first, 'after all')
    await chooseSharing(phone, id, OPEN)
    await syncBoth()
    await editEntry(phone, id, { words: { note: 'after all, yes' } })
    two.first.meddle = () => null
    await syncOnce(phone)
    await chooseSharing(phone, id, { with: 'me', loops: true })
    // The first revision gets through and then what may pass the second; the network ends before that goes.
    let pushes = 0
    two.first.meddle = async (request, answer) => {
      if (request.url.includes('/push')) pushes += 1
      if (pushes === 2) two.first.offline = true
      return answer
    }
    reachOf(phone).batch = 1
    await syncOnce(phone)
    await syncOnce(tablet.phone)
    await syncOnce(tablet.phone)
    two.first.meddle = null
    await chooseSharing(phone, id, OPEN)
    two.first.offline = false
    await syncBoth()
    for (const test of [two.first, tablet]) {
      expect(await readMoment(test.phone, id)).toMatchObject({ visible: { to: 'us', open: true } })
    }
  })
})

describe('a card that was taken back before it left', () => {
  it('leaves no trace: nobody learns that it was there', async () => {
    const id = await addWithNote(two.first, 'no, not this')
    await two.settle()
    const before = await countRecords(two.world)
    two.first.offline = true
    await chooseSharing(two.first.phone, id, OPEN)
    await chooseSharing(two.first.phone, id, { with: 'me', loops: true })
    two.first.offline = false
    await two.settle()
    expect(await countRecords(two.world)).toBe(before)
    await chooseSharing(two.first.phone, id, OPEN)
    await two.settle()
    expect(await countSeen()).toBe(1)
  })
})
