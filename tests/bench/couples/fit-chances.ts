import { writeFileSync } from 'node:fs'
import { signsOf } from '../../../src/patterns/probability.ts'
import { Reading } from '../../../src/patterns/reading.ts'
import { orderMoves } from '../../../src/patterns/timeline.ts'
import { drawCouple } from './generate.ts'
import { counts, jaccard } from './measure.ts'
import { FORGETS, LOOPLESS, type World, world } from './world.ts'

/*
 * Writes src/patterns/fitted-chances.ts: `node tests/bench/couples/fit-chances.ts`. A logistic
 * regression of "what was found is real" on the signs of `probability.ts`, over couples of their own
 * seeds, with and without loops. A find is real when its entries overlap a planted loop by half or
 * more. Run it after fit-tables, and twice: the probabilities weigh the first decode.
 */

const SEED = 40_000
const COUPLES = 50

const MIXTURE: readonly World[] = [4, 5, 7, 10, 14, 20].flatMap((entries) => [
  ...FORGETS.flatMap((forget) => [
    world({ entries, forget }),
    world({ entries, forget }),
    world({ entries, forget, alwaysAnswered: false }),
    world({ entries, forget, alwaysAnswered: false, coreShare: 0.45 }),
    world({ entries, forget, tail: 'heavy', pace: 1.3 }),
  ]),
  ...Object.values(LOOPLESS).map((drawn) => ({ ...drawn, entries })),
])
/** Most couples have loops: those without any weigh this much. */
const WEIGHT_OF_LOOPLESS = 0.15

interface Case {
  readonly signs: readonly number[]
  readonly isReal: boolean
  readonly weight: number
}

const cases: Case[] = []
for (const [w, drawn] of MIXTURE.entries()) {
  for (let n = 0; n < COUPLES; n++) cases.push(...casesOf(drawn, SEED + w * 1000 + n))
}
const weights = fitLogistic(cases)

function casesOf(drawn: World, seed: number): Case[] {
  const couple = drawCouple(drawn, seed)
  const line = orderMoves(couple.moves)
  const reading = new Reading(line)
  reading.loops(undefined)
  return reading.chapters.flatMap(({ from, loops = [], second: model }) =>
    loops.flatMap(({ chain }, n) => {
      if (model === undefined) throw new Error('a chapter that was read has a model')
      const entries = chain.map((i) => line.ids[from + i] as string)
      const hit = couple.loops.find((loop) => jaccard(loop, { entries }) >= 0.5)
      if (hit !== undefined && !counts(hit)) return []
      return {
        signs: signsOf(line, model, from, loops, n).map((sign) => sign / 100),
        isReal: hit !== undefined,
        weight: drawn.loops > 0 ? 1 : WEIGHT_OF_LOOPLESS,
      }
    }),
  )
}

/** Newton's method, with a touch of ridge. */
function fitLogistic(list: readonly Case[]): number[] {
  const size = list[0]?.signs.length ?? 0
  const weights = new Array<number>(size).fill(0)
  for (let round = 0; round < 30; round++) {
    const slope = weights.map((weight) => -0.3 * weight)
    const bend = weights.map((_, a) => weights.map((_w, b) => (a === b ? 0.3 : 0)))
    for (const { signs, isReal, weight } of list) {
      const logit = signs.reduce((sum, x, k) => sum + x * (weights[k] as number), 0)
      const p = 1 / (1 + Math.exp(-logit))
      for (const [a, x] of signs.entries()) {
        slope[a] = (slope[a] as number) + weight * x * ((isReal ? 1 : 0) - p)
        const row = bend[a] as number[]
        for (const [b, y] of signs.entries()) {
          row[b] = (row[b] as number) + weight * x * y * p * (1 - p)
        }
      }
    }
    for (const [k, step] of solve(bend, slope).entries()) {
      weights[k] = (weights[k] as number) + step
    }
  }
  return weights
}

/** Gauss and Jordan, for the few unknowns here. */
function solve(matrix: readonly number[][], right: readonly number[]): number[] {
  const rows = matrix.map((row, n) => [...row, right[n] as number])
  for (const [n, pivot] of rows.entries()) {
    const scale = pivot[n] as number
    for (let c = 0; c < pivot.length; c++) pivot[c] = (pivot[c] as number) / scale
    for (const [m, row] of rows.entries()) {
      const factor = row[n] as number
      if (m === n) continue
      for (let c = 0; c < row.length; c++) {
        row[c] = (row[c] as number) - factor * (pivot[c] as number)
      }
    }
  }
  return rows.map((row) => row.at(-1) as number)
}

writeFileSync(
  new URL('../../../src/patterns/fitted-chances.ts', import.meta.url),
  `/*
 * Written by tests/bench/couples/fit-chances.ts (seed ${SEED}, ${cases.length} finds).
 */

/** How much each sign of \`probability.ts\` adds to the logit of a find being real, in thousandths. */
export const SIGN_WEIGHTS: readonly number[] = [${weights.map((w) => Math.round(1000 * w)).join(', ')}]
`,
)
