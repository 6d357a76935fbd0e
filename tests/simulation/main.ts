import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { MUTANTS } from './mutants.ts'
import { type Run, runShare } from './runs.ts'
import { makeSchedule } from './schedule.ts'
import { kindOf, shrink } from './shrink.ts'

/**
 * `npm run test:simulation`: many schedules, shared out over the cores. What was done is kept, so that
 * a run that was stopped goes on where it was; `--fresh` begins anew.
 *
 *   npm run test:simulation -- --schedules 20000      so many seeds, from 0 on
 *   npm run test:simulation -- --seed 17              one seed again, its schedule shrunk if it fails
 *   npm run test:simulation -- --mutants              every planted bug has to be found out
 */
const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '20000' },
    length: { type: 'string', default: '500' },
    shards: { type: 'string', default: `${availableParallelism()}` },
    seed: { type: 'string' },
    mutants: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
  },
})
const length = Number(values.length)
const shards = Number(values.shards)
/** Seeds of one process: few enough that little is lost when it is stopped. */
const SHARE = 50
/** Seeds after which a planted bug counts as not found. */
const MOST_SEEDS = 40

if (values.seed !== undefined) await replay(Number(values.seed))
else if (values.mutants) await findMutants()
else await runAll(Number(values.schedules))

async function runAll(schedules: number): Promise<void> {
  const file = join(import.meta.dirname, `../../node_modules/.cache/simulation-${length}.jsonl`)
  mkdirSync(dirname(file), { recursive: true })
  if (values.fresh) rmSync(file, { force: true })
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
  const done = new Map<number, Run>()
  for (const line of lines.filter(Boolean)) {
    const run = JSON.parse(line) as Run
    done.set(run.seed, run)
  }
  if (done.size > 0) console.log(`${done.size} were run before`)
  const shares: { from: number; to: number }[] = []
  for (let from = 0; from < schedules; from += SHARE) {
    let first = from
    while (done.has(first) && first < from + SHARE) first += 1
    const to = Math.min(from + SHARE, schedules)
    if (first < to) shares.push({ from: first, to })
  }
  await inParallel(shares, async (share) => {
    await runShare({ ...share, length }, (run) => {
      done.set(run.seed, run)
      appendFileSync(file, `${JSON.stringify(run)}\n`)
      if (run.broken.length > 0) console.log(`seed ${run.seed}: ${run.broken[0]}`)
      else if (done.size % 100 === 0) console.log(`${done.size} of ${schedules}`)
    })
  })
  const all = [...done.values()].filter(({ seed }) => seed < schedules)
  const bad = all.filter(({ broken }) => broken.length > 0)
  console.log(`${all.length} schedules of ${length} events, ${bad.length} broke a promise`)
  for (const { seed } of bad) console.log(`  npm run test:simulation -- --seed ${seed}`)
  process.exitCode = bad.length > 0 || all.length < schedules ? 1 : 0
}

async function replay(seed: number): Promise<void> {
  const once = async (schedule = makeSchedule(`${seed}`, length)): Promise<Run> => {
    const runs: Run[] = []
    await runShare({ from: seed, to: seed + 1, schedule }, (run) => runs.push(run))
    return runs[0]!
  }
  const first = await once()
  console.log(first.broken.join('\n') || `seed ${seed} keeps every promise (${first.digest})`)
  if (first.broken.length === 0) return
  const kind = kindOf(first.broken[0]!)
  console.log('\nLeaving out what is not needed …')
  const left = await shrink(makeSchedule(`${seed}`, length), async (schedule) =>
    (await once(schedule)).broken.some((each) => kindOf(each) === kind),
  )
  for (const event of left) console.log(JSON.stringify(event))
  console.log((await once(left)).broken.join('\n'))
  process.exitCode = 1
}

async function findMutants(): Promise<void> {
  const names = Object.keys(MUTANTS) as (keyof typeof MUTANTS)[]
  let found = 0
  await inParallel(names, async (mutant) => {
    let last: Run | null = null
    await runShare({ from: 0, to: MOST_SEEDS, length, mutant }, (run) => {
      last = run
    })
    const { seed, broken } = last ?? { seed: -1, broken: [] as string[] }
    if (broken.length > 0) found += 1
    const end = broken.length > 0 ? `seed ${seed}: ${kindOf(broken[0]!)}` : 'NOT FOUND'
    console.log(`${mutant}: ${end}`)
  })
  console.log(`${found} of ${names.length} planted bugs were found out`)
  process.exitCode = found < names.length ? 1 : 0
}

/** As many at once as there are shards. */
async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: shards }, worker))
}
