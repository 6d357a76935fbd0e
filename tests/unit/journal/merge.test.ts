import { describe, expect, it } from 'vitest'
import type { Words } from '../../../src/journal/entry.ts'
import { mergeEntries } from '../../../src/journal/merge.ts'
import { entryAt } from '../../people.ts'

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

  it('merges the move field by field', () => {
    const base = entryAt(0, 'pursue')
    const mine = { ...base, move: { ...base.move, intensity: 4 as const } }
    const theirs = { ...base, move: { ...base.move, kind: 'withdraw' as const } }
    const merged = mergeEntries(base, mine, theirs)
    expect(merged.entry.move).toMatchObject({ kind: 'withdraw', intensity: 4 })
    expect(merged.lost).toBeNull()
  })
})
