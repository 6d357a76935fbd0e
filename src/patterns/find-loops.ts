import type { Decoder } from './decode.ts'
import type { Model } from './model.ts'
import { percentOf, signsOf } from './probability.ts'
import { type Loop, scoreLoop } from './score.ts'
import type { Timeline } from './timeline.ts'

/** Decodes a range of entries, and scores and judges what it finds. */
export function findLoops(
  line: Timeline,
  decoder: Decoder,
  model: Model,
  from: number,
  to: number,
): readonly Loop[] {
  const chains = decoder.decode(line, model, from, to)
  const loops = chains.map((chain) => scoreLoop(line, model, from, chain))
  for (let n = 0; n < loops.length; n++) {
    ;(loops[n] as Loop).percent = percentOf(signsOf(line, model, from, loops, n))
  }
  return loops
}
