import { afterAll, describe, expect, it } from 'vitest'
import { MUTANT_NAMES, MUTANTS, type MutantName } from './mutants/all.ts'
import { STORY_SEED } from './mutants/mutant.ts'
import { Crew, type Job, type Run } from './runs.ts'

/**
 * A fixed slice of what `npm run test:simulation` runs. Each run is a world of its own: two people with
 * two devices and two tabs each, and five hundred things that happen to them.
 */
const SEEDS = [...Array.from({ length: 14 }, (_, seed) => seed), 51, 56]
/** Planted bugs that short schedules find out; all of them: `npm run test:simulation -- --mutants`. */
const PLANTED = MUTANT_NAMES.filter((name) => (MUTANTS[name].by?.[1] ?? Infinity) <= 120)
const TOLD = MUTANT_NAMES.filter((name) => MUTANTS[name].story)
const MINUTES = 60_000

const crew = new Crew(2)
afterAll(() => crew.close())

async function run(jobs: readonly Job[]): Promise<Run[]> {
  const done: Run[] = []
  await crew.runAll(jobs, (each) => done.push(each))
  return done
}

describe('a simulated world', () => {
  it(
    'keeps every promise, whatever happens to phones, network and server',
    async () => {
      const done = await run(SEEDS.map((seed) => ({ seed })))
      const broken = done.filter((each) => each.broken.length > 0)
      expect(broken.map(({ seed, broken: [first] }) => `seed ${seed}: ${first}`)).toEqual([])
      expect(done).toHaveLength(SEEDS.length)
    },
    10 * MINUTES,
  )

  it(
    'lets two become a couple, whatever happens meanwhile',
    async () => {
      const done = await run([0, 1, 2, 3, 4, 5].map((seed) => ({ seed, becoming: true })))
      const broken = done.filter((each) => each.broken.length > 0)
      expect(broken.map(({ seed, broken: [first] }) => `seed ${seed}: ${first}`)).toEqual([])
    },
    5 * MINUTES,
  )

  it(
    'takes the same turns again from the same seed',
    async () => {
      const [one, other] = await run([{ seed: 3 }, { seed: 3 }])
      expect(one?.digest).toMatch(/^[0-9a-f]{64}$/)
      expect(one).toEqual(other)
    },
    3 * MINUTES,
  )
})

describe('a bug that is planted', () => {
  it.each<MutantName>(PLANTED)(
    'is found out: %s',
    async (mutant) => {
      const [seed, length] = MUTANTS[mutant].by!
      const [end] = await run([{ seed, length, mutant }])
      expect(end?.broken).not.toEqual([])
    },
    3 * MINUTES,
  )

  it.each<MutantName>(TOLD)(
    'is found out by a story that keeps every promise without it: %s',
    async (mutant) => {
      const story = { seed: STORY_SEED, schedule: MUTANTS[mutant].story! }
      const [sound] = await run([story])
      expect(sound?.broken).toEqual([])
      const [end] = await run([{ ...story, mutant }])
      expect(end?.broken).not.toEqual([])
    },
    3 * MINUTES,
  )
})
