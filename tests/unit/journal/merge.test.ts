import { describe, expect, it } from 'vitest'
import type { Sharing, Words } from '../../../src/journal/entry.ts'
import { mergeEntries } from '../../../src/journal/merge.ts'
import { entryAt, idOf } from '../../people.ts'

const entry = (words: Words) => entryAt(0, 'pursue', { words })

describe('two edits of one entry, made apart', () => {
  it.each<[string, Words, Words, Words, Words, boolean]>([
    [
      'each changed another field',
      { note: 'a' },
      { note: 'b' },
      { note: 'a', story: 's' },
      { note: 'b', story: 's' },
      false,
    ],
    [
      'both changed the same field',
      { note: 'a' },
      { note: 'b' },
      { note: 'c' },
      { note: 'b' },
      true,
    ],
    ['both wrote the same', { note: 'a' }, { note: 'b' }, { note: 'b' }, { note: 'b' }, false],
    [
      'only the other one changed',
      { note: 'a' },
      { note: 'a' },
      { note: 'c' },
      { note: 'c' },
      false,
    ],
    ['I cleared what the other changed', { note: 'a' }, {}, { note: 'c' }, {}, true],
    ['the other cleared what I changed', { note: 'a' }, { note: 'b' }, {}, { note: 'b' }, false],
    ['the other cleared, I did not touch it', { note: 'a' }, { note: 'a' }, {}, {}, false],
  ])('%s', (_, base, mine, theirs, words, isLost) => {
    const merged = mergeEntries(entry(base), entry(mine), entry(theirs))
    expect(merged.entry.words).toEqual(words)
    expect(merged.lost).toEqual(isLost ? entry(theirs) : null)
  })

  it('without a common beginning mine wins and theirs is kept', () => {
    const merged = mergeEntries(null, entry({ note: 'b' }), entry({ note: 'c', story: 's' }))
    expect(merged.entry.words).toEqual({ note: 'b', story: 's' })
    expect(merged.lost).toEqual(entry({ note: 'c', story: 's' }))
  })

  const mine = (number: number, loops = true): Sharing => ({ with: 'me', number, loops })
  const given = (number: number, hour = 9): Sharing => ({
    with: 'us',
    number,
    opens: 'morning',
    opensAt: `2026-03-03T${String(hour).padStart(2, '0')}:00:00.000Z`,
    words: [],
    couple: idOf('couple'),
  })
  it.each<[string, Sharing | null, Sharing, Sharing, Sharing]>([
    ['I put it off, the other one kept it back', given(1), given(1, 10), mine(1), mine(1)],
    ['I kept it back, the other one put it off', given(1), mine(1), given(1, 10), mine(1)],
    ['one kept it back, the other one gave it anew', given(1), mine(1), given(2), mine(2)],
    ['both put it off', given(1), given(1, 10), given(1, 11), given(1, 10)],
    ['one put it off, the other one gave it anew', given(1), given(1, 10), given(2), given(2)],
    ['I gave it, the other one only looked closer', mine(0), given(1), mine(0, false), given(1)],
    ['the other one gave it, I only looked closer', mine(0), mine(0, false), given(1), given(1)],
    ['only the other one changed it', given(1), given(1), mine(1), mine(1)],
    ['nobody knows what was before, and one had given it', null, given(1), mine(0), given(1)],
    ['nobody knows what was before, and one took it back', null, given(1), mine(1), mine(1)],
  ])('who may see it: %s', (_, base, here, there, becomes) => {
    const sharedAs = (sharing: Sharing) => entryAt(0, 'pursue', { sharing })
    const merged = mergeEntries(base && sharedAs(base), sharedAs(here), sharedAs(there))
    expect(merged.entry.sharing).toEqual(becomes)
    expect(merged.lost).toBeNull()
  })

  it('merges the move field by field', () => {
    const base = entryAt(0, 'pursue')
    const mine = { ...base, move: { ...base.move, intensity: 4 as const } }
    const theirs = { ...base, move: { ...base.move, kind: 'withdraw' as const } }
    const merged = mergeEntries(base, mine, theirs)
    expect(merged.entry.move).toMatchObject({ kind: 'withdraw', intensity: 4 })
    expect(merged.lost).toBeNull()
  })
})
