import { describe, expect, it } from 'vitest'
import { modelFrom } from '../../../src/patterns/background.ts'
import { tallyOf } from '../../../src/patterns/tally.ts'
import { Decoder } from '../../../src/patterns/decode.ts'
import { NEVER, type Model, QUARTER_MS, stepIndex } from '../../../src/patterns/model.ts'
import { scoreLoop } from '../../../src/patterns/score.ts'
import { orderMoves, REPAIR, type Timeline, TRIGGER } from '../../../src/patterns/timeline.ts'
import { seededRandom } from '../../../src/patterns/seeded-random.ts'
import { hoursLater } from './story.ts'

/** Every loop the grammar allows, straight from its words. */
function isLoop(line: Timeline, chain: readonly number[]): boolean {
  const core = chain.filter((i) => line.kind[i] !== TRIGGER && line.kind[i] !== REPAIR)
  const word = chain.map((i) => 'TPWR'[line.kind[i] as number]).join('')
  if (!/^T?[PW]+R?$/.test(word) || !word.includes('P') || !word.includes('W')) return false
  const reaching = core.map((i) => (line.kind[i] === 1) === (line.author[i] === 0))
  if (reaching.some((first) => first !== reaching[0])) return false
  return chain.slice(1).every((i, n) => {
    const before = chain[n] as number
    const bound = line.kind[before] === TRIGGER ? 24 : 48
    const hours = ((line.at[i] as number) - (line.at[before] as number)) / 3_600_000
    const quarter = Math.floor((hours * 3_600_000) / QUARTER_MS)
    return hours <= bound && quarter < 193
  })
}

/** The best total over all sets of disjoint loops, by trying them all. */
function bruteForce(line: Timeline, model: Model): number {
  const worth = new Map<number, number>()
  for (let mask = 1; mask < 1 << line.size; mask++) {
    const chain = [...line.ids.keys()].filter((i) => (mask & (1 << i)) !== 0)
    if (isLoop(line, chain)) worth.set(mask, scoreLoop(line, model, 0, chain).score)
  }
  const best = new Map<number, number>()
  const bestOf = (free: number): number => {
    const known = best.get(free)
    if (known !== undefined) return known
    let most = 0
    for (const [mask, score] of worth) {
      if ((mask & ~free) === 0 && score > 0) most = Math.max(most, score + bestOf(free & ~mask))
    }
    best.set(free, most)
    return most
  }
  return bestOf((1 << line.size) - 1)
}

describe('the decode', () => {
  it('finds the best total there is, in short journals of every shape', () => {
    const random = seededRandom(7)
    const kinds = ['trigger', 'pursue', 'withdraw', 'repair'] as const
    for (let journal = 0; journal < 150; journal++) {
      const moves = Array.from({ length: 7 }, (_, n) => ({
        id: `e${n}`,
        author: random(2) === 0 ? 'a' : 'b',
        kind: kinds[random(4)] ?? 'pursue',
        at: hoursLater(random(100)),
      }))
      const line = orderMoves(moves)
      const model = modelFrom(tallyOf(line, 0, line.size), undefined)
      const total = new Decoder(2, { patience: Number.POSITIVE_INFINITY }).total(
        line,
        model,
        0,
        line.size,
      )
      expect(total).toBe(bruteForce(line, model))
    }
  })

  it('has a step for every pair that the grammar joins, and for no other', () => {
    const line = orderMoves([])
    const { step } = modelFrom(tallyOf(line, 0, 0), undefined)
    for (const [from, to, isJoined] of [
      [0, 1, true],
      [1, 2, true],
      [2, 3, true],
      [0, 3, false],
      [1, 0, false],
    ] as const) {
      expect(step[stepIndex(from, to, 0) + 4] !== NEVER).toBe(isJoined)
    }
  })
})
