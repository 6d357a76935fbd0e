import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createApp } from './app.ts'
import { createDetector } from './detector.ts'
import type { Environment } from './environment.ts'
import { createHub, type Hub } from './hub.ts'
import { addressFrom, listen } from './listen.ts'
import { describeError, logTo } from './log.ts'
import { createMetrics, type Gauge } from './metrics.ts'
import { readSite } from './site.ts'
import { openSqliteStore } from './store/sqlite.ts'
import type { Store } from './store/store.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const DIST = join(ROOT, 'dist')

/** Puts the server together, with this machine's clock, randomness and disk, and runs it until it is told to stop. */
export async function serve(environment: Environment): Promise<void> {
  const { port, host, proxies } = environment
  const clock = Date.now
  const log = logTo((text) => process.stdout.write(text), clock)
  const store = await openStore(environment, () => {
    // Phones hold cursors into the old one. Starting over gives this one its new name.
    log({ level: 'error', event: 'database-replaced' })
    process.exit(1)
  })
  const hub = createHub()
  const { detect, close: endDetector } = createDetector()
  const metrics =
    environment.metricsToken === null
      ? null
      : createMetrics(environment.metricsToken, gaugesOf(hub))
  const app = createApp({
    store,
    hub,
    clock,
    log,
    detect,
    version: readVersion(),
    addressOf: addressFrom(proxies),
    ...(metrics ? { metrics } : {}),
    ...(existsSync(DIST) ? { site: await readSite(DIST) } : {}),
  })
  const listening = await listen(app, hub, { port, host })
  process.stdout.write(`Tideline is at ${listening.url.replace('127.0.0.1', 'localhost')}\n`)

  let isStopping = false
  const stop = async () => {
    if (isStopping) return
    isStopping = true
    log({ level: 'info', event: 'stopping' })
    try {
      await listening.close()
      endDetector()
      await store.close()
      log({ level: 'info', event: 'stopped' })
    } catch (error) {
      log({ level: 'error', event: 'stop', ...describeError(error) })
      process.exitCode = 1
    }
  }
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
}

/** The store that the environment names. PostgreSQL's code is read only where it is used. */
async function openStore(
  { data, databaseUrl }: Environment,
  onReplaced: () => void,
): Promise<Store> {
  if (databaseUrl !== null) {
    const { openPostgresStore } = await import('./store/postgres.ts')
    return openPostgresStore(databaseUrl, { random: randomBytes, onReplaced })
  }
  const folder = resolve(data)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // One turn of the event loop reads every socket that has something to say.
  const gather = () => new Promise<void>((done) => setImmediate(done))
  return openSqliteStore(join(folder, 'tideline.sqlite'), randomBytes, 'FULL', gather)
}

/** How this process does, by the names that dashboards know. */
function gaugesOf(hub: Hub): Gauge[] {
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  const gauge = (name: string, help: string, read: () => number): Gauge => ({
    name,
    help,
    type: 'gauge',
    read,
  })
  return [
    gauge('tideline_streams', 'Open streams of pokes.', () => hub.size),
    gauge('process_resident_memory_bytes', 'Memory held.', () => process.memoryUsage.rss()),
    gauge('nodejs_heap_size_used_bytes', 'Of it, objects.', () => process.memoryUsage().heapUsed),
    gauge(
      'nodejs_eventloop_lag_p99_seconds',
      'How late the loop came, since it was read last.',
      () => {
        const late = delay.percentile(99) / 1e9
        delay.reset()
        return Number.isFinite(late) ? late : 0
      },
    ),
    gauge('process_start_time_seconds', 'Since 1970.', () => performance.timeOrigin / 1000),
    {
      name: 'process_cpu_seconds_total',
      help: 'Time on a processor.',
      type: 'counter',
      read: () => {
        const { user, system } = process.cpuUsage()
        return (user + system) / 1e6
      },
    },
  ]
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    version: string
  }
  return version
}
