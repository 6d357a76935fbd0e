import type { Chain } from './decode.ts'
import { costOf, type Model, QUARTER_MS, ROLE, stepIndex } from './model.ts'
import { ANY_TIME, PURSUE, REPAIR, type Timeline, WITHDRAW } from './timeline.ts'

/** One loop as the decode found it, with what its score is made of. */
export interface Loop {
  /** Positions within the range that was decoded. */
  readonly chain: Chain
  /** Position of the author who reaches. */
  readonly reaching: number
  /** Position of the first and the last core entry within it. */
  readonly firstCore: number
  readonly lastCore: number
  readonly isCycle: boolean
  readonly coreMoves: number
  /** The least that one core step adds to the score, in hundredths of a nat. */
  readonly weakest: number
  /** Hundredths of a nat. */
  readonly score: number
  /** In how many cases of a hundred such a find was real; 0 until it is judged. */
  percent: number
}

/** Adds up for one chain what the decode added up. Positions count from `from`. */
export function scoreLoop(line: Timeline, model: Model, from: number, chain: Chain): Loop {
  let score = 0
  let firstCore = -1
  let lastCore = -1
  let reaching = 0
  let coreMoves = 0
  let alternations = 0
  let weakest = Number.MAX_SAFE_INTEGER
  for (let n = 0; n < chain.length; n++) {
    const i = from + (chain[n] as number)
    const kind = line.kind[i] as number
    const author = line.author[i] as number
    const added =
      costOf(model, author, kind, line.bucket[i] as number) +
      (n === 0
        ? (model.start[kind] as number) + model.boldness
        : stepInto(line, model, from + (chain[n - 1] as number), i))
    score += added
    if (kind !== PURSUE && kind !== WITHDRAW) continue
    if (lastCore === -1) {
      firstCore = i
      reaching = kind === PURSUE ? author : 1 - author
      score += model.traits[ROLE + reaching] as number
    } else {
      weakest = Math.min(weakest, added)
      if (alternations > 0) score += model.stamina
      if (line.kind[lastCore] !== kind) alternations++
    }
    lastCore = i
    coreMoves++
  }
  const last = from + (chain.at(-1) as number)
  if (line.kind[last] !== REPAIR) score += model.end[line.kind[last] as number] as number
  return {
    chain,
    reaching,
    firstCore: firstCore - from,
    lastCore: lastCore - from,
    isCycle: coreMoves >= 3 && alternations >= 2,
    coreMoves,
    weakest,
    score,
    percent: 0,
  }
}

function stepInto(line: Timeline, model: Model, before: number, i: number): number {
  const dateOnly = line.bucket[i] === ANY_TIME || line.bucket[before] === ANY_TIME ? 1 : 0
  const quarter = Math.floor(((line.at[i] as number) - (line.at[before] as number)) / QUARTER_MS)
  const from = stepIndex(line.kind[before] as number, line.kind[i] as number, dateOnly)
  return model.step[from + quarter] as number
}
