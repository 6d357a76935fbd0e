import './take-over.ts'
import { writeSync } from 'node:fs'
import { becomeTwo } from './becoming.ts'
import { breakOnPurpose } from './mutants/plant.ts'
import type { Job, Run } from './runs.ts'
import type * as Simulation from './simulate.ts'
import { begin } from './world.ts'
import { makeSchedule } from './schedule.ts'

/** One process of the crew: a job comes as a message, and how it ended goes back as one. */

// What goes wrong in a tab that is dead already is of no interest; the rest shows in what is missing.
process.on('unhandledRejection', () => undefined)
// Libraries throw and catch a lot; a stack for each would take a tenth of the time.
Error.stackTraceLimit = 0

/** Events of a schedule, where the job does not say. */
const LENGTH = 500
const BECOMING = 120

const beginning = await begin()
process.on('message', (job: Job) => void answer(job).catch(giveUp))
process.on('disconnect', () => process.exit())
process.on('exit', () => beginning.remove())

async function answer(job: Job): Promise<void> {
  if (job.becoming) {
    const { broken, digest, turns } = await becomeTwo(`${job.seed}`, job.length ?? BECOMING)
    process.send!({ seed: job.seed, broken, digest, turns } satisfies Run)
    return
  }
  const { seed, mutant, schedule = makeSchedule(`${seed}`, job.length ?? LENGTH) } = job
  // With a bug planted it is another program, loaded once more beside this one.
  const path = mutant === undefined ? './simulate.ts' : breakOnPurpose(mutant)
  const { simulate } = (await import(path)) as typeof Simulation
  const { broken, digest, turns } = await simulate(`${seed}`, schedule, beginning)
  const run: Run = { seed, broken, digest, turns }
  process.send!(run)
}

/** What goes wrong in a run itself, a bug that cannot be planted for one, ends the process and says why: it finds nothing out. */
function giveUp(error: unknown): never {
  writeSync(2, `${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
