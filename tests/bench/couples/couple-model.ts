import type { AuthoredMove } from '../../../src/journal/move.ts'
import type { Model } from '../../../src/patterns/model.ts'
import { Reading } from '../../../src/patterns/reading.ts'
import { orderMoves } from '../../../src/patterns/timeline.ts'

/** The model that the detector ends up with for a couple. */
export function modelOf(moves: readonly AuthoredMove[]): Model {
  const reading = new Reading(orderMoves(moves))
  reading.loops(undefined)
  if (reading.model === undefined) throw new Error('a reading has a model')
  return reading.model
}
