import { NEAR_MS } from './bounds.ts'
import type { Decoder } from './decode.ts'
import { LOGIT_BY_CROWD, LOGIT_BY_SCORE, LOGIT_IF_CYCLE, LOGIT_IF_NEAR } from './fitted-chances.ts'
import type { Model } from './model.ts'
import { PERCENT_BY_LOGIT } from './percents.ts'
import { type ScoredLoop, scoreLoop } from './score.ts'
import type { Stretch } from './stretch.ts'
import type { Timeline } from './timeline.ts'

/** A found loop, and in how many cases of a hundred such a find was real. */
export interface Loop extends ScoredLoop {
  readonly percent: number
}

const NO_LOOPS: readonly Loop[] = []

/** Decodes one stretch, and scores and judges what it finds. */
export function findLoops(
  line: Timeline,
  decoder: Decoder,
  model: Model,
  { from, to, canHoldLoop }: Stretch,
): readonly Loop[] {
  if (!canHoldLoop) return NO_LOOPS
  const chains = decoder.decode(model, from, to)
  if (chains.length === 0) return NO_LOOPS
  const scored = chains.map((chain) => scoreLoop(line, model, from, chain))
  return scored.map((loop, n) => {
    const near = isNear(line, from, scored[n - 1], loop) + isNear(line, from, loop, scored[n + 1])
    return {
      chain: loop.chain,
      reaching: loop.reaching,
      firstCore: loop.firstCore,
      lastCore: loop.lastCore,
      isCycle: loop.isCycle,
      score: loop.score,
      percent: percentOf(loop, near, model),
    }
  })
}

/** One if both are there and this close: they may be one that was cut, or share entries. */
function isNear(
  line: Timeline,
  from: number,
  before: ScoredLoop | undefined,
  after: ScoredLoop | undefined,
): 0 | 1 {
  if (before === undefined || after === undefined) return 0
  const end = line.at[from + (before.chain.at(-1) as number)] as number
  return (line.at[from + (after.chain[0] as number)] as number) - end < NEAR_MS ? 1 : 0
}

/** The calibrated probability: what was fitted adds up to a logit, and a table turns it round. */
function percentOf({ score, isCycle }: ScoredLoop, near: number, model: Model): number {
  const logit =
    valueAt(LOGIT_BY_SCORE, Math.floor(score / 25)) +
    valueAt(LOGIT_BY_CROWD, Math.floor((model.crowd + 400) / 25)) +
    model.often +
    near * LOGIT_IF_NEAR +
    (isCycle ? LOGIT_IF_CYCLE : 0)
  return valueAt(PERCENT_BY_LOGIT, Math.floor((logit + 600) / 20))
}

function valueAt(table: readonly number[], index: number): number {
  return table[Math.max(0, Math.min(index, table.length - 1))] as number
}
