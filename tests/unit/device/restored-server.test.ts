import { describe, expect, it } from 'vitest'
import { ownKey, readCouple, readPartnerProfile } from '../../../src/device/couple/couple.ts'
import { sayName } from '../../../src/device/couple/profile.ts'
import { countHoles } from '../../../src/device/sync/holes.ts'
import { readMoment, readMoments, readPast, readPlaces } from '../../../src/device/moments/read.ts'
import { cardId } from '../../../src/device/moments/card.ts'
import { chooseSharing } from '../../../src/device/moments/share.ts'
import { readStatus } from '../../../src/device/sync/status.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import { backUp, countEnvelopes, restore } from './stored.ts'
import { addWithNote, beginWithTablet, linkTablet, syncBoth, tablet, two } from './tablet.ts'

/** What happens to a journal whose server is one of an earlier day. */

const OPEN = { with: 'us', opens: 'now', words: ['note'] } as const
const MORNING = { with: 'us', opens: 'morning', words: [] } as const

beginWithTablet()

describe('a server restored from a backup that does not say so', () => {
  it('gets everything back, and an edit made meanwhile keeps what it did not touch', async () => {
    const id = await addWithNote(two.first, 'as it was')
    await two.settle()
    const backup = await backUp(two.world)
    await editEntry(two.first.phone, id, { move: { intensity: 5 }, words: { note: 'as it is' } })
    const other = await addWithNote(two.first, 'after the backup')
    await chooseSharing(two.first.phone, other, OPEN)
    await two.settle()
    await restore(two.world, backup)
    await editEntry(two.first.phone, id, { words: { note: 'as it is', needed: 'time' } })
    // So many that the restored feed grows beyond what this phone had seen of the former one.
    for (let more = 0; more < 6; more += 1) await addWithNote(two.first, 'more')
    await two.settle()
    await two.settle()
    expect(await readMoment(two.first.phone, id)).toMatchObject({
      move: { intensity: 5 },
      words: { note: 'as it is', needed: 'time' },
    })
    expect(await readStatus(two.first.phone)).toMatchObject({ waiting: 0, parked: 0 })
    const [place] = await readPlaces(two.second.phone)
    expect(await readMoments(two.second.phone, [place!.key])).toMatchObject([
      { words: { note: 'after the backup' } },
    ])
    expect(await countEnvelopes(two.world, other)).toBe(1)
  })
})

describe('a server restored to a day before two devices wrote on one moment', () => {
  it('loses neither text, and what was given stays given', async () => {
    await linkTablet()
    const backup = await backUp(two.world)
    const id = await addWithNote(two.first, 'first')
    await syncBoth()
    await editEntry(two.first.phone, id, { words: { note: 'first', story: 'before the restore' } })
    await chooseSharing(two.first.phone, id, OPEN)
    await syncOnce(two.first.phone)
    await restore(two.world, backup)
    await editEntry(two.first.phone, id, {
      words: { note: 'first', story: 'before the restore', needed: 'rest' },
    })
    // The tablet has never seen the story; what it writes reaches the restored server first.
    await editEntry(tablet.phone, id, { words: { note: 'first', request: 'call me' } })
    await syncOnce(tablet.phone)
    await syncBoth()
    for (const test of [two.first, tablet]) {
      expect(await readMoment(test.phone, id)).toMatchObject({
        words: { story: 'before the restore', needed: 'rest', request: 'call me' },
        visible: { to: 'us', open: true },
      })
    }
  })
})

describe('a server restored to a day before two devices wrote, one of them over what both had seen', () => {
  it('does not show again what was replaced', async () => {
    await linkTablet()
    const backup = await backUp(two.world)
    const id = await addWithNote(two.first, 'as both know it')
    await syncBoth()
    // In a tunnel, the tablet adds something; it leaves the note as it is.
    await editEntry(tablet.phone, id, { words: { note: 'as both know it', request: 'call me' } })
    await restore(two.world, backup, 'another')
    await editEntry(two.first.phone, id, { words: { note: 'as both know it', story: 'a storm' } })
    await syncOnce(two.first.phone)
    await editEntry(two.first.phone, id, { words: { note: 'said anew', story: 'a storm' } })
    await syncOnce(two.first.phone)
    await syncOnce(tablet.phone)
    await syncBoth()
    for (const test of [two.first, tablet]) {
      expect(await readMoment(test.phone, id)).toMatchObject({
        words: { note: 'said anew', story: 'a storm', request: 'call me' },
      })
    }
  })
})

describe('a server restored to more than one revision before, while a device was in a tunnel', () => {
  it('shows what was said last, also beside what that device has added to an older one', async () => {
    await linkTablet()
    const id = await addWithNote(two.first, 'said first')
    await syncBoth()
    const backup = await backUp(two.world)
    for (const note of ['said second', 'said third']) {
      await editEntry(two.first.phone, id, { words: { note } })
      await syncBoth()
    }
    await restore(two.world, backup, 'another')
    await editEntry(tablet.phone, id, { words: { note: 'said third', request: 'call me' } })
    await syncOnce(two.first.phone)
    await editEntry(two.first.phone, id, { words: { note: 'said last' } })
    await syncOnce(two.first.phone)
    await syncBoth()
    for (const test of [two.first, tablet]) {
      expect(await readMoment(test.phone, id)).toMatchObject({
        words: { note: 'said last', request: 'call me' },
      })
    }
  })

  it('does not bring back what was replaced over something the one that brings back has not got', async () => {
    await linkTablet()
    const backup = await backUp(two.world)
    const id = await addWithNote(two.first, 'said first')
    await syncBoth()
    await editEntry(two.first.phone, id, { words: { note: 'said first', needed: 'time' } })
    await syncOnce(two.first.phone)
    await restore(two.world, backup, 'another')
    await editEntry(tablet.phone, id, { words: { note: 'said last' } })
    await syncOnce(tablet.phone)
    await editEntry(two.first.phone, id, {
      words: { note: 'said first', needed: 'time', request: 'call me' },
    })
    await syncBoth()
    for (const test of [two.first, tablet]) {
      expect(await readMoment(test.phone, id)).toMatchObject({
        words: { note: 'said last', needed: 'time', request: 'call me' },
      })
    }
  })
})

describe('a choice made after a server was restored, by the device whose earlier one another brings back', () => {
  it('stays as it was made: whoever made both knew the earlier one', async () => {
    await linkTablet()
    const backup = await backUp(two.world)
    const id = await addWithNote(two.first, 'not yet')
    await chooseSharing(two.first.phone, id, MORNING)
    await chooseSharing(two.first.phone, id, { with: 'me', loops: true })
    await syncBoth()
    await editEntry(two.first.phone, id, { move: { intensity: 5 } })
    await syncOnce(two.first.phone)
    await restore(two.world, backup, 'another')
    await syncOnce(two.first.phone)
    await chooseSharing(two.first.phone, id, MORNING)
    await syncOnce(two.first.phone)
    await syncOnce(tablet.phone)
    await syncBoth()
    for (const test of [two.first, tablet]) {
      expect(await readMoment(test.phone, id)).toMatchObject({ visible: { to: 'us' } })
    }
  })
})

describe('a server restored to the day a moment was kept back, which its author has given since', () => {
  it('does not keep it back again, and nothing lies beside it that was replaced', async () => {
    const id = await addWithNote(two.first, 'said first')
    await chooseSharing(two.first.phone, id, MORNING)
    await chooseSharing(two.first.phone, id, { with: 'me', loops: true })
    await syncOnce(two.first.phone)
    const backup = await backUp(two.world)
    await chooseSharing(two.first.phone, id, MORNING)
    await syncOnce(two.first.phone)
    await editEntry(two.first.phone, id, { words: { note: 'said last' } })
    await syncOnce(two.first.phone)
    await restore(two.world, backup, 'another')
    await syncOnce(two.first.phone)
    expect(await readMoment(two.first.phone, id)).toMatchObject({
      words: { note: 'said last' },
      visible: { to: 'us' },
    })
    expect(await readPast(two.first.phone, id)).toEqual([])
  })
})

describe('a server restored under its old name, whose feed has outgrown what a phone had seen of it', () => {
  it('is found out by the phone: nothing that was acknowledged stays lost', async () => {
    await linkTablet()
    const backup = await backUp(two.world)
    const lost = await addWithNote(two.first, 'acknowledged on the evening of the restore')
    await syncOnce(two.first.phone)
    await restore(two.world, backup)
    // The tablet, which has not heard of it, writes more than was lost.
    for (const n of [1, 2, 3]) await addWithNote(tablet, `after it, ${n}`)
    await syncOnce(tablet.phone)
    await syncOnce(two.first.phone)
    await syncBoth()
    expect(await countEnvelopes(two.world, lost)).toBe(1)
    for (const test of [two.first, tablet]) {
      expect(await readPlaces(test.phone)).toHaveLength(4)
    }
  })
})

describe('a server restored again while a phone brings back what the first time has lost', () => {
  it('gets it the second time, too', async () => {
    const backup = await backUp(two.world)
    const id = await addWithNote(two.first, 'twice lost')
    await syncOnce(two.first.phone)
    await restore(two.world, backup, 'first')
    // It sends everything, and hears nothing of the feed any more.
    two.first.meddle = (request, answer) =>
      new URL(request.url).pathname.endsWith('/feed') && answer?.ok ? null : answer
    await syncOnce(two.first.phone)
    expect(await countEnvelopes(two.world, id)).toBe(1)
    two.first.meddle = null
    await restore(two.world, backup, 'second')
    await two.settle()
    expect(await countEnvelopes(two.world, id)).toBe(1)
  })
})

describe('what a tablet has shared, and the phone brings back to a restored server', () => {
  it('is not taken for something kept back', async () => {
    await linkTablet()
    await two.settle()
    const backup = await backUp(two.world)
    // Shared writes of the tablet's, of which the phone has none.
    for (const name of ['Noa', 'Noa Lou', 'Lou']) {
      await sayName(tablet.phone, name)
      await syncBoth()
    }
    await restore(two.world, backup, 'another')
    await syncOnce(two.first.phone)
    await two.settle()
    const couple = (await readCouple(two.second.phone.db))!
    expect((await readPartnerProfile(two.second.phone, couple))?.name).toBe('Lou')
    expect(await countHoles(two.second.phone)).toBe(0)
  })
})

describe('a card that its author changes before it goes back to a restored server', () => {
  it('is with the partner as it is now: what they have of it is the one before', async () => {
    await two.settle()
    const backup = await backUp(two.world)
    const { phone } = two.first
    const id = await addWithNote(two.first, 'seen by both')
    await chooseSharing(phone, id, OPEN)
    await two.settle()
    await restore(two.world, backup, 'another')
    let isChanged = false
    two.first.meddle = async (request, answer) => {
      if (isChanged || !request.url.includes('/couple')) return answer
      isChanged = true
      expect(await chooseSharing(phone, id, { ...OPEN, words: [] })).toEqual({ ok: true })
      return answer
    }
    await two.settle()
    expect(isChanged).toBe(true)
    await two.settle()
    const key = ownKey(phone, cardId(phone, id, 1))
    const [own, theirs] = await Promise.all(
      [two.first, two.second].map((test) => test.phone.db.records.get(key)),
    )
    expect(theirs?.digest).toBe(own?.digest)
    const [place] = await readPlaces(two.second.phone)
    expect(await readMoments(two.second.phone, [place!.key])).toMatchObject([{ words: {} }])
  })
})

describe('a card that two devices have taken back, each of them for another life of the server', () => {
  it('leaves the same behind with everybody', async () => {
    await linkTablet()
    const id = await addWithNote(two.first, 'taken back twice')
    await chooseSharing(two.first.phone, id, OPEN)
    await syncBoth()
    await two.settle()
    const backup = await backUp(two.world)
    await chooseSharing(tablet.phone, id, { with: 'me', loops: true })
    await chooseSharing(two.first.phone, id, { with: 'me', loops: true })
    await syncOnce(tablet.phone)
    await syncOnce(two.second.phone)
    await restore(two.world, backup, 'another')
    await syncOnce(two.first.phone)
    await syncBoth()
    await two.settle()
    const phones = [two.first, tablet, two.second]
    const card = `${two.first.phone.me}/${cardId(two.first.phone, id, 1)}`
    const held = await Promise.all(phones.map(({ phone }) => phone.db.records.get(card)))
    expect(held[0]?.envelope.deleted).toBe(true)
    expect(new Set(held.map((each) => each?.digest)).size).toBe(1)
    expect(await countHoles(two.second.phone)).toBe(0)
  })
})
