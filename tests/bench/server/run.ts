import { parseArgs } from 'node:util'
import { startPostgres } from '../../postgres.ts'
import { type Figure, isWithin, table } from '../figures.ts'
import {
  type Engine,
  measureBatches,
  measureSingles,
  measureSoak,
  measureStreams,
  onPostgres,
  onSqlite,
} from './measure.ts'

/**
 * `npm run bench:server`: what the API does on this machine, load generator included, on both engines,
 * each as a ratio to a bound measured in the same run. `-- --soak 600` soaks for ten minutes;
 * `--only singles|batches|soak|streams` and `--engine sqlite|postgres` leave the rest out.
 */

const { values } = parseArgs({
  options: {
    soak: { type: 'string', default: '30' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
    engine: { type: 'string' },
  },
})
const rounds = Number(values.rounds)
const wants = (name: string) => values.only === undefined || values.only === name

const engines: Engine[] = values.engine === 'postgres' ? [] : [onSqlite]
const postgres = values.engine === 'sqlite' ? null : await startPostgres()
if (postgres && 'missing' in postgres) console.log(`PostgreSQL is left out: ${postgres.missing}.`)
else if (postgres) engines.push(onPostgres(postgres))

const figures: Figure[] = []
for (const engine of engines) {
  console.log(`${engine.name} …`)
  if (wants('singles')) figures.push(await measureSingles(engine, rounds, 1500))
  if (wants('batches')) figures.push(await measureBatches(engine, rounds, 48))
  if (wants('soak')) figures.push(...(await measureSoak(engine, Number(values.soak))))
  if (wants('streams')) figures.push(await measureStreams(engine, 3000))
}
if (postgres && !('missing' in postgres)) await postgres.stop()
console.log(`\n${table(figures)}`)
process.exitCode = figures.every(isWithin) ? 0 : 1
