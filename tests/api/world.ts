import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, type Rates } from '../../src/server/app.ts'
import { createHub, type Hub } from '../../src/server/hub.ts'
import type { LogLine } from '../../src/server/log.ts'
import type { Store } from '../../src/server/store/store.ts'
import { openSqliteStore } from '../../src/server/store/sqlite.ts'
import { openPostgresStore } from '../../src/server/store/postgres.ts'
import { databasesOf } from '../postgres.ts'
import type { Server } from './client.ts'

/**
 * A server in this process, on a database and a clock of its own: SQLite, or PostgreSQL in the run
 * that `on-postgres.ts` sets up.
 */
export interface World extends Server {
  readonly app: ReturnType<typeof createApp>
  readonly hub: Hub
  readonly store: Store
  readonly lines: LogLine[]
  /** The file of a database on SQLite. */
  readonly file: string
  /** The address of a database on PostgreSQL; empty on SQLite. */
  readonly address: string
  /** Opens the same database once more, as another process would, or one that lies elsewhere. */
  openStore(address?: string): Promise<Store>
  advance(ms: number): void
  /** What lies on the disk of an idle server, for other worlds to begin with. On SQLite. */
  copy(): Promise<Files>
  /** Ends the server and begins another on the same database. */
  restart(): Promise<void>
  /** The database is gone, and another one begins in its place. */
  lose(): Promise<void>
  close(): Promise<void>
}

/** The files of a database, by how their names end. */
export type Files = readonly (readonly [end: string, bytes: Uint8Array])[]

export async function openWorld(rates?: Rates, from: Files = []): Promise<World> {
  let database = await newDatabase(true, from)
  const lines: LogLine[] = []
  let now = Date.UTC(2026, 2, 8, 12, 0, 30)
  const clock = () => now
  const begin = async () => {
    const store = await database.open()
    const hub = createHub()
    const log = (line: LogLine) => lines.push(line)
    const app = createApp({ store, hub, clock, log, version: '0', ...(rates ? { rates } : {}) })
    return { store, hub, app }
  }
  let running = await begin()
  return {
    clock,
    lines,
    openStore: (address) => database.open(address),
    get address() {
      return database.address
    },
    get file() {
      return database.file
    },
    get app() {
      return running.app
    },
    get hub() {
      return running.hub
    },
    get store() {
      return running.store
    },
    fetch: async (request) => running.app.fetch(request),
    advance: (ms) => {
      now += ms
    },
    copy: () =>
      Promise.all(
        ['', '-wal'].map(async (end) => [end, await readFile(database.file + end)] as const),
      ),
    async restart() {
      await running.store.close()
      running = await begin()
    },
    async lose() {
      await running.store.close()
      await database.drop()
      database = await newDatabase(false)
      running = await begin()
    },
    async close() {
      await running.store.close()
      await database.drop()
    },
  }
}

/** No test here asks whether a disk keeps what it was given: that is what `faults` is for. */
const FAST = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

interface Database {
  /** The one is empty where the other is not. */
  readonly file: string
  readonly address: string
  open(address?: string): Promise<Store>
  drop(): Promise<void>
}

/**
 * A database on the engine of this run. On SQLite it is new; on PostgreSQL, where a new one takes its
 * time, those who may share one do: people are made anew for each test and know nothing of each other.
 */
async function newDatabase(shares: boolean, from: Files = []): Promise<Database> {
  const postgres = process.env['TIDELINE_TEST_POSTGRES']
  if (postgres !== undefined) {
    const server = await databasesOf(postgres)
    const create = () => server.createDatabase(process.env['TIDELINE_TEST_TEMPLATE'])
    const url = shares ? await (shared ??= create()) : await create()
    return {
      file: '',
      address: url,
      open: (address = url) => openPostgresStore(address, { random: randomBytes }),
      drop: async () => {},
    }
  }
  const folder = await mkdtemp(join(FAST, 'tideline-api-'))
  const file = join(folder, 'tideline.sqlite')
  for (const [end, bytes] of from) await writeFile(file + end, bytes)
  return {
    file,
    address: '',
    open: () => openSqliteStore(file, randomBytes),
    drop: () => rm(folder, { recursive: true, force: true }),
  }
}

let shared: Promise<string> | undefined
