import { describe, expect, it } from 'vitest'
import { ownKey } from '../../../src/device/couple/couple.ts'
import { readMoment, readPast } from '../../../src/device/moments/read.ts'
import { cardId } from '../../../src/device/moments/card.ts'
import { chooseSharing, keepChoiceReady } from '../../../src/device/moments/share.ts'
import { countHoles } from '../../../src/device/sync/holes.ts'
import { reachOf } from '../../../src/device/sync/reach.ts'
import { readOwnBody } from '../../../src/device/stored-record.ts'
import { pullFeed } from '../../../src/device/sync/pull.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { deleteEntry, undoDelete } from '../../../src/device/moments/delete-entry.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import { people, timeIn } from '../../people.ts'
import { openTestPhone, tablesOf } from './phones.ts'
import {
  addWithNote,
  beginWithTablet,
  countSeen,
  linkTablet,
  syncBoth,
  tablet,
  two,
} from './tablet.ts'

/** Two devices of one person, and two tabs, that do not hear of each other for a while. */

const HOUR = 3_600_000
const OPEN = { with: 'us', opens: 'now', words: ['note'] } as const
const MORNING = { with: 'us', opens: 'morning', words: [] } as const

beginWithTablet()

describe('a moment whose time is corrected in one tab while another one gives it to both', () => {
  it('has one time: its card says what the moment says', async () => {
    for (let pause = 0; pause < 30; pause += 2) {
      const id = await addWithNote(two.first, 'when was it')
      const given = chooseSharing(two.first.phone, id, OPEN)
      for (let turn = 0; turn < pause; turn += 1) await new Promise(setImmediate)
      await editEntry(two.first.phone, id, { move: { at: timeIn(2) } })
      await given
      const moment = await readMoment(two.first.phone, id)
      const card = await readOwnBody(two.first.phone, cardId(two.first.phone, id, 1))
      expect(card).toMatchObject({ type: 'card', move: moment!.move })
    }
  })

  it('also where what is given was at hand before', async () => {
    const { phone } = two.first
    const id = await addWithNote(two.first, 'when was it')
    for (let turn = 0; turn < 12; turn += 1) {
      const stop = keepChoiceReady(phone, id)
      await new Promise((resolve) => setTimeout(resolve, 30))
      const corrected = editEntry(phone, id, { move: { at: timeIn(turn + 1) } })
      for (let wait = 0; wait < turn; wait += 1) await new Promise(setImmediate)
      await chooseSharing(phone, id, OPEN)
      await corrected
      stop()
      const moment = await readMoment(phone, id)
      expect(moment).toMatchObject({ visible: { to: 'us', open: true } })
      const card = await readOwnBody(phone, cardId(phone, id, turn + 1))
      expect(card).toMatchObject({ type: 'card', move: moment!.move })
      await chooseSharing(phone, id, { with: 'me', loops: true })
    }
  })
})

describe('a moment that is deleted in one tab while another one keeps words in it', () => {
  it('has them beside it: whoever deleted it had not seen them', async () => {
    const { phone } = two.first
    for (let lead = 0; lead < 20; lead += 2) {
      const id = await addWithNote(two.first, 'no')
      // With a card there is more to look for: whoever writes meanwhile may be faster.
      await chooseSharing(phone, id, OPEN)
      const deleted = deleteEntry(phone, id)
      for (let turn = 0; turn < lead; turn += 1) await new Promise(setImmediate)
      const kept = await editEntry(phone, id, { words: { note: 'but this' } })
      expect(await deleted).toEqual({ ok: true })
      const past = (await readPast(phone, id)).map(({ words }) => words.note)
      expect(past).toEqual(kept.ok ? ['but this'] : [])
    }
  })
})

describe('a moment that was kept back, is changed, and given while the answer to that is awaited', () => {
  it('stays given: its card does not reach another device before it', async () => {
    await linkTablet()
    const { phone } = two.first
    const id = await addWithNote(two.first, 'after all')
    await chooseSharing(phone, id, OPEN)
    await syncOnce(phone)
    await chooseSharing(phone, id, { with: 'me', loops: true })
    await syncBoth()
    await editEntry(phone, id, { words: { note: 'after all, yes' } })
    two.first.meddle = () => null
    await syncOnce(phone)
    await chooseSharing(phone, id, OPEN)
    // So little goes at a time that it is seen what goes first; the tablet hears of the first two together.
    let pushes = 0
    two.first.meddle = async (request, answer) => {
      if (request.url.includes('/push')) pushes += 1
      if (pushes === 2) await syncOnce(tablet.phone)
      return answer
    }
    reachOf(phone).batch = 1
    await syncOnce(phone)
    two.first.meddle = null
    await syncBoth()
    for (const test of [two.first, tablet]) {
      expect(await readMoment(test.phone, id)).toMatchObject({ visible: { to: 'us', open: true } })
    }
  })
})

describe('a delete that beats what another device has written on the card', () => {
  it('is not taken for something kept back', async () => {
    await linkTablet()
    const id = await addWithNote(two.first, 'all of it')
    await chooseSharing(two.first.phone, id, OPEN)
    await syncBoth()
    await two.settle()
    await deleteEntry(tablet.phone, id)
    await editEntry(two.first.phone, id, { move: { intensity: 5 } })
    const other = await addWithNote(two.first, 'and this')
    await chooseSharing(two.first.phone, other, OPEN)
    await two.settle()
    two.world.advance(HOUR)
    await syncBoth()
    await two.settle()
    expect(await countSeen()).toBe(1)
    expect(await countHoles(two.second.phone)).toBe(0)
  })

  it('nor is what it has written twice, once before and once after something else', async () => {
    await linkTablet()
    const id = await addWithNote(two.first, 'all of it')
    await chooseSharing(two.first.phone, id, OPEN)
    await syncBoth()
    await deleteEntry(two.first.phone, id)
    await editEntry(tablet.phone, id, { move: { intensity: 5 } })
    await chooseSharing(tablet.phone, await addWithNote(tablet, 'and this'), OPEN)
    await syncOnce(tablet.phone)
    await editEntry(tablet.phone, id, { move: { intensity: 4 } })
    two.world.advance(HOUR)
    await syncBoth()
    await two.settle()
    expect(await countSeen()).toBe(1)
    expect(await countHoles(two.second.phone)).toBe(0)
  })

  it('nor is one that was deleted before it left, with another one given after it', async () => {
    await two.settle()
    two.first.offline = true
    const id = await addWithNote(two.first, 'no, not this')
    await chooseSharing(two.first.phone, id, OPEN)
    const other = await addWithNote(two.first, 'but this')
    await chooseSharing(two.first.phone, other, OPEN)
    await deleteEntry(two.first.phone, id)
    two.world.advance(HOUR)
    two.first.offline = false
    await two.settle()
    expect(await countSeen()).toBe(1)
    expect(await countHoles(two.second.phone)).toBe(0)
  })
})

describe('a phone that was set up from its own backup, made before something left', () => {
  it('deletes it for good, though it takes it for something that never left', async () => {
    two.first.offline = true
    const id = await addWithNote(two.first, 'shared')
    await chooseSharing(two.first.phone, id, OPEN)
    const backup = await tablesOf(two.first)
    two.first.offline = false
    await two.settle()
    expect(await countSeen()).toBe(1)
    const again = await openTestPhone(two.world, people.first.zone, crypto.subtle, backup)
    again.offline = true
    expect(await deleteEntry(again.phone, id)).toEqual({ ok: true })
    two.world.advance(11_000)
    again.offline = false
    await syncOnce(again.phone)
    await syncOnce(two.second.phone)
    expect(await readMoment(again.phone, id)).toBeNull()
    expect(await countSeen()).toBe(0)
    expect(await again.phone.db.outbox.count()).toBe(0)
    again.phone.close()
  })

  it('also where what it had sent comes with the past', async () => {
    two.first.offline = true
    const id = await addWithNote(two.first, 'only mine')
    const backup = await tablesOf(two.first)
    two.first.offline = false
    await two.settle()
    const again = await openTestPhone(two.world, people.first.zone, crypto.subtle, backup)
    // It has never asked for the feed, and nothing of it waits when the past comes.
    await again.phone.db.state.delete('cursor')
    await again.phone.db.outbox.where('key').notEqual(ownKey(again.phone, id)).delete()
    again.offline = true
    expect(await deleteEntry(again.phone, id)).toEqual({ ok: true })
    two.world.advance(11_000)
    again.offline = false
    await syncOnce(again.phone)
    await syncOnce(again.phone)
    expect(await readMoment(again.phone, id)).toBeNull()
    await syncOnce(two.first.phone)
    expect(await readMoment(two.first.phone, id)).toBeNull()
    again.phone.close()
  })
})

describe('what another device has written, and comes while an own edit of the same still waits', () => {
  it('is there once a delete has been undone, which kept it from being shown', async () => {
    await linkTablet()
    const id = await addWithNote(two.first, 'from the train')
    await syncBoth()
    await deleteEntry(two.first.phone, id)
    await editEntry(tablet.phone, id, { words: { note: 'from the kitchen' } })
    await syncBoth()
    expect(await undoDelete(two.first.phone, id)).toBe(true)
    await syncBoth()
    for (const test of [two.first, tablet]) {
      expect(await readMoment(test.phone, id)).toMatchObject({
        words: { note: 'from the kitchen' },
      })
    }
  })

  it('is taken back, though what was given and kept back here has never left', async () => {
    await linkTablet()
    const id = await addWithNote(two.first, 'no, not this')
    await chooseSharing(two.first.phone, id, MORNING)
    await syncBoth()
    await chooseSharing(tablet.phone, id, OPEN)
    await syncOnce(tablet.phone)
    two.first.meddle = async ({ method }, answer) => {
      if (method !== 'GET') return answer
      two.first.meddle = null
      await chooseSharing(two.first.phone, id, OPEN)
      await chooseSharing(two.first.phone, id, { with: 'me', loops: true })
      return answer
    }
    await two.settle()
    expect(two.first.meddle).toBeNull()
    expect(await readMoment(two.first.phone, id)).toMatchObject({ visible: { to: 'me' } })
    expect(await countSeen()).toBe(0)
  })

  it('is there though the answer to that edit was late', async () => {
    await linkTablet()
    const id = await addWithNote(two.first, 'one')
    await syncBoth()
    await editEntry(two.first.phone, id, { words: { note: 'two' } })
    // Another tab, in a browser without locks, is told of the third before this one hears of the second.
    two.first.meddle = async ({ method }, answer) => {
      if (method !== 'POST') return answer
      two.first.meddle = null
      await syncOnce(tablet.phone)
      await editEntry(tablet.phone, id, { words: { note: 'three' } })
      await syncOnce(tablet.phone)
      await pullFeed(two.first.phone)
      return answer
    }
    await syncBoth()
    expect(two.first.meddle).toBeNull()
    expect(await readMoment(two.first.phone, id)).toMatchObject({ words: { note: 'three' } })
  })
})
