import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyRows } from '../../../src/device/sync/apply.ts'
import { countHoles } from '../../../src/device/sync/holes.ts'
import { readMoment, readMoments, readPast, readPlaces } from '../../../src/device/moments/read.ts'
import { chooseSharing } from '../../../src/device/moments/share.ts'
import { readParked, readStatus } from '../../../src/device/sync/status.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { exportJournal, importJournal } from '../../../src/device/file/transfer.ts'
import { deleteEntry, undoDelete } from '../../../src/device/moments/delete-entry.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import type { JournalFile } from '../../../src/journal/export.ts'
import { people } from '../../people.ts'
import { link, openTestPhone, openTwo, pair, type TestPhone, type Two } from './phones.ts'
import { addWithNote, syncInTurns } from './tablet.ts'

let two: Two
let tablet: TestPhone
beforeEach(async () => {
  two = await openTwo()
  tablet = await openTestPhone(two.world, people.first.zone)
})
afterEach(async () => {
  tablet.phone.close()
  await two.close()
})

const linkTablet = () => link({ world: two.world, old: two.first, newcomer: tablet })
const syncBoth = () => syncInTurns([two.first, tablet])

const noteOn = async ({ phone }: TestPhone, id: string) => (await readMoment(phone, id))?.words.note

describe('two devices of one person', () => {
  it('the new one shows a code, the old one opens it, and everything is on both', async () => {
    await pair(two)
    const mine = await addWithNote(two.first, 'from the phone')
    const theirs = await addWithNote(two.second, 'from the partner')
    await chooseSharing(two.second.phone, theirs, { with: 'us', opens: 'now', words: ['note'] })
    const early = await addWithNote(tablet, 'already on the tablet')
    await two.settle()
    await linkTablet()
    await syncBoth()
    await two.settle()
    expect(tablet.phone.me).toBe(two.first.phone.me)
    expect(await noteOn(tablet, mine)).toBe('from the phone')
    expect(await noteOn(two.first, early)).toBe('already on the tablet')
    expect(await readPlaces(tablet.phone)).toHaveLength(3)
    expect(await readPlaces(two.first.phone)).toHaveLength(3)
    expect(await readPlaces(two.second.phone)).toHaveLength(1)
  })

  it('a card made on one device is an open moment on the other, not a second one', async () => {
    await pair(two)
    await linkTablet()
    const id = await addWithNote(two.first, 'open')
    await chooseSharing(two.first.phone, id, { with: 'us', opens: 'now', words: ['note'] })
    await syncBoth()
    expect(await readPlaces(tablet.phone)).toHaveLength(1)
    expect(await readMoment(tablet.phone, id)).toMatchObject({
      state: 'shared',
      visible: { open: true },
    })
  })

  it('keeps both texts when both edited the same entry offline', async () => {
    await pair(two)
    await linkTablet()
    const id = await addWithNote(two.first, 'as it was')
    await syncBoth()
    two.first.offline = tablet.offline = true
    await editEntry(two.first.phone, id, { words: { note: 'on the phone', needed: 'a sign' } })
    await editEntry(tablet.phone, id, { words: { note: 'on the tablet', felt: ['ignored'] } })
    two.first.offline = tablet.offline = false
    await syncBoth()
    for (const device of [two.first, tablet]) {
      const moment = await readMoment(device.phone, id)
      expect(moment?.words).toEqual({ note: 'on the tablet', needed: 'a sign', felt: ['ignored'] })
      const past = await readPast(device.phone, id)
      expect(past.map((each) => each.words.note)).toEqual(['on the phone'])
    }
  })

  it('what the other device wrote while one was writing is joined, not written over', async () => {
    await pair(two)
    await linkTablet()
    const id = await addWithNote(two.first, 'as it was')
    await syncBoth()
    const from = await readMoment(two.first.phone, id)
    if (!from) throw new Error('nothing to begin with')
    await editEntry(tablet.phone, id, { words: { note: 'on the tablet', needed: 'a sign' } })
    await syncOnce(tablet.phone)
    await syncOnce(two.first.phone)
    await editEntry(two.first.phone, id, { words: { note: 'on the phone' }, from })
    await syncBoth()
    for (const device of [two.first, tablet]) {
      const moment = await readMoment(device.phone, id)
      expect(moment?.words).toEqual({ note: 'on the phone', needed: 'a sign' })
      const past = await readPast(device.phone, id)
      expect(past.map((each) => each.words.note)).toEqual(['on the tablet'])
    }
  })

  it('a delete that had not seen the last words does not take them along', async () => {
    await pair(two)
    await linkTablet()
    const id = await addWithNote(two.first, 'as it was')
    await syncBoth()
    await deleteEntry(tablet.phone, id)
    await editEntry(two.first.phone, id, { words: { note: 'written meanwhile' } })
    await syncOnce(two.first.phone)
    two.world.advance(11_000)
    await syncBoth()
    for (const device of [two.first, tablet]) {
      expect(await readMoment(device.phone, id)).toBeNull()
      const past = await readPast(device.phone, id)
      expect(past.map((each) => each.words.note)).toEqual(['written meanwhile'])
    }
  })

  it('a card that one opens while the other corrects the moment says what the moment says', async () => {
    await pair(two)
    await linkTablet()
    const id = await addWithNote(two.first, 'open')
    await syncBoth()
    await editEntry(two.first.phone, id, { move: { intensity: 4 } })
    await chooseSharing(tablet.phone, id, { with: 'us', opens: 'now', words: [] })
    await syncBoth()
    await two.settle()
    const [place] = await readPlaces(two.second.phone)
    const [seen] = await readMoments(two.second.phone, [place!.key])
    expect(seen).toMatchObject({ move: { intensity: 4 } })
  })

  it('a delete beats an edit, and what was written is still there for its author', async () => {
    await pair(two)
    await linkTablet()
    const id = await addWithNote(two.first, 'as it was')
    await syncBoth()
    await deleteEntry(two.first.phone, id)
    tablet.offline = true
    await editEntry(tablet.phone, id, { words: { note: 'written too late' } })
    two.world.advance(11_000)
    await syncOnce(two.first.phone)
    tablet.offline = false
    await syncBoth()
    for (const device of [two.first, tablet]) {
      expect(await readMoment(device.phone, id)).toBeNull()
      expect((await readPast(device.phone, id)).map((each) => each.words.note)).toEqual([
        'written too late',
      ])
      expect(await readStatus(device.phone)).toMatchObject({ waiting: 0, parked: 0 })
    }
  })
})

describe('a network that loses things', () => {
  it('an answer that gets lost is asked for again, and nothing is there twice', async () => {
    await pair(two)
    const id = await addWithNote(two.first, 'once')
    await chooseSharing(two.first.phone, id, { with: 'us', opens: 'now', words: ['note'] })
    two.first.meddle = (request, answer) =>
      new URL(request.url).pathname === '/api/push' ? null : answer
    expect(await syncOnce(two.first.phone)).toBe('offline')
    two.first.meddle = null
    await editEntry(two.first.phone, id, { words: { note: 'and changed meanwhile' } })
    await two.first.restart()
    await two.settle()
    expect(await readPlaces(two.second.phone)).toHaveLength(1)
    expect(await readStatus(two.first.phone)).toMatchObject({ waiting: 0, parked: 0 })
    expect(await readPast(two.first.phone, id)).toEqual([])
    expect(await noteOn(two.first, id)).toBe('and changed meanwhile')
  })

  it('one record that is refused does not hold up the others', async () => {
    await pair(two)
    const bad = await addWithNote(two.first, 'refused')
    const row = await two.first.phone.db.outbox.toCollection().last()
    if (!row) throw new Error('nothing waits')
    await two.first.phone.db.outbox.update(row.n, { envelope: { ...row.envelope, epoch: 99 } })
    const good = await addWithNote(two.first, 'fine')
    await two.settle()
    expect(await readParked(two.first.phone)).toMatchObject([{ id: bad, reason: 'epoch' }])
    const waiting = await two.first.phone.db.outbox.toArray()
    expect(waiting.map((each) => each.envelope.id)).toEqual([bad])
    expect(await noteOn(two.first, good)).toBe('fine')
    await editEntry(two.first.phone, bad, { words: { note: 'written anew' } })
    await two.settle()
    expect(await readParked(two.first.phone)).toEqual([])
  })

  it('a server that begins anew gets everything back from the phones', async () => {
    await pair(two)
    const id = await addWithNote(two.first, 'before the fire')
    await chooseSharing(two.first.phone, id, { with: 'us', opens: 'now', words: ['note'] })
    await two.settle()
    await two.world.lose()
    const later = await addWithNote(two.second, 'after the fire')
    await chooseSharing(two.second.phone, later, { with: 'us', opens: 'now', words: ['note'] })
    await two.settle()
    await two.settle()
    for (const device of [two.first, two.second]) {
      expect(await readPlaces(device.phone)).toHaveLength(2)
      expect(await readStatus(device.phone)).toMatchObject({ waiting: 0, parked: 0 })
    }
  })
})

describe('what the partner shared', () => {
  it('is complete, whatever was edited, taken back or never sent', async () => {
    await pair(two)
    await linkTablet()
    const open = { with: 'us', opens: 'now', words: ['note'] } as const
    const ids = [
      await addWithNote(two.first, 'one'),
      await addWithNote(two.first, 'two'),
      await addWithNote(two.first, 'three'),
    ]
    for (const id of ids) await chooseSharing(two.first.phone, id, open)
    await deleteEntry(two.first.phone, ids[1]!)
    two.world.advance(11_000)
    await syncBoth()
    await two.settle()
    await editEntry(two.first.phone, ids[0]!, { move: { kind: 'repair' } })
    await editEntry(tablet.phone, ids[0]!, { move: { kind: 'withdraw' } })
    await editEntry(tablet.phone, ids[2]!, { move: { intensity: 5 } })
    await deleteEntry(two.first.phone, ids[2]!)
    two.world.advance(11_000)
    await syncBoth()
    await chooseSharing(two.first.phone, ids[0]!, { with: 'me', loops: true })
    await chooseSharing(tablet.phone, await addWithNote(tablet, 'four'), open)
    await syncBoth()
    await two.settle()
    expect(await countHoles(two.second.phone)).toBe(0)
    expect(await readPlaces(two.second.phone)).toHaveLength(1)
  })

  it('has a hole that is noticed when something in the middle is kept back', async () => {
    await pair(two)
    for (const note of ['one', 'two', 'three']) {
      const id = await addWithNote(two.first, note)
      await chooseSharing(two.first.phone, id, { with: 'us', opens: 'now', words: ['note'] })
    }
    await two.settle()
    expect(await countHoles(two.second.phone)).toBe(0)
    const cards = await two.second.phone.db.records.where('type').equals('card').toArray()
    const second = cards.find((each) => {
      const opened = two.second.phone.vault.open(each.envelope)
      return opened.ok && opened.body.type === 'card' && opened.body.words.note === 'two'
    })
    await two.second.phone.db.records.delete(second!.key)
    expect(await countHoles(two.second.phone)).toBe(1)
  })
})

describe('one journal as a file', () => {
  it('comes back on another phone, and importing twice changes nothing', async () => {
    await pair(two)
    const mine = await addWithNote(two.first, 'mine')
    const theirs = await addWithNote(two.second, 'secret of theirs')
    await chooseSharing(two.second.phone, theirs, { with: 'us', opens: 'now', words: ['note'] })
    await two.settle()
    const text = JSON.stringify(await exportJournal(two.first.phone))
    expect(text).not.toContain('secret of theirs')
    const { entries } = JSON.parse(text) as JournalFile
    expect(entries.map((each) => each.author).toSorted()).toEqual(['me', 'partner'])
    expect(await importJournal(tablet.phone, text)).toEqual({
      ok: true,
      added: 1,
      already: 0,
      more: 0,
    })
    expect(await importJournal(tablet.phone, text)).toEqual({
      ok: true,
      added: 0,
      already: 1,
      more: 0,
    })
    expect(await noteOn(tablet, mine)).toBe('mine')
  })

  it.each([
    ['{', 'not-json'],
    ['{}', 'not-a-journal'],
    ['{"format":"tideline-journal","version":3,"entries":[]}', 'newer'],
  ] as const)('refuses %s as %s and changes nothing', async (text, reason) => {
    expect(await importJournal(tablet.phone, text)).toMatchObject({ ok: false, reason })
    expect(await readPlaces(tablet.phone)).toHaveLength(0)
  })
})

describe('a server that is not what it should be', () => {
  it('cannot erase what this phone can read with a row that does not open', async () => {
    await pair(two)
    const id = await addWithNote(two.first, 'still here')
    await two.settle()
    const held = await two.first.phone.db.records.get(`${two.first.phone.me}/${id}`)
    if (!held) throw new Error('nothing held')
    const forged = { ...held.envelope, rev: 9, deleted: true }
    const stranger = { ...forged, author: held.envelope.device }
    for (const record of [forged, stranger]) {
      await applyRows(two.first.phone, [{ seq: 99, record }], (cursor) => cursor)
    }
    expect(await noteOn(two.first, id)).toBe('still here')
    expect(await two.first.phone.db.records.where('key').startsWith(stranger.author).count()).toBe(
      0,
    )
  })

  it('that forgets us while the network fails is told again later', async () => {
    await pair(two)
    await two.world.lose()
    two.first.meddle = (request, answer) => (request.url.endsWith('/api/people') ? null : answer)
    expect(await syncOnce(two.first.phone)).toBe('offline')
    two.first.meddle = null
    expect(await readStatus(two.first.phone)).not.toMatchObject({ phase: 'alone' })
    expect(await syncOnce(two.first.phone)).toBe('done')
  })
})

describe('a card that two devices change apart', () => {
  it('keeps words off that one of them took off', async () => {
    await pair(two)
    await linkTablet()
    const id = await addWithNote(two.first, 'said too much')
    await chooseSharing(two.first.phone, id, { with: 'us', opens: 'now', words: ['note'] })
    await syncBoth()
    await chooseSharing(two.first.phone, id, { with: 'us', opens: 'now', words: [] })
    await syncOnce(two.first.phone)
    await editEntry(tablet.phone, id, { move: { kind: 'repair' } })
    await syncBoth()
    await two.settle()
    const [place] = await readPlaces(two.second.phone)
    const [seen] = await readMoments(two.second.phone, [place!.key])
    expect(seen).toMatchObject({ move: { kind: 'repair' }, words: {} })
  })
})

describe('undo', () => {
  it('of a delete leaves no hole at the partner', async () => {
    await pair(two)
    const open = { with: 'us', opens: 'now', words: [] } as const
    const [one, other] = [
      await addWithNote(two.first, 'one'),
      await addWithNote(two.first, 'other'),
    ]
    await chooseSharing(two.first.phone, one, open)
    await two.settle()
    await deleteEntry(two.first.phone, one)
    expect(await undoDelete(two.first.phone, one)).toBe(true)
    await chooseSharing(two.first.phone, other, open)
    await two.settle()
    expect(await countHoles(two.second.phone)).toBe(0)
  })
})
