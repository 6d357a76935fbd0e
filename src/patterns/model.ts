import { BUCKETS, PURSUE, REPAIR, TRIGGER, WITHDRAW } from './timeline.ts'
import { DAY_STEPS, ENDS, KNOTS, STARTS, STEPS } from './population.ts'

/**
 * All the numbers a decode adds up, in hundredths of a nat. `entry` is what an entry costs when a
 * loop claims it: minus the logarithm of its author's background rate per hour, for that kind and
 * part of the week.
 */
export interface Model {
  /** [(author * 4 + kind) * BUCKETS + bucket] */
  readonly entry: Int32Array
  /** [kind of the first entry] */
  readonly start: Int32Array
  /** [author who reaches]: how much likelier than even, in this couple. */
  readonly role: Int32Array
  /** [stepIndex(from, to, dateOnly) + quarter of an hour] */
  readonly step: Int32Array
  /** [kind of the last core move] */
  readonly end: Int32Array
}

/** Quarters of an hour in the longest step, 48 hours, both ends included. */
export const QUARTERS = 193
export const QUARTER_MS = 900_000
/** What cannot follow. Small enough to lose, large enough never to overflow. */
export const NEVER = -1_000_000

export function stepIndex(from: number, to: number, dateOnly: number): number {
  return ((dateOnly * 3 + from) * 4 + to) * QUARTERS
}

/** The step table of the population, unfolded from its knots. */
export const POPULATION_STEPS: Int32Array = unfoldSteps()
export const POPULATION_START = Int32Array.of(STARTS.trigger, STARTS.pursue, STARTS.withdraw, NEVER)
export const POPULATION_END = Int32Array.of(NEVER, ENDS.pursue, ENDS.withdraw, 0)
export const EVEN_ROLES = new Int32Array(2)

function unfoldSteps(): Int32Array {
  const step = new Int32Array(2 * 3 * 4 * QUARTERS).fill(NEVER)
  for (const [dateOnly, steps] of [STEPS, DAY_STEPS].entries()) {
    unfold(step, stepIndex(TRIGGER, PURSUE, dateOnly), steps.triggerPursue)
    unfold(step, stepIndex(TRIGGER, WITHDRAW, dateOnly), steps.triggerWithdraw)
    unfold(step, stepIndex(PURSUE, WITHDRAW, dateOnly), steps.pursueWithdraw)
    unfold(step, stepIndex(PURSUE, PURSUE, dateOnly), steps.pursuePursue)
    unfold(step, stepIndex(PURSUE, REPAIR, dateOnly), steps.pursueRepair)
    unfold(step, stepIndex(WITHDRAW, PURSUE, dateOnly), steps.withdrawPursue)
    unfold(step, stepIndex(WITHDRAW, WITHDRAW, dateOnly), steps.withdrawWithdraw)
    unfold(step, stepIndex(WITHDRAW, REPAIR, dateOnly), steps.withdrawRepair)
  }
  return step
}

function unfold(into: Int32Array, offset: number, knots: readonly number[]): void {
  for (let k = 0; k + 1 < KNOTS.length; k++) {
    const [left, right] = [KNOTS[k] as number, KNOTS[k + 1] as number]
    const [low, high] = [knots[k] as number, knots[k + 1] as number]
    for (let q = left; q <= right; q++) {
      into[offset + q] = low + Math.round(((high - low) * (q - left)) / (right - left))
    }
  }
}

/** Positions in `Model.entry`. */
export function entryIndex(author: number, kind: number, bucket: number): number {
  return (author * 4 + kind) * BUCKETS + bucket
}
