import { MAX_TURN } from './rhythm.ts'

/**
 * What either of two may set is one record each, and the screen shows the one with the highest
 * (turn, person). No clock decides, both phones agree whatever arrives first, and nothing is
 * overwritten: each writes only their own.
 */
export interface Turned {
  readonly turn: number
  /** Whose record it is. */
  readonly author: string
}

/** Whether `a` comes after `b`. */
export const isAfter = (a: Turned, b: Turned): boolean =>
  a.turn > b.turn || (a.turn === b.turn && a.author > b.author)

/** The one that counts; null where there is none. The order in which they are given does not matter. */
export const highest = <T extends Turned>(all: readonly T[]): T | null =>
  all.reduce<T | null>((most, each) => (most === null || isAfter(each, most) ? each : most), null)

/** The turn of a change made by someone who sees all of these. */
export const nextTurn = (all: readonly Turned[]): number =>
  Math.min(MAX_TURN, (highest(all)?.turn ?? 0) + 1)
