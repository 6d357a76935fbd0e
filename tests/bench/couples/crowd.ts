import type { AuthoredMove } from '../../../src/journal/move.ts'
import { Reading } from '../../../src/patterns/reading.ts'
import { orderMoves } from '../../../src/patterns/timeline.ts'

/** The crowd in the model that the detector ends up with for a couple. */
export function crowdOf(moves: readonly AuthoredMove[]): number {
  const reading = new Reading(orderMoves(moves))
  reading.loops(undefined)
  return reading.model?.crowd ?? 0
}
