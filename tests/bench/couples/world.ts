/*
 * The world of the published comparison. What it leaves open (how the kinds of the background are
 * mixed, whether every pursue is answered) is set so that the near-ceiling lands where it was
 * measured there: F1 about .91, .83 and .66 at 5, 10 and 20 entries a week.
 */

/** A kind of couple to draw journals from. Hours unless another unit is named. */
export interface World {
  readonly weeks: number
  /** Entries a week of both together, those of loops included. */
  readonly entries: number
  /** Pursues and withdraws among the background, as a share. */
  readonly coreShare: number
  /** Whether a pursue is always answered by a withdraw, or only with the chance to continue. */
  readonly alwaysAnswered: boolean
  /** Chance that an author never logged an entry. */
  readonly forget: number
  /** Loops a week; 0 in the worlds without any. */
  readonly loops: number
  /** What disturbs the background. */
  readonly trouble: 'none' | 'own-bursts' | 'busy-days' | 'bad-days'
  /** How lags spread around their mean: exponential, or with a heavier (lognormal) tail. */
  readonly tail: 'exponential' | 'heavy'
  /** All mean lags times this. */
  readonly pace: number
  /** Share of entries that carry a date alone. */
  readonly dateOnly: number
  /** What the clocks of the two show, in hours from UTC. */
  readonly zones: readonly [number, number]
  /** Whether the clocks go forward an hour in the middle of the time. */
  readonly clocksChange: boolean
}

export const LOOPS_A_WEEK = 0.7
/** Entries a week that belong to loops, about. */
export const LOOP_ENTRIES = 3
export const SAME_PURSUER = 0.85
export const TRIGGERED = 0.6
export const CONTINUES = 0.55
export const REPAIRED = 0.5
/** Mean hours from a trigger to a pursue, on to a withdraw, back to a pursue, and to a repair. */
export const MEAN_LAG = { trigger: 2, withdraw: 3, pursue: 6, repair: 10 } as const

/** Entries in each hour of the day against an even day: evenings dense, nights nearly empty. */
export const DAY = [
  0.3, 0.12, 0.06, 0.04, 0.04, 0.08, 0.3, 0.7, 0.9, 0.9, 0.9, 0.9, 1.1, 1, 0.9, 0.9, 1, 1.3, 1.7,
  2.1, 2.5, 2.6, 2.2, 1.2,
] as const
export const WEEKEND_DAY = 1.3

const PLAIN: World = {
  weeks: 26,
  entries: 5,
  coreShare: 0.35,
  alwaysAnswered: true,
  forget: 0.15,
  loops: LOOPS_A_WEEK,
  trouble: 'none',
  tail: 'exponential',
  pace: 1,
  dateOnly: 0,
  zones: [1, 1],
  clocksChange: false,
}

export const DENSITIES = [5, 10, 20] as const
export const FORGETS = [0.15, 0.35] as const

export function world(parts: Partial<World>): World {
  return { ...PLAIN, ...parts }
}

/** The worlds without any loop. */
export const LOOPLESS = {
  independent: world({ loops: 0 }),
  'own bursts': world({ loops: 0, trouble: 'own-bursts' }),
  'shared busy days': world({ loops: 0, trouble: 'busy-days' }),
  'shared bad days': world({ loops: 0, trouble: 'bad-days' }),
} as const

/** Couples unlike the published ones: they tell whether the detector fits more than one world. */
export const OTHER_COUPLES = {
  'answers missing': world({ alwaysAnswered: false }),
  'even background': world({ coreShare: 0.5 }),
  'heavier tails': world({ tail: 'heavy' }),
  'half as fast': world({ pace: 2 }),
  'twice as fast': world({ pace: 0.5 }),
  'dates alone': world({ dateOnly: 0.25 }),
  'two zones, clocks change': world({ zones: [1, -7], clocksChange: true }),
  'heavy and slow': world({ tail: 'heavy', pace: 1.6, dateOnly: 0.1 }),
} as const
