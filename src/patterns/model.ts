import { ANY_TIME, PARTS, PURSUE, REPAIR, TRIGGER, WITHDRAW } from './timeline.ts'
import { DAY_STEPS, ENDS, STARTS, STEPS } from './fitted-steps.ts'
import { KNOTS } from './population.ts'

/*
 * What makes couples different from each other, as a row of hundredths of a nat in coarse steps: a
 * new entry rarely moves one of them, so that it rarely changes what other entries mean.
 */
export type Traits = readonly number[]
/** [RATE + author * 4 + kind]: background a week. */
export const RATE = 0
/** [RHYTHM_OF + author * PARTS + part of the day]: against an even day. */
export const RHYTHM_OF = 8
/** [ROLE + author who reaches]: how much likelier than even. */
export const ROLE = RHYTHM_OF + 2 * PARTS
/** What this couple's loops are rarer than in the population; zero or less. */
export const OFTEN = ROLE + 2
/** How much more often neighbouring core moves could be turns of one loop than not. */
export const TURNING = ROLE + 3
export const TRAITS = ROLE + 4

/** All the numbers a decode adds up, in hundredths of a nat. */
export interface Model {
  readonly traits: Traits
  /** [kind of the first entry] */
  readonly start: Int32Array
  /** Added to every start. */
  readonly boldness: number
  /** [stepIndex(from, to, dateOnly) + quarter of an hour] */
  readonly step: Int32Array
  /** Added to each core step of a loop that has both kinds already. */
  readonly stamina: number
  /** [kind of the last core move] */
  readonly end: Int32Array
  /** Logarithm of the core background a week, mean over kinds and authors. */
  readonly crowd: number
}

/**
 * What an entry costs when a loop claims it: minus the logarithm of its author's background rate per
 * hour, for that kind and part of the week.
 */
export function costOf({ traits }: Model, author: number, kind: number, bucket: number): number {
  const cost = HOURS_A_WEEK - (traits[RATE + author * 4 + kind] as number)
  if (bucket === ANY_TIME) return cost
  const weekend = bucket >= PARTS ? WEEKEND_MORE : 0
  return cost - weekend - (traits[RHYTHM_OF + author * PARTS + (bucket % PARTS)] as number)
}

/** ln 168. */
export const HOURS_A_WEEK = 512
/** A weekend day against a weekday: ln 1.3. */
const WEEKEND_MORE = 25

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
