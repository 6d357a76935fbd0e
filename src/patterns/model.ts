import { BUCKETS, PURSUE, REPAIR, TRIGGER, WITHDRAW } from './timeline.ts'
import { DAY_STEPS, ENDS, STARTS, STEPS } from './fitted-steps.ts'
import { KNOTS } from './population.ts'

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
  /** Logarithm of the core background a week, mean over kinds and authors. */
  readonly crowd: number
  /** What this couple's loops are rarer than in the population; zero or less. */
  readonly often: number
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
export const POPULATION_STEPS: Int32Array = unfoldSteps(STEPS, DAY_STEPS)
export const POPULATION_START = Int32Array.of(STARTS.trigger, STARTS.pursue, STARTS.withdraw, NEVER)
export const POPULATION_END = Int32Array.of(NEVER, ENDS.pursue, ENDS.withdraw, 0)

type Steps = Record<keyof typeof STEPS, readonly number[]>

/** Writes out step tables for every quarter of an hour: those between timed entries, and the others. */
export function unfoldSteps(timed: Steps, dateOnly: Steps): Int32Array {
  const step = new Int32Array(2 * 3 * 4 * QUARTERS).fill(NEVER)
  for (const [blurred, steps] of [timed, dateOnly].entries()) {
    unfold(step, stepIndex(TRIGGER, PURSUE, blurred), steps.triggerPursue)
    unfold(step, stepIndex(TRIGGER, WITHDRAW, blurred), steps.triggerWithdraw)
    unfold(step, stepIndex(PURSUE, WITHDRAW, blurred), steps.pursueWithdraw)
    unfold(step, stepIndex(PURSUE, PURSUE, blurred), steps.pursuePursue)
    unfold(step, stepIndex(PURSUE, REPAIR, blurred), steps.pursueRepair)
    unfold(step, stepIndex(WITHDRAW, PURSUE, blurred), steps.withdrawPursue)
    unfold(step, stepIndex(WITHDRAW, WITHDRAW, blurred), steps.withdrawWithdraw)
    unfold(step, stepIndex(WITHDRAW, REPAIR, blurred), steps.withdrawRepair)
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

/** Tells whether two models add up the same everywhere; steps and ends are the population's. */
export function isSameModel(one: Model | undefined, other: Model): boolean {
  return (
    one !== undefined &&
    one.crowd === other.crowd &&
    one.often === other.often &&
    isSameColumn(one.entry, other.entry) &&
    isSameColumn(one.start, other.start) &&
    isSameColumn(one.role, other.role)
  )
}

function isSameColumn(one: Int32Array, other: Int32Array): boolean {
  return one.every((value, n) => value === other[n])
}
