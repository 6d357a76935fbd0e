import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedBy, type Revision } from '../../../src/journal/changed.ts'
import type { Words } from '../../../src/journal/entry.ts'
import { changedIn, mergeApart } from '../../../src/journal/merge-apart.ts'
import { entryAt } from '../../people.ts'

/** Two devices that have lost sight of what both began with. */

interface Written extends Revision {
  readonly rev: number
}

const entry = (words: Words) => entryAt(0, 'pursue', { words })
const begin = (words: Words): Written => ({ entry: entry(words), raw: {}, rev: 1 })
function write(before: Written, words: Words): Written {
  const rev = before.rev + 1
  const next = entry(words)
  return { entry: next, raw: { ...next, ...changedBy(next, before, rev) }, rev }
}

describe('since when a text is as it is', () => {
  it('is not said of what was never written over', () => {
    const first = begin({ note: 'a' })
    expect(changedBy(entry({ note: 'a' }), first, 2).changed).toBeUndefined()
    expect(write(first, { note: 'a', story: 's' }).raw).toMatchObject({ changed: { story: 2 } })
  })

  it('stays with the text it came with, whichever device it is taken from', () => {
    const first = begin({ note: 'a', needed: 'n' })
    const here = write(write(first, { note: 'b', needed: 'n' }), { note: 'c', needed: 'n' })
    const there = write(first, { note: 'a', needed: 'm' })
    expect(changedIn(entry({ note: 'c', needed: 'm' }), here, there).changed).toEqual({
      note: 3,
      needed: 2,
    })
  })

  it('is not believed where it says nothing', () => {
    const odd = { ...begin({ note: 'a' }), raw: { changed: { note: 'yesterday' } } }
    const { entry: merged } = mergeApart(odd, write(begin({ note: 'a' }), { note: 'b' }))
    expect(merged.words).toEqual({ note: 'b' })
  })
})

describe('two revisions of which nobody knows what both began with', () => {
  it.each<[string, (first: Written) => [Written, Written], Words, number]>([
    [
      'I replaced it, the other one had written more',
      (first) => [
        write(first, { note: 'new' }),
        write(first, { note: 'old', story: 's', needed: 'n' }),
      ],
      { note: 'new', story: 's', needed: 'n' },
      1,
    ],
    [
      'the other one replaced it, I had written more',
      (first) => [
        write(write(first, { note: 'old', story: 's' }), { note: 'old', story: 't' }),
        write(first, { note: 'new' }),
      ],
      { note: 'new', story: 't' },
      1,
    ],
    [
      'the other one took it away',
      (first) => [write(first, { note: 'old', story: 's' }), write(first, {})],
      { story: 's' },
      1,
    ],
    [
      'I took it away',
      (first) => [write(first, {}), write(first, { note: 'old', story: 's' })],
      { story: 's' },
      1,
    ],
    [
      'each replaced it',
      (first) => [write(first, { note: 'mine' }), write(first, { note: 'theirs' })],
      { note: 'mine' },
      1,
    ],
    ['neither wrote', (first) => [first, first], { note: 'old' }, 0],
  ])('%s', (_, part, words, lost) => {
    const merged = mergeApart(...part(begin({ note: 'old' })))
    expect(merged.entry.words).toEqual(words)
    expect(merged.lost).toHaveLength(lost)
  })

  it('never show what either has replaced, and keep every text that is not shown', () => {
    const field = fc.constantFrom('note', 'story', 'needed')
    const fields = fc.array(field, { maxLength: 6 })
    fc.assert(
      fc.property(fields, fields, fields, (together, mine, theirs) => {
        let texts = 0
        const replaced = new Set<string>()
        const writeAll = (from: Written, all: readonly ('note' | 'story' | 'needed')[]): Written =>
          all.reduce((before, each) => {
            const { words } = before.entry
            if (words[each] !== undefined) replaced.add(words[each])
            texts += 1
            return write(before, { ...words, [each]: `text ${texts}` })
          }, from)
        const both = writeAll(begin({ note: 'first' }), together)
        const [here, there] = [writeAll(both, mine), writeAll(both, theirs)]
        const merged = mergeApart(here, there)
        const shown = Object.values(merged.entry.words)
        expect(shown.filter((each) => replaced.has(each as string))).toEqual([])
        const kept = [merged.entry, ...merged.lost].flatMap(({ words }) => Object.values(words))
        for (const { words } of [here.entry, there.entry]) {
          expect(kept).toEqual(expect.arrayContaining(Object.values(words)))
        }
      }),
    )
  })
})
