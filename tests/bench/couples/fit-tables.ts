import { writeFileSync } from 'node:fs'
import { fitSteps } from './fit-steps.ts'
import { FORGETS, type World, world } from './world.ts'

/*
 * Writes src/patterns/fitted-steps.ts: `node tests/bench/couples/fit-tables.ts`. The loops come from a
 * mixture of worlds around the published one, some slower, some with heavier tails or with answers
 * missing, so that the tables fit more couples than the bench draws.
 */

const SEED = 901
const DRAWS = 60_000

const MIXTURE: readonly World[] = FORGETS.flatMap((forget) => [
  ...Array.from({ length: 5 }, () => world({ forget })),
  ...Array.from({ length: 4 }, () => world({ forget, alwaysAnswered: false })),
  world({ forget, pace: 0.6 }),
  world({ forget, pace: 1.7 }),
  world({ forget, tail: 'heavy', pace: 1.3 }),
])

const { steps, daySteps, starts, ends } = fitSteps(MIXTURE, DRAWS, SEED, {
  core: 0.02,
  repair: 0.1,
})
const table = (rows: Record<string, readonly number[]>): string =>
  Object.entries(rows)
    .map(([name, row]) => `  ${name}: [${row.join(', ')}],\n`)
    .join('')

writeFileSync(
  new URL('../../../src/patterns/fitted-steps.ts', import.meta.url),
  `/*
 * Written by tests/bench/couples/fit-tables.ts (seed ${SEED}). Natural logarithms in hundredths.
 */

/** Density per hour, at the KNOTS, that a step comes next and after this lag. */
export const STEPS = {
${table(steps)}} as const

/** The same where one of the two is a date alone: averaged over twelve hours either way. */
export const DAY_STEPS = {
${table(daySteps)}} as const

/** Loops per hour that begin so, with a given author as the one who reaches. */
export const STARTS = ${JSON.stringify(starts)} as const

/** The last core move was said, and no repair follows. */
export const ENDS = ${JSON.stringify(ends)} as const
`,
)
