import { writeFileSync } from 'node:fs'
import { detectLoops } from '../../../src/patterns/detect.ts'
import type { Cycle } from '../../../src/patterns/detection.ts'
import { modelOf } from './couple-model.ts'
import { drawCouple } from './generate.ts'
import { counts, jaccard } from './measure.ts'
import { DENSITIES, FORGETS, type World, world } from './world.ts'

/*
 * Writes src/patterns/fitted-chances.ts: `node tests/bench/couples/fit-chances.ts`. A logistic
 * regression of "this find was real" on its score, the couple's crowd, near loops and the grade, over
 * couples of their own seeds. Run it after fit-tables, and twice: the probabilities weigh the first
 * decode.
 */

const SEED = 40_000
const COUPLES = 60

const MIXTURE: readonly World[] = DENSITIES.flatMap((entries) =>
  FORGETS.flatMap((forget) => [
    world({ entries, forget }),
    world({ entries, forget }),
    world({ entries, forget }),
    world({ entries, forget, alwaysAnswered: false }),
    world({ entries, forget, coreShare: 0.5 }),
    world({ entries, forget, tail: 'heavy' }),
  ]),
)

interface Case {
  readonly features: readonly number[]
  /** What is known beforehand, added to the logit as it is. */
  readonly offset: number
  readonly isReal: boolean
}

const cases: Case[] = []
for (const [w, drawn] of MIXTURE.entries()) {
  for (let n = 0; n < COUPLES; n++) cases.push(...casesOf(drawn, SEED + w * 1000 + n))
}
const weights = fitLogistic(cases)

function casesOf(drawn: World, seed: number): Case[] {
  const couple = drawCouple(drawn, seed)
  const { cycles } = detectLoops(couple.moves)
  const { crowd, often } = modelOf(couple.moves)
  return cycles.flatMap((cycle, n) => {
    const overlaps = couple.loops.map((loop) => ({ loop, overlap: jaccard(loop, cycle) }))
    const hit = overlaps.find(({ overlap }) => overlap >= 0.5)
    if (hit !== undefined && !counts(hit.loop)) return []
    const near = [cycles[n - 1], cycles[n + 1]].filter((other) => isNear(cycle, other)).length
    const isCycle = cycle.grade === 'cycle'
    return [
      {
        features: featuresOf(cycle.score, crowd, near, isCycle),
        offset: often / 100,
        isReal: hit !== undefined,
      },
    ]
  })
}

function isNear(cycle: Cycle, other: Cycle | undefined): boolean {
  if (other === undefined) return false
  const [first, second] = cycle.from < other.from ? [cycle, other] : [other, cycle]
  return Date.parse(second.from) - Date.parse(first.to) < 86_400_000
}

function featuresOf(score: number, crowd: number, near: number, isCycle: boolean): number[] {
  return [1, ...scoreFeatures(score), ...crowdFeatures(crowd), near, isCycle ? 1 : 0]
}

function scoreFeatures(score: number): [number, number] {
  const nats = Math.min(Math.max(score, 0), 1200) / 100
  return [nats, Math.sqrt(nats)]
}

function crowdFeatures(crowd: number): [number, number] {
  const nats = Math.max(-200, Math.min(crowd, 150)) / 100
  return [nats, nats * nats]
}

/** Newton's method, with a touch of ridge. */
function fitLogistic(list: readonly Case[]): number[] {
  const size = list[0]?.features.length ?? 0
  const weights = new Array<number>(size).fill(0)
  for (let round = 0; round < 30; round++) {
    const slope = weights.map((weight) => -0.001 * weight)
    const bend = weights.map((_, a) => weights.map((_w, b) => (a === b ? 0.001 : 0)))
    for (const { features, offset, isReal } of list) {
      const logit = features.reduce((sum, x, k) => sum + x * (weights[k] as number), offset)
      const p = 1 / (1 + Math.exp(-logit))
      for (const [a, x] of features.entries()) {
        slope[a] = (slope[a] as number) + x * ((isReal ? 1 : 0) - p)
        const row = bend[a] as number[]
        for (const [b, y] of features.entries()) row[b] = (row[b] as number) + x * y * p * (1 - p)
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

const [base, s1, s2, c1, c2, near, cycle] = weights as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
]
const hundredths = (x: number): number => Math.round(100 * x)
const byScore = Array.from({ length: 49 }, (_, n) => {
  const [nats, root] = scoreFeatures(n * 25 + 12.5)
  return hundredths(base + s1 * nats + s2 * root)
})
const byCrowd = Array.from({ length: 23 }, (_, n) => {
  const [nats, square] = crowdFeatures(n * 25 - 400 + 12.5)
  return hundredths(c1 * nats + c2 * square)
})

writeFileSync(
  new URL('../../../src/patterns/fitted-chances.ts', import.meta.url),
  `/*
 * Written by tests/bench/couples/fit-chances.ts (seed ${SEED}, ${cases.length} finds). A find was
 * real with a logit of the sum of these, in hundredths.
 */

/** By score, in steps of 25 from zero. */
export const LOGIT_BY_SCORE: readonly number[] = [${byScore.join(', ')}]

/** By the crowd of the model, in steps of 25 from -400. */
export const LOGIT_BY_CROWD: readonly number[] = [${byCrowd.join(', ')}]

/** For each neighbouring loop less than a day away. */
export const LOGIT_IF_NEAR = ${hundredths(near)}

/** For the grade \`cycle\`. */
export const LOGIT_IF_CYCLE = ${hundredths(cycle)}
`,
)
