import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCouples } from '../../../src/cli/read-couples.ts'
import { exportJournal, importJournal } from '../../../src/device/file/transfer.ts'
import { drawOwnLoop } from '../../../src/device/loops/own-loops.ts'
import { answerLoop, nameLoop } from '../../../src/device/loops/loop-notes.ts'
import { addEntry } from '../../../src/device/moments/add-entry.ts'
import { keepDraft, readDraft } from '../../../src/device/moments/draft.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import { pastEdit } from '../../../src/device/moments/past.ts'
import { promiseReturn, readPause } from '../../../src/device/moments/pause.ts'
import { readMoment, readPast, readPlaces } from '../../../src/device/moments/read.ts'
import { sayReply } from '../../../src/device/moments/replies.ts'
import { chooseSharing } from '../../../src/device/moments/share.ts'
import { writeRecords } from '../../../src/device/records.ts'
import { readAllWeekParts } from '../../../src/device/week/week.ts'
import { keepBoth, sayInWeek, setForBoth } from '../../../src/device/week/week-write.ts'
import type { JournalFile } from '../../../src/journal/export.ts'
import { ONLY_ME } from '../../../src/journal/entry.ts'
import { heldWeeks } from '../../../src/journal/week-view.ts'
import { people } from '../../people.ts'
import { openPair, openTestPhone, type TestPhone, type Two } from './phones.ts'

/** The whole journal of the first of two as a file, and what of it comes back on an empty phone. */

const WEEK = '2026-03-08'
let two: Two
let empty: TestPhone
beforeEach(async () => {
  two = await openPair()
  empty = await openTestPhone(two.world, people.first.zone)
})
afterEach(async () => {
  empty.phone.close()
  await two.close()
})

async function keep({ phone }: TestPhone, note: string): Promise<string> {
  const kept = await addEntry(phone, { kind: 'withdraw' })
  if (!kept.ok) throw new Error(kept.reason)
  await editEntry(phone, kept.id, { words: { note } })
  two.world.advance(120_000)
  return kept.id
}

/** Something of every kind that one can write, and of every kind what the other wrote. */
async function writeEverything() {
  const { first, second } = two
  const id = await keep(first, 'mine')
  const theirs = await keep(second, 'theirs in a card')
  for (const [test, of] of [
    [first, id],
    [second, theirs],
  ] as const) {
    await chooseSharing(test.phone, of, { with: 'us', opens: 'now', words: ['note'] })
  }
  await two.settle()
  const { phone } = first
  const keys = (await readPlaces(phone)).map(({ key }) => key)
  expect(await drawOwnLoop(phone, keys, 'our first loop')).toEqual({ ok: true })
  const card = keys.map((key) => key.split('/')[1]!).find((each) => each === theirs || each !== id)!
  await nameLoop(phone, [card], 'the Sunday one')
  await answerLoop(phone, [card], { seen: 'differently', line: 'I was ill' })
  await answerLoop(
    phone,
    [card],
    { seen: 'differently', line: 'theirs, said here' },
    second.phone.me,
  )
  await sayReply(phone, card, 'thanks', true)
  const past = {
    type: 'entry',
    move: (await readMoment(phone, id))!.move,
    words: { note: 'lost text' },
    sharing: ONLY_ME,
  } as const
  await writeRecords(phone, [pastEdit(phone, id, past)])
  const pause = await keep(first, 'before I left')
  await promiseReturn(phone, pause, two.world.clock() + 3_600_000)
  const half = await keep(first, 'begun')
  const moment = (await readMoment(phone, half))!
  await keepDraft(phone, half, { move: moment.move, words: { note: 'begun, and half' } })
  const said = { week: WEEK, about: 'underneath' as const, feelings: [] }
  await sayInWeek(phone, { ...said, voice: phone.me, text: 'afraid, mostly' })
  await sayInWeek(phone, { ...said, voice: second.phone.me, text: 'theirs, on my phone' })
  await setForBoth(phone, {
    week: WEEK,
    part: 'experiment',
    who: [phone.me, second.phone.me],
    what: 'a walk',
    when: 'once',
  })
  await keepBoth(phone, { week: WEEK, about: 'appreciation' }, [
    [phone.me, { as: 'appreciation', text: 'the tea' }],
    [second.phone.me, { as: 'appreciation', text: 'theirs, appreciated' }],
  ])
  return { id, pause, half }
}

describe('one journal as a file', () => {
  it('holds all that its author wrote, and not a word of the other’s', async () => {
    const { id, pause, half } = await writeEverything()
    const file = await exportJournal(two.first.phone)
    const text = JSON.stringify(file)
    for (const own of [
      'mine',
      'our first loop',
      'the Sunday one',
      'I was ill',
      'thanks',
      'lost text',
      'begun, and half',
      'afraid, mostly',
      'a walk',
      'the tea',
    ]) {
      expect(text).toContain(own)
    }
    expect(text).not.toContain('theirs')
    expect(file.entries.find((each) => each.id === pause)?.pause?.until).toBeDefined()
    expect(file.entries.find((each) => each.id === half)?.draft).toBeDefined()
    expect(file.loops?.find((each) => each['drawn'])?.['moments']).toContain(id)
    // The detector reads it as before: the three of theirs that are moves, without the pause.
    expect(readCouples(text)).toMatchObject({ couples: [{ moves: { length: 3 } }] })
  })

  it('comes back as only one’s own, and the second time changes nothing', async () => {
    const { id, pause, half } = await writeEverything()
    const text = JSON.stringify(await exportJournal(two.first.phone))
    const { phone } = empty
    expect(await importJournal(phone, text)).toEqual({ ok: true, added: 3, already: 0, more: 5 })
    expect(await readPast(phone, id)).toMatchObject([{ words: { note: 'lost text' } }])
    expect(await readPause(phone, pause)).toMatchObject({ mine: true, state: 'saved' })
    expect((await readDraft(phone, half))?.words.note).toBe('begun, and half')
    const { alone, us } = await readAllWeekParts(phone)
    expect(us).toEqual([])
    expect(heldWeeks(alone)).toEqual([WEEK])
    expect(alone.filter((each) => each.part === 'said')).toMatchObject(
      expect.arrayContaining(
        [
          { about: 'good', voice: phone.me, text: 'the tea' },
          { about: 'underneath', voice: phone.me, text: 'afraid, mostly' },
        ].map((each) => expect.objectContaining(each) as object),
      ) as object,
    )
    expect(alone.find((each) => each.part === 'experiment')).toMatchObject({ who: [phone.me] })
    const records = await phone.db.records.toArray()
    expect(records.every(({ audience }) => audience === 'me')).toBe(true)
    expect(await importJournal(phone, text)).toMatchObject({ added: 0, already: 3, more: 0 })
    expect(await phone.db.records.count()).toBe(records.length)
  })

  it('brought in where it came from it changes nothing at all', async () => {
    await writeEverything()
    const { phone } = two.first
    const before = await phone.db.records.count()
    const text = JSON.stringify(await exportJournal(phone))
    expect(await importJournal(phone, text)).toEqual({ ok: true, added: 0, already: 3, more: 0 })
    expect(await phone.db.records.count()).toBe(before)
  })

  it('of the first version still comes in, also a pause as the moment it was', async () => {
    await writeEverything()
    const file = await exportJournal(two.first.phone)
    const entries = file.entries.map(({ pause: _pause, draft: _draft, ...rest }) => rest)
    const { format, exportedAt } = file
    const old: JournalFile = { format, version: 1, exportedAt, entries }
    expect(await importJournal(empty.phone, JSON.stringify(old))).toEqual({
      ok: true,
      added: 3,
      already: 0,
      more: 0,
    })
  })
})
