import type { Schedule } from '../schedule.ts'

/**
 * A bug that a careful reader might have let pass, planted by rewriting a place or two of one file as it is
 * loaded (`plant.ts`): nothing of it is in what ships. Every one has to be found out by the simulation.
 */
export interface Mutant {
  /** What goes wrong. */
  readonly bug: string
  readonly file: string
  /** What stands there, and what takes its place. */
  readonly edits: readonly (readonly [from: string, to: string])[]
  /** By which run it is found out with little work: the seed, and how many of its events. */
  readonly by?: readonly [seed: number, length: number]
  /** What the schedules of seeds hardly ever come upon, told on purpose. */
  readonly story?: Schedule
}

/**
 * The same, one thing after the other: what was begun goes on when the next thing happens, be it nothing.
 */
export const calmly = (schedule: Schedule): Schedule =>
  schedule.flatMap((each) => [each, { after: 0, what: 'thaw', tab: 5 } as const])

/** The seed of what is left to chance in a story. */
export const STORY_SEED = 1
