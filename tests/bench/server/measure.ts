import { join } from 'node:path'
import { startServer } from '../../e2e/server.ts'
import type { Postgres } from '../../postgres.ts'
import type { Figure } from '../figures.ts'
import { quantile } from '../figures.ts'
import { residentOf } from './resident.ts'
import { type Batch, writeBarePostgres, writeBareSqlite } from './bare.ts'
import { type Couple, makeCouples, newCard, pushOf } from './couples.ts'
import { sendAll, sendEvenly } from './load.ts'
import { holdStreams } from './streams.ts'

/** What a push costs, as a ratio to the least it could, both measured in turn in one run. */

export interface Engine {
  readonly name: string
  /** A new database, as the environment tells it. */
  readonly newEnv: () => Promise<Record<string, string>>
}

export const onSqlite: Engine = { name: 'SQLite', newEnv: async () => ({}) }
export const onPostgres = (postgres: Postgres): Engine => ({
  name: `PostgreSQL ${postgres.version}`,
  newEnv: async () => ({ DATABASE_URL: await postgres.createDatabase() }),
})

const BOUND = ['tests/bench/server/bound.ts']
const CONNECTIONS = 32

/** Single pushes against Fastify and one insert. Before the rounds that count, one warms both up. */
export async function measureSingles(
  engine: Engine,
  rounds: number,
  pushes: number,
): Promise<Figure> {
  const ours = await startServer({ env: await engine.newEnv() })
  const bound = await startServer({ env: await engine.newEnv(), command: BOUND })
  const couples = await makeCouples(ours.url, 40)
  const ratios: number[] = []
  const rates: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const ready = Array.from({ length: pushes }, (_, n) => single(couples, n))
    const theirs = await sendAll(bound.url, ready, CONNECTIONS)
    const own = await sendAll(ours.url, ready, CONNECTIONS)
    assertNone([...own.errors, ...theirs.errors])
    if (round === 0) continue
    ratios.push(own.ms / theirs.ms)
    rates.push((pushes / own.ms) * 1000)
  }
  await Promise.all([ours.remove(), bound.remove()])
  const rate = quantile(rates, 0.5)
  return {
    what: `${engine.name}: single signed push, to Fastify and one insert`,
    measured: quantile(ratios, 0.5),
    bound: 2,
    unit: 'times',
    detail: `median of ${rounds} × ${pushes}, ${CONNECTIONS} connections; ${rate.toFixed(0)} pushes/s, bound ${(rate * quantile(ratios, 0.5)).toFixed(0)}`,
  }
}

function single(couples: readonly Couple[], n: number) {
  const couple = couples[n % couples.length] as Couple
  return pushOf(couple, [newCard(couple, Math.floor(n / couples.length))])
}

/** Batches of a hundred against the bare driver, which writes the same rows a hundred a transaction. */
export async function measureBatches(
  engine: Engine,
  rounds: number,
  batches: number,
): Promise<Figure> {
  const env = await engine.newEnv()
  const bareEnv = await engine.newEnv()
  const ours = await startServer({ env })
  const bare = await startServer({ env: bareEnv })
  const [couples, strangers] = [await makeCouples(ours.url, 8), await makeCouples(bare.url, 8)]
  await bare.stop()
  const ratios: number[] = []
  const rates: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const ready = makeBatches(couples, batches).map(({ of, records }) => pushOf(of, records))
    const rows = makeBatches(strangers, batches)
    const theirs = env['DATABASE_URL']
      ? await writeBarePostgres(bareEnv['DATABASE_URL'] ?? '', rows)
      : writeBareSqlite(join(bare.data, 'tideline.sqlite'), rows)
    const own = await sendAll(ours.url, ready, 8)
    assertNone(own.errors)
    if (round === 0) continue
    const rate = (batches * SIZE * 1000) / own.ms
    ratios.push(theirs / rate)
    rates.push(rate)
  }
  await Promise.all([ours.remove(), bare.remove()])
  const rate = quantile(rates, 0.5)
  return {
    what: `${engine.name}: signed batches of ${SIZE}, to the bare driver`,
    measured: quantile(ratios, 0.5),
    bound: 2,
    unit: 'times',
    detail: `median of ${rounds} × ${batches}; ${rate.toFixed(0)} records/s, bound ${(rate * quantile(ratios, 0.5)).toFixed(0)}`,
  }
}

const SIZE = 100

function makeBatches(couples: readonly Couple[], count: number): (Batch & { of: Couple })[] {
  return Array.from({ length: count }, (_, n) => {
    const of = couples[n % couples.length] as Couple
    const side = Math.floor(n / couples.length) % 2
    const records = Array.from({ length: SIZE }, () => newCard(of, side))
    const author = records[0]?.author ?? ''
    return { of, author, members: [of.ana.id, of.ben.id], couple: of.couple, records }
  })
}

/** Three hundred signed pushes a second, for as long as asked. */
export async function measureSoak(engine: Engine, seconds: number): Promise<Figure[]> {
  const server = await startServer({ env: await engine.newEnv() })
  const couples = await makeCouples(server.url, 100)
  await sendEvenly(server.url, (n) => single(couples, n), PER_SECOND, 10)
  const before = residentOf(server)
  const half = await sendEvenly(server.url, (n) => single(couples, n), PER_SECOND, seconds / 2)
  const middle = residentOf(server)
  const rest = await sendEvenly(server.url, (n) => single(couples, n), PER_SECOND, seconds / 2)
  const after = residentOf(server)
  await server.remove()
  const latencies = [...half.latencies, ...rest.latencies]
  const errors = [...half.errors, ...rest.errors]
  const median = quantile(latencies, 0.5).toFixed(1)
  return [
    {
      what: `${engine.name}: ${PER_SECOND} signed pushes a second, p99`,
      measured: errors.length > 0 ? Number.POSITIVE_INFINITY : quantile(latencies, 0.99),
      bound: 150,
      unit: 'ms',
      detail: `${seconds} s, ${latencies.length} pushes, ${tell(errors)}, median ${median} ms`,
    },
    {
      what: `${engine.name}: growth of the process in the second half`,
      measured: Math.max(0, after - middle),
      bound: 10,
      unit: 'MB',
      detail: `${before.toFixed(0)} MB at the start, ${middle.toFixed(0)} in the middle, ${after.toFixed(0)} at the end`,
    },
  ]
}

const PER_SECOND = 300

/** Open streams, and one poke that reaches its listener among them. */
export async function measureStreams(engine: Engine, count: number): Promise<Figure> {
  const server = await startServer({ env: await engine.newEnv() })
  const couples = await makeCouples(server.url, 50)
  const idle = residentOf(server)
  const { memory, pokeMs } = await holdStreams(server, couples, count)
  await server.remove()
  return {
    what: `${engine.name}: ${count.toLocaleString('en')} open streams, over idle`,
    measured: memory - idle,
    bound: 100,
    unit: 'MB',
    detail: `${idle.toFixed(0)} MB idle, ${memory.toFixed(0)} with all open; a push then reached its listener in ${pokeMs.toFixed(0)} ms`,
  }
}

function assertNone(errors: readonly string[]): void {
  if (errors.length > 0) throw new Error(tell(errors))
}

const tell = (errors: readonly string[]): string =>
  [`${errors.length} errors`, ...new Set(errors)].join(' ')
