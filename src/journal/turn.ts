import { LAST_TURN } from './shared-write.ts'

/**
 * What either of two may set is one record each, and the screen shows the one with the highest
 * (turn, person). No clock decides, both phones agree whatever arrives first, and nobody writes over
 * the other: each has a record of their own.
 */

export interface Turned {
  readonly turn: number
  /** Whose record it is. */
  readonly by: string
}

/** Of what either may set, the one to show: the highest turn, and of equal turns the greater person. */
export const newestOf = <T extends Turned>(all: readonly T[]): T | null =>
  all.reduce<T | null>((newest, each) => (newest && !isNewer(each, newest) ? newest : each), null)

const isNewer = (a: Turned, b: Turned): boolean =>
  a.turn > b.turn || (a.turn === b.turn && a.by > b.by)

/** The turn of a change made by somebody who sees all of these. */
export const nextTurn = (all: readonly Pick<Turned, 'turn'>[]): number =>
  Math.min(LAST_TURN, Math.max(0, ...all.map((each) => each.turn)) + 1)
