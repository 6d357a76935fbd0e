import { describe, expect, it } from 'vitest'
import { MUTANTS, type MutantName } from './mutants.ts'
import { type Run, runShare } from './runs.ts'

/**
 * A fixed slice of what `npm run test:simulation` runs. Each run is a world of its own: two people with
 * two devices and two tabs each, and five hundred things that happen to them.
 */
const SLICE = [
  [2, 5],
  [20, 23],
] as const
/** Planted bugs that one schedule finds out, one of each kind; all of them: `npm run test:simulation -- --mutants`. */
const PLANTED = ['kept-before-commit', 'losing-text-dropped', 'cursor-skips-others'] as const
const MINUTES = 60_000

async function runs(...shares: Parameters<typeof runShare>[0][]): Promise<Run[]> {
  const done: Run[] = []
  await Promise.all(shares.map((share) => runShare(share, (run) => done.push(run))))
  return done
}

describe('a simulated world', () => {
  it(
    'keeps every promise, whatever happens to phones, network and server',
    async () => {
      const done = await runs(...SLICE.map(([from, to]) => ({ from, to })))
      const broken = done.filter((run) => run.broken.length > 0)
      expect(broken.map(({ seed, broken: [first] }) => `seed ${seed}: ${first}`)).toEqual([])
      expect(done).toHaveLength(6)
    },
    5 * MINUTES,
  )

  it(
    'takes the same turns again from the same seed',
    async () => {
      const [one, other] = await runs({ from: 3, to: 4 }, { from: 3, to: 4 })
      expect(one).toEqual(other)
    },
    3 * MINUTES,
  )
})

describe('a bug that is planted', () => {
  it.each<MutantName>(PLANTED)(
    'is found out: %s',
    async (mutant) => {
      expect(MUTANTS[mutant].bug).toBeTruthy()
      const done = await runs({ from: 2, to: 6, length: 400, mutant })
      expect(done.at(-1)?.broken).not.toEqual([])
    },
    5 * MINUTES,
  )
})
