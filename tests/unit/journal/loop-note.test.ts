import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wholeOf } from '../../../src/journal/loop-note.ts'

const loop = (id: string, entries: string) => ({ id, entries: Array.from(entries) })
const idOf = (note: string, ...loops: ReturnType<typeof loop>[]) =>
  wholeOf(Array.from(note), loops)?.id ?? null

describe('what was said about a loop', () => {
  it.each([
    ['stays while nothing changes', 'abcd', [loop('x', 'abcd')], 'x'],
    ['stays when the loop grows far beyond it', 'ab', [loop('x', 'abcdefghij')], 'x'],
    ['stays when half of its moments are left', 'abcd', [loop('x', 'abef')], 'x'],
    ['goes when less than half are left', 'abcd', [loop('x', 'aefg')], null],
    ['follows the larger part', 'abcde', [loop('x', 'ab'), loop('y', 'cde')], 'y'],
    ['follows the smaller loop of equal parts', 'abcd', [loop('x', 'abe'), loop('y', 'cd')], 'y'],
    ['follows the first id where all is equal', 'abcd', [loop('y', 'cd'), loop('x', 'ab')], 'x'],
    ['belongs to none where there is none', 'ab', [], null],
    ['counts a moment once, however often it is named', 'aab', [loop('x', 'bcd')], 'x'],
  ])('%s', (_, note, loops, expected) => {
    expect(idOf(note, ...loops)).toBe(expected)
  })
})

/** Loops that share no moment, as the detector finds them, and a note about some moments. */
const world = fc
  .record({
    owners: fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 14 }),
    note: fc.uniqueArray(fc.nat({ max: 13 }), { minLength: 1, maxLength: 8 }),
  })
  .map(({ owners, note }) => {
    const loops = [...new Set(owners)].map((owner) => ({
      id: `l${owner}`,
      entries: owners.flatMap((each, n) => (each === owner ? [`m${n}`] : [])),
    }))
    return { loops, note: note.map((n) => `m${n}`) }
  })

describe('whatever is found', () => {
  it('the loop holds at least half of the note, and no other holds more', () => {
    fc.assert(
      fc.property(world, ({ loops, note }) => {
        const shared = (entries: readonly string[]) =>
          entries.filter((each) => note.includes(each)).length
        const most = Math.max(...loops.map(({ entries }) => shared(entries)))
        const found = wholeOf(note, loops)
        if (found) {
          expect(shared(found.entries)).toBe(most)
          expect(shared(found.entries) * 2).toBeGreaterThanOrEqual(note.length)
        } else expect(most * 2).toBeLessThan(note.length)
      }),
    )
  })

  it('the order of loops and of moments does not matter, nor any loop that shares none', () => {
    fc.assert(
      fc.property(world, ({ loops, note }) => {
        const found = wholeOf(note, loops)?.id
        expect(wholeOf(note.toReversed(), loops.toReversed())?.id).toBe(found)
        const stranger = { id: 'a stranger', entries: ['elsewhere', 'far away'] }
        expect(wholeOf(note, [stranger, ...loops])?.id).toBe(found)
      }),
    )
  })

  it('a note about a whole loop stays with it when late moments join any loop', () => {
    fc.assert(
      fc.property(world, fc.nat({ max: 4 }), ({ loops }, joined) => {
        for (const { id, entries } of loops) {
          const later = loops.map((each, n) =>
            n === joined % loops.length ? { ...each, entries: [...each.entries, 'late'] } : each,
          )
          expect(wholeOf(entries, later)?.id).toBe(id)
        }
      }),
    )
  })
})
