import type { AuthoredMove } from '../journal/move.ts'
import type { Detection, Loops } from './detection.ts'
import { Reading } from './reading.ts'
import { orderMoves } from './timeline.ts'
import { readWhen } from './when.ts'

export interface DetectOptions {
  /** The instant that decides whether the last loop is still open; without it, the last move's. */
  readonly now?: string
}

/**
 * Finds the push-pull loops of two people, what is mutual, where only one writes, and whether there
 * is a pattern beyond chance. The order of `moves` and which author is which make no difference.
 * Throws on a third author, and nothing else: moves have passed `moveSchema`, ids differ.
 */
export function detect(moves: readonly AuthoredMove[], { now }: DetectOptions = {}): Detection {
  const reading = new Reading(orderMoves(moves))
  return { ...reading.loops(instantAsked(now)), pattern: reading.pattern() }
}

/** The same without the tests against chance, which cost more than all the rest. */
export function detectLoops(moves: readonly AuthoredMove[], { now }: DetectOptions = {}): Loops {
  return new Reading(orderMoves(moves)).loops(instantAsked(now))
}

function instantAsked(now: string | undefined): number | undefined {
  return now === undefined ? undefined : readWhen(now).instant
}
