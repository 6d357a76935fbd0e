import type { Decoder } from './decode.ts'
import type { Model } from './model.ts'
import { percentOf, signsOf } from './probability.ts'
import { type ScoredLoop, scoreLoop } from './score.ts'
import type { Timeline } from './timeline.ts'

/** A found loop, and in how many cases of a hundred such a find was real. */
export interface Loop extends ScoredLoop {
  readonly percent: number
}

/** Decodes a range of entries, and scores and judges what it finds. */
export function findLoops(
  line: Timeline,
  decoder: Decoder,
  model: Model,
  from: number,
  to: number,
): readonly Loop[] {
  const chains = decoder.decode(line, model, from, to)
  const loops = chains.map((chain) => ({ ...scoreLoop(line, model, from, chain), percent: 0 }))
  for (const [n, loop] of loops.entries())
    loop.percent = percentOf(signsOf(line, model, from, loops, n))
  return loops
}
