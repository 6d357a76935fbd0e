/**
 * What the detector answers, in the shape that the command line prints and the API sends. The order
 * of the fields is part of the shape: equal input gives equal bytes on every engine.
 */
export interface Detection extends Loops {
  readonly pattern: Pattern
}

/** The part of a detection that every late entry refreshes; the tests against chance come on top. */
export interface Loops {
  readonly cycles: readonly Cycle[]
  readonly mutual: readonly Mutual[]
  readonly oneSided: readonly OneSided[]
}

export const GRADES = ['exchange', 'cycle'] as const
export type Grade = (typeof GRADES)[number]

export const ENDINGS = ['repair', 'burnout', 'open', 'unknown'] as const
export type Ending = (typeof ENDINGS)[number]

/** One push-pull loop with its evidence. Its id is the id of its first core entry. */
export interface Cycle {
  readonly id: string
  readonly grade: Grade
  /** A `cycle` whose probability is at least .7. */
  readonly highlighted: boolean
  /** Who reached and who stepped back, in this loop. */
  readonly pursuer: string
  readonly withdrawer: string
  /** Ids in the order of time, trigger and repair included. */
  readonly entries: readonly string[]
  /** Instants of the first and the last entry, ISO 8601 in UTC. */
  readonly from: string
  readonly to: string
  readonly ending: Ending
  /** Log-likelihood ratio of loop against background, in hundredths of a nat. */
  readonly score: number
  /** Calibrated chance that a real loop is behind it, to two decimals. */
  readonly probability: number
  readonly arrows: readonly Arrow[]
  /** After a role flip: the id of the loop that this one grew out of. */
  readonly follows?: string
}

/** Two neighbours in the evidence: "three hours between these two; by chance about 1 in 9". */
export interface Arrow {
  readonly from: string
  readonly to: string
  /** Hours between the two, to one decimal. */
  readonly lagHours: number
  /** By chance, such an entry follows this closely about once in so many times. */
  readonly oneIn: number
}

/** Both reached, or both stepped back, without the other move between: no loop, and not hidden. */
export interface Mutual {
  readonly kind: 'pursue' | 'withdraw'
  readonly entries: readonly string[]
  readonly from: string
  readonly to: string
}

/** A week or more in which only `author` wrote. Nothing is inferred from it. */
export interface OneSided {
  readonly author: string
  readonly from: string
  readonly to: string
}

export const VERDICTS = ['beyond-chance', 'not-beyond-chance', 'not-enough-yet'] as const
export type Verdict = (typeof VERDICTS)[number]

/** One test against chance. `p` is null exactly when there is not enough yet. */
export interface Chance {
  readonly p: number | null
  readonly verdict: Verdict
}

export interface Pattern {
  /** Kinds permuted within four weeks: an early sign. */
  readonly early: Chance
  /** Kinds permuted within 48 hours: more than days that were bad for both. */
  readonly beyondBadDays: Chance
}
