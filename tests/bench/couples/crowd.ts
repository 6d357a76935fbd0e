import type { AuthoredMove } from '../../../src/journal/move.ts'
import { tally } from '../../../src/patterns/background.ts'
import { splitComponents } from '../../../src/patterns/components.ts'
import { Decoder } from '../../../src/patterns/decode.ts'
import { coupleModel } from '../../../src/patterns/detect.ts'
import { findOneSided } from '../../../src/patterns/one-sided.ts'
import { orderMoves } from '../../../src/patterns/timeline.ts'

/** The crowd in the model that the detector ends up with for a couple. */
export function crowdOf(moves: readonly AuthoredMove[]): number {
  const line = orderMoves(moves)
  const counted = tally(line, findOneSided(line).isOneSided)
  return coupleModel(line, counted, splitComponents(line), new Decoder(line, 2)).crowd
}
