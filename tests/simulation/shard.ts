import './take-over.ts'
import { parseArgs } from 'node:util'

/**
 * One process's share of the runs: `--from` and `--to` are seeds. Each run is a line of JSON on standard
 * output, so that whoever started it can go on where it was stopped. `--mutant` breaks the code on
 * purpose first, and ends at the first run that finds it out.
 */
const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '0' },
    to: { type: 'string', default: '1' },
    length: { type: 'string', default: '500' },
    mutant: { type: 'string' },
    schedule: { type: 'string' },
  },
})

const { breakOnPurpose } = await import('./mutants.ts')
if (values.mutant !== undefined) breakOnPurpose(values.mutant)
const { begin } = await import('./world.ts')
const { makeSchedule } = await import('./schedule.ts')
const { simulate } = await import('./simulate.ts')

// What goes wrong in a tab that is dead already is of no interest; the rest shows in what is missing.
process.on('unhandledRejection', () => undefined)
// Libraries throw and catch a lot; a stack for each would take a tenth of the time.
Error.stackTraceLimit = 0

const beginning = await begin()
for (let seed = Number(values.from); seed < Number(values.to); seed += 1) {
  const schedule =
    values.schedule === undefined
      ? makeSchedule(`${seed}`, Number(values.length))
      : (JSON.parse(values.schedule) as ReturnType<typeof makeSchedule>)
  const ended = await simulate(`${seed}`, schedule, beginning)
  process.stdout.write(`${JSON.stringify({ seed, ...ended })}\n`)
  if (values.mutant !== undefined && ended.broken.length > 0) break
}
beginning.remove()
