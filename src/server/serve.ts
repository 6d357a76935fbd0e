import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createApp } from './app.ts'
import { createDetector } from './detector.ts'
import type { Environment } from './environment.ts'
import { createHub } from './hub.ts'
import { addressFrom, listen } from './listen.ts'
import { describeError, logTo } from './log.ts'
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
  const app = createApp({
    store,
    hub,
    clock,
    log,
    detect,
    version: readVersion(),
    addressOf: addressFrom(proxies),
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
  return openSqliteStore(join(folder, 'tideline.sqlite'), randomBytes)
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    version: string
  }
  return version
}
