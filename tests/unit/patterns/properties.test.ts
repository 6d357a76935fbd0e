import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AuthoredMove, instantOf } from '../../../src/journal/move.ts'
import { detect, detectLoops } from '../../../src/patterns/detect.ts'
import { readWhen } from '../../../src/patterns/when.ts'
import { journal } from './journals.ts'

function swap(text: string): string {
  return text.replaceAll('"ann"', '"#"').replaceAll('"bob"', '"ann"').replaceAll('"#"', '"bob"')
}

describe('properties', () => {
  it('swapping the two partners mirrors the result exactly', () => {
    const mirrored = fc.property(journal, (moves) => {
      const other = JSON.parse(swap(JSON.stringify(moves))) as AuthoredMove[]
      expect(JSON.stringify(detect(other))).toBe(swap(JSON.stringify(detect(moves))))
    })
    fc.assert(mirrored, { seed: 1, numRuns: 300 })
  })

  it('the order of the input makes no difference', () => {
    const shuffled = fc.property(
      journal.chain((moves) =>
        fc.tuple(fc.constant(moves), fc.shuffledSubarray(moves, { minLength: moves.length })),
      ),
      ([moves, other]) => {
        expect(detect(other)).toEqual(detect(moves))
      },
    )
    fc.assert(shuffled, { seed: 2, numRuns: 300 })
  })

  it('each entry is in at most one loop, and every loop keeps to the grammar', () => {
    const grammatical = fc.property(journal, (moves) => {
      const kinds = new Map(moves.map((move) => [move.id, move]))
      const { cycles } = detectLoops(moves)
      const used = cycles.flatMap(({ entries }) => entries)
      expect(new Set(used).size).toBe(used.length)
      for (const cycle of cycles) {
        const word = cycle.entries
          .map((id) => kinds.get(id) as AuthoredMove)
          .map(({ kind, author }) => {
            if (kind === 'trigger' || kind === 'repair') return kind === 'trigger' ? 'T' : 'R'
            const reaches = kind === 'pursue' ? author : author === 'ann' ? 'bob' : 'ann'
            return reaches === cycle.pursuer ? (kind === 'pursue' ? 'P' : 'W') : '?'
          })
          .join('')
        expect(word).toMatch(/^T?(?=.*P)(?=.*W)[PW]+R?$/)
        expect(cycle.arrows).toHaveLength(cycle.entries.length - 1)
        for (const { lagHours, oneIn } of cycle.arrows) {
          expect(lagHours).toBeLessThanOrEqual(48)
          expect(Number.isInteger(oneIn) && oneIn >= 1).toBe(true)
        }
      }
    })
    fc.assert(grammatical, { seed: 3, numRuns: 500 })
  })

  it('reads every time as the journal does', () => {
    const time = fc.tuple(
      fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }),
      fc.integer({ min: -14, max: 14 }),
      fc.constantFrom(16, 19, 23),
    )
    const same = fc.property(time, ([date, zone, length]) => {
      const sign = zone < 0 ? '-' : '+'
      const offset = `${sign}${String(Math.abs(zone)).padStart(2, '0')}:30`
      const iso = date.toISOString()
      for (const at of [`${iso.slice(0, length)}Z`, `${iso.slice(0, length)}${offset}`]) {
        expect(readWhen(at).instant).toBe(instantOf(at))
      }
      expect(readWhen(iso.slice(0, 10)).instant).toBe(instantOf(iso.slice(0, 10)))
    })
    fc.assert(same, { seed: 5, numRuns: 1000 })
  })
})
