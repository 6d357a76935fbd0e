import type { Decoder } from './decode.ts'
import type { Model } from './model.ts'
import { percentOf, signsOf } from './probability.ts'
import { type ScoredLoop, scoreLoop } from './score.ts'
import type { Timeline } from './timeline.ts'

/** A found loop, and in how many cases of a hundred such a find was real. */
export interface Loop extends ScoredLoop {
  readonly percent: number
}

const NO_LOOPS: readonly Loop[] = []

/** Decodes a range of entries, and scores and judges what it finds. */
export function findLoops(
  line: Timeline,
  decoder: Decoder,
  model: Model,
  from: number,
  to: number,
): readonly Loop[] {
  const chains = decoder.decode(model, from, to)
  if (chains.length === 0) return NO_LOOPS
  const scored = chains.map((chain) => scoreLoop(line, model, from, chain))
  return scored.map((loop, n) => ({
    chain: loop.chain,
    reaching: loop.reaching,
    firstCore: loop.firstCore,
    lastCore: loop.lastCore,
    isCycle: loop.isCycle,
    coreMoves: loop.coreMoves,
    weakest: loop.weakest,
    score: loop.score,
    percent: percentOf(signsOf(line, model, from, scored, n)),
  }))
}
