import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MAX_NOTE } from '../../../src/journal/entry.ts'
import { addEntry } from '../../../src/device/moments/add-entry.ts'
import { deleteEntry } from '../../../src/device/moments/delete-entry.ts'
import {
  holdDraft,
  keepDraft,
  type KeptDraft,
  readDraft,
} from '../../../src/device/moments/draft.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import { keepLeftDrafts } from '../../../src/device/moments/left-drafts.ts'
import { readMoment, readMoments, readPast, readPlaces } from '../../../src/device/moments/read.ts'
import { chooseSharing, openDue } from '../../../src/device/moments/share.ts'
import type { Phone } from '../../../src/device/phone.ts'
import { openPair, openTwo, type TestPhone, type Two } from './phones.ts'

/** What was half written when the app was killed. Every story begins with a moment and a draft of it. */

let two: Two
beforeEach(async () => {
  two = await openTwo()
})
afterEach(async () => {
  await two.close()
})

async function begin(test: TestPhone, note?: string): Promise<string> {
  const kept = await addEntry(test.phone, { kind: 'withdraw' })
  if (!kept.ok) throw new Error(kept.reason)
  if (note !== undefined) await editEntry(test.phone, kept.id, { words: { note } })
  return kept.id
}

/** Leaves half written what `change` makes of the moment, and kills the app. */
async function leave(
  test: TestPhone,
  id: string,
  change: (from: Pick<KeptDraft, 'move' | 'words'>) => Partial<KeptDraft>,
): Promise<void> {
  const moment = await readMoment(test.phone, id)
  if (!moment) throw new Error('no moment')
  const from = { move: moment.move, words: moment.words }
  await keepDraft(test.phone, id, { ...from, ...change(from), from })
  await test.restart()
}

const wordsOf = async ({ phone }: TestPhone, id: string) => (await readMoment(phone, id))?.words

/** What the other one sees, newest last. */
async function seenBy({ phone }: TestPhone) {
  const places = await readPlaces(phone)
  const moments = await readMoments(
    phone,
    places.map(({ key }) => key),
  )
  return moments.flatMap((each) =>
    'move' in each && !each.mine ? [{ ...each.words, strength: each.move.intensity ?? null }] : [],
  )
}

describe('what a killed app had left half written', () => {
  it('is part of its moment at the next start, and the draft is gone', async () => {
    const id = await begin(two.first)
    await leave(two.first, id, ({ move }) => ({
      move: { ...move, intensity: 4 },
      words: { note: 'I could not answer' },
    }))
    expect(await wordsOf(two.first, id)).toEqual({})
    await keepLeftDrafts(two.first.phone)
    const { phone } = two.first
    expect(await readMoment(phone, id)).toMatchObject({
      move: { intensity: 4 },
      words: { note: 'I could not answer' },
    })
    expect(await readDraft(phone, id)).toBeNull()
  })

  it('joins what was written meanwhile, and a text that loses stays beside it', async () => {
    const id = await begin(two.first, 'before')
    await leave(two.first, id, ({ words }) => ({
      words: { ...words, note: 'the draft', needed: 'a hand' },
    }))
    const draft = await two.first.phone.db.state.get(`draft/${id}`)
    await editEntry(two.first.phone, id, { words: { note: 'the other tab', story: 'kept' } })
    await two.first.phone.db.state.put(draft!)
    await keepLeftDrafts(two.first.phone)
    expect(await wordsOf(two.first, id)).toEqual({
      note: 'the draft',
      needed: 'a hand',
      story: 'kept',
    })
    const past = await readPast(two.first.phone, id)
    expect(past.map(({ words }) => words.note)).toEqual(['the other tab'])
  })

  it('is left alone while somebody is writing it, in this tab or another', async () => {
    const id = await begin(two.first)
    await leave(two.first, id, () => ({ words: { note: 'still writing' } }))
    const withLocks = lockable(two.first.phone, id)
    const release = holdDraft(withLocks, id)
    await keepLeftDrafts(withLocks)
    expect(await wordsOf(two.first, id)).toEqual({})
    expect(await readDraft(two.first.phone, id)).not.toBeNull()
    release()
    await navigator.locks.request(
      `${withLocks.runtime.database}-draft/${id}`,
      async () => undefined,
    )
    await keepLeftDrafts(withLocks)
    expect(await wordsOf(two.first, id)).toEqual({ note: 'still writing' })
  })

  it('stays for the screen where it is longer than a moment can hold, and the others are kept', async () => {
    const long = await begin(two.first)
    const short = await begin(two.second)
    await leave(two.first, long, () => ({ words: { note: 'x'.repeat(MAX_NOTE + 1) } }))
    await leave(two.second, short, () => ({ words: { note: 'short' } }))
    for (const { phone } of [two.first, two.second]) await keepLeftDrafts(phone)
    expect(await wordsOf(two.first, long)).toEqual({})
    expect((await readDraft(two.first.phone, long))?.words.note).toHaveLength(MAX_NOTE + 1)
    expect(await wordsOf(two.second, short)).toEqual({ note: 'short' })
  })

  it('does not bring a deleted moment back', async () => {
    const id = await begin(two.first)
    await leave(two.first, id, () => ({ words: { note: 'too late' } }))
    await deleteEntry(two.first.phone, id)
    await keepLeftDrafts(two.first.phone)
    expect(await readMoment(two.first.phone, id)).toBeNull()
  })
})

describe('nothing reaches the other by a draft that was left', () => {
  beforeEach(async () => {
    two = await openPair(two)
  })

  it('an open card stays as it is: words are only its author’s, a changed strength waits for them', async () => {
    const id = await begin(two.first, 'given')
    await chooseSharing(two.first.phone, id, { with: 'us', opens: 'now', words: ['note'] })
    await two.settle()
    await leave(two.first, id, ({ move }) => ({
      move: { ...move, intensity: 5 },
      words: { note: 'given, and more', story: 'mine' },
    }))
    for (let start = 0; start < 2; start += 1) {
      await keepLeftDrafts(two.first.phone)
      await two.settle()
      expect(await seenBy(two.second)).toEqual([{ note: 'given', strength: null }])
    }
    expect(await wordsOf(two.first, id)).toEqual({ note: 'given, and more', story: 'mine' })
    expect(await readDraft(two.first.phone, id)).toMatchObject({
      move: { intensity: 5 },
      from: { words: { note: 'given, and more' } },
    })
    // Looked at again and kept, it is what both see.
    const draft = await readDraft(two.first.phone, id)
    const { move, words, from } = draft!
    await editEntry(two.first.phone, id, { move, words, from: from! })
    await two.settle()
    expect(await seenBy(two.second)).toEqual([{ note: 'given', strength: 5 }])
  })

  it('of a moment that waits to open, the words that go along open as they were when they were chosen', async () => {
    const id = await begin(two.first, 'as previewed')
    await chooseSharing(two.first.phone, id, { with: 'us', opens: 'morning', words: ['note'] })
    await leave(two.first, id, () => ({ words: { note: 'never previewed', story: 'mine' } }))
    await keepLeftDrafts(two.first.phone)
    expect(await wordsOf(two.first, id)).toEqual({ note: 'as previewed', story: 'mine' })
    const revision = async () =>
      (await two.first.phone.db.records.get(`${two.first.phone.me}/${id}`))?.envelope.rev
    const before = await revision()
    await keepLeftDrafts(two.first.phone)
    expect(await revision()).toBe(before)
    const opens = await two.first.phone.db.records.get(`${two.first.phone.me}/${id}`)
    two.world.advance((opens?.opensAt ?? 0) + 60_000 - two.world.clock())
    await openDue(two.first.phone)
    await two.settle()
    expect(await seenBy(two.second)).toEqual([{ note: 'as previewed', strength: null }])
    expect((await readDraft(two.first.phone, id))?.words.note).toBe('never previewed')
  })
})

/** The same phone with the locks of this process, under a name of its own. */
function lockable(phone: Phone, id: string): Phone {
  const { me, vault, identity } = phone
  const runtime = { ...phone.runtime, database: `locks-${id}`, locks: navigator.locks }
  return { ...phone, me, vault, identity, runtime }
}
