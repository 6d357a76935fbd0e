import type { Chain } from './decode.ts'
import { type Model, QUARTER_MS, stepIndex } from './model.ts'
import { PERCENT_BY_SCORE } from './population.ts'
import { ANY_TIME, PURSUE, REPAIR, type Timeline, WITHDRAW } from './timeline.ts'

/** One loop as the decode found it, with what its score says. */
export interface Loop {
  readonly chain: Chain
  /** Position of the author who reaches. */
  readonly reaching: number
  /** Position of the first and the last core entry. */
  readonly firstCore: number
  readonly lastCore: number
  readonly coreMoves: number
  readonly alternations: number
  /** Hundredths of a nat. */
  readonly score: number
  readonly percent: number
}

/** Adds up what the decode added up for this chain, and reads the probability off the table. */
export function scoreLoop(line: Timeline, model: Model, chain: Chain): Loop {
  let score = 0
  let firstCore = -1
  let lastCore = -1
  let reaching = 0
  let coreMoves = 0
  let alternations = 0
  for (const [n, i] of chain.entries()) {
    const kind = line.kind[i] as number
    const author = line.author[i] as number
    score += model.entry[(author * 4 + kind) * 17 + (line.bucket[i] as number)] as number
    score +=
      n === 0 ? (model.start[kind] as number) : stepScore(line, model, chain[n - 1] as number, i)
    if (kind !== PURSUE && kind !== WITHDRAW) continue
    if (lastCore === -1) {
      firstCore = i
      reaching = kind === PURSUE ? author : 1 - author
      score += model.role[reaching] as number
    } else if (line.kind[lastCore] !== kind) alternations++
    lastCore = i
    coreMoves++
  }
  const last = chain.at(-1) as number
  if (line.kind[last] !== REPAIR) score += model.end[line.kind[last] as number] as number
  return {
    chain,
    reaching,
    firstCore,
    lastCore,
    coreMoves,
    alternations,
    score,
    percent: percentOf(score),
  }
}

function stepScore(line: Timeline, model: Model, before: number, i: number): number {
  const dateOnly = line.bucket[i] === ANY_TIME || line.bucket[before] === ANY_TIME ? 1 : 0
  const quarter = Math.floor(((line.at[i] as number) - (line.at[before] as number)) / QUARTER_MS)
  const from = stepIndex(line.kind[before] as number, line.kind[i] as number, dateOnly)
  return model.step[from + quarter] as number
}

function percentOf(score: number): number {
  const at = Math.floor(score / 25)
  return PERCENT_BY_SCORE[Math.max(0, Math.min(at, PERCENT_BY_SCORE.length - 1))] as number
}
