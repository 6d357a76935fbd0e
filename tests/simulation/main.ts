import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { MUTANT_NAMES, MUTANTS, type MutantName } from './mutants/all.ts'
import { STORY_SEED } from './mutants/mutant.ts'
import { Crew, type Job, type Run } from './runs.ts'
import { makeSchedule, type Schedule } from './schedule.ts'
import { kindOf, shrink } from './shrink.ts'
import { nameSources } from './sources.ts'

/**
 * `npm run test:simulation`: many schedules, shared out over the cores. What was done is kept, so that
 * a run that was stopped goes on where it was, as long as the code is the same; `--fresh` begins anew.
 *
 *   npm run test:simulation -- --schedules 20000      so many seeds, from 0 on
 *   npm run test:simulation -- --from 5000 --schedules 100
 *   npm run test:simulation -- --seed 17              one seed again, its schedule shrunk if it fails
 *   npm run test:simulation -- --mutants              every planted bug has to be found out
 *   npm run test:simulation -- --search               the same, with none taken as known
 *   npm run test:simulation -- --becoming --from 50   how two become a couple, from that seed on
 */
const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '20000' },
    from: { type: 'string', default: '0' },
    length: { type: 'string', default: '500' },
    shards: { type: 'string', default: `${availableParallelism()}` },
    seed: { type: 'string' },
    mutant: { type: 'string', multiple: true },
    mutants: { type: 'boolean', default: false },
    search: { type: 'boolean', default: false },
    becoming: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
  },
})
const length = Number(values.length)

/** So many seeds of so many events are tried: a short schedule is a cheap one. */
const TRIED = [
  [60, 2],
  [120, 4],
  [250, 4],
  [500, 12],
] as const

const crew = new Crew(Number(values.shards))
if (values.mutants || values.search) await findMutants()
else if (values.seed !== undefined) await replay(Number(values.seed))
else await runAll(Number(values.from), Number(values.schedules))
crew.close()

async function runAll(from: number, schedules: number): Promise<void> {
  const what = values.becoming ? 'becoming' : `${length}`
  const code = nameSources()
  const kept = `../../node_modules/.cache/simulation/${code}/${what}.jsonl`
  const file = join(import.meta.dirname, kept)
  mkdirSync(dirname(file), { recursive: true })
  if (values.fresh) rmSync(file, { force: true })
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  const done = new Map<number, Run>()
  for (const line of lines.filter(Boolean)) {
    const run = JSON.parse(line) as Run
    if (run.seed >= from && run.seed < from + schedules) done.set(run.seed, run)
  }
  if (done.size > 0) console.log(`${done.size} were run before, on this code`)
  const jobs: Job[] = []
  for (let seed = from; seed < from + schedules; seed += 1) {
    if (!done.has(seed)) jobs.push(values.becoming ? { seed, becoming: true } : { seed, length })
  }
  await crew.runAll(jobs, (run) => {
    // A process that begins now would run something else.
    if (nameSources() !== code) throw new Error('the code has changed since this began')
    done.set(run.seed, run)
    appendFileSync(file, `${JSON.stringify(run)}\n`)
    if (run.broken.length > 0) console.log(`seed ${run.seed}: ${run.broken[0]}`)
    else if (done.size % 100 === 0) console.log(`${done.size} of ${schedules}`)
  })
  const bad = [...done.values()].filter(({ broken }) => broken.length > 0)
  console.log(
    `${done.size} schedules of ${length} events, from seed ${from}, on ${code}: ${bad.length} broke a promise`,
  )
  for (const { seed } of bad) console.log(`  npm run test:simulation -- --seed ${seed}`)
  process.exitCode = bad.length > 0 || done.size < schedules ? 1 : 0
}

async function replay(seed: number): Promise<void> {
  const [mutant] = (values.mutant ?? []) as MutantName[]
  const once = (schedule: Schedule): Promise<Run> =>
    crew.run({ seed, schedule, ...(mutant === undefined ? {} : { mutant }) })
  const first = await once(makeSchedule(`${seed}`, length))
  console.log(first.broken.join('\n') || `seed ${seed} keeps every promise (${first.digest})`)
  if (first.broken.length === 0) return
  process.exitCode = 1
  const kind = kindOf(first.broken[0]!)
  console.log('\nLeaving out what is not needed …')
  const left = await shrink(
    makeSchedule(`${seed}`, length),
    async (schedule) => (await once(schedule)).broken.some((each) => kindOf(each) === kind),
    Number(values.shards),
  )
  for (const event of left) console.log(JSON.stringify(event))
  console.log((await once(left)).broken.join('\n'))
}

function chosen(): readonly MutantName[] {
  return (values.mutant as MutantName[] | undefined) ?? MUTANT_NAMES
}

/** Plants every bug, one after the other: every one has to be found out. */
async function findMutants(): Promise<void> {
  const left = [...chosen()]
  let found = 0
  const work = async (): Promise<void> => {
    for (let mutant = left.shift(); mutant !== undefined; mutant = left.shift()) {
      const by = await runKnown(mutant)
      if (by) found += 1
      const run = by?.schedule ? 'by its story' : `[${by?.seed}, ${by?.length}],`
      console.log(`  ${by ? `'${mutant}': ${run}` : `// ${mutant}: NOT FOUND`}`)
    }
  }
  const count = left.length
  await Promise.all(Array.from({ length: Number(values.shards) }, work))
  console.log(`${found} of ${count} planted bugs were found out`)
  process.exitCode = found < count ? 1 : 0
}

/** The run that is known to find it out, if it still does; else one that is looked for. */
async function runKnown(mutant: MutantName): Promise<Job | null> {
  const { by, story: schedule } = MUTANTS[mutant]
  if (schedule) {
    const job: Job = { seed: STORY_SEED, schedule }
    if ((await crew.run({ ...job, mutant })).broken.length > 0) return job
  }
  const known = values.search ? undefined : by
  if (!known) return searchFor(mutant)
  const [seed, events] = known
  const { broken } = await crew.run({ seed, length: events, mutant })
  return broken.length > 0 ? { seed, length: events } : searchFor(mutant)
}

/** Tries schedules, short ones first: what stands as `by` beside a bug comes from here. */
async function searchFor(mutant: MutantName): Promise<Job | null> {
  for (const [events, seeds] of TRIED) {
    for (let n = 0; n < seeds; n += 1) {
      const job: Job = { seed: Number(values.from) + n, length: events }
      if ((await crew.run({ ...job, mutant })).broken.length === 0) continue
      // What the sound program does not keep either finds nothing out.
      if ((await crew.run(job)).broken.length === 0) return job
    }
  }
  return null
}
