import { afterAll, describe, expect, it } from 'vitest'
import { MUTANT_NAMES, MUTANTS } from './mutants/all.ts'
import { STORY_SEED } from './mutants/mutant.ts'
import { Crew, type Job, type Run } from './runs.ts'

/**
 * A fixed slice of what `npm run test:simulation` runs. Each run is a world of its own: two people with
 * two devices and two tabs each, and five hundred things that happen to them.
 */
const SEEDS = [...Array.from({ length: 36 }, (_, seed) => seed), 51, 56, 80, 87]
/** How two become a couple. */
const BECOMING = [0, 1, 2, 3, 4, 5]
/** Planted bugs that short schedules find out; all of them: `npm run test:simulation -- --mutants`. */
const PLANTED = MUTANT_NAMES.filter((name) => (MUTANTS[name].by?.[1] ?? Infinity) <= 120)
const TOLD = MUTANT_NAMES.filter((name) => MUTANTS[name].story)
const MINUTES = 60_000

const crew = new Crew(2)
afterAll(() => crew.close())

/** All runs are begun at once, in this order, and whoever is free takes the next. */
function begin(job: Job): Promise<Run> {
  const run = crew.run(job)
  run.catch(() => undefined)
  return run
}
const lived = SEEDS.map((seed) => begin({ seed }))
const again = begin({ seed: 3 })
const become = BECOMING.map((seed) => begin({ seed, becoming: true }))
const planted = PLANTED.map((mutant) => {
  const [seed, length] = MUTANTS[mutant].by!
  return [mutant, begin({ seed, length, mutant })] as const
})
const told = TOLD.map((mutant) => {
  const story = { seed: STORY_SEED, schedule: MUTANTS[mutant].story! }
  return [mutant, begin(story), begin({ ...story, mutant })] as const
})

async function brokenOf(runs: readonly Promise<Run>[]): Promise<string[]> {
  const done = await Promise.all(runs)
  const bad = done.filter((each) => each.broken.length > 0)
  return bad.map(({ seed, broken: [first] }) => `seed ${seed}: ${first}`)
}

describe('a simulated world', () => {
  it(
    'keeps every promise, whatever happens to phones, network and server',
    async () => {
      expect(await brokenOf(lived)).toEqual([])
      expect(lived).toHaveLength(SEEDS.length)
    },
    10 * MINUTES,
  )

  it(
    'lets two become a couple, whatever happens meanwhile',
    async () => {
      expect(await brokenOf(become)).toEqual([])
    },
    5 * MINUTES,
  )

  it(
    'takes the same turns again from the same seed',
    async () => {
      const [one, other] = [await lived[3], await again]
      expect(one?.digest).toMatch(/^[0-9a-f]{64}$/)
      expect(one).toEqual(other)
    },
    3 * MINUTES,
  )
})

describe('a bug that is planted', () => {
  it.each(planted)(
    'is found out: %s',
    async (_, run) => {
      expect((await run).broken).not.toEqual([])
    },
    3 * MINUTES,
  )

  it.each(told)(
    'is found out by a story that keeps every promise without it: %s',
    async (_, sound, bad) => {
      expect((await sound).broken).toEqual([])
      expect((await bad).broken).not.toEqual([])
    },
    3 * MINUTES,
  )
})
