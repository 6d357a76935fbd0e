import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, type Rates } from '../../src/server/app.ts'
import { createHub, type Hub } from '../../src/server/hub.ts'
import type { LogLine } from '../../src/server/log.ts'
import type { Store } from '../../src/server/store/store.ts'
import { openSqliteStore } from '../../src/server/store/sqlite.ts'
import type { Server } from './client.ts'

/** A server in this process, on a database and a clock of its own. */
export interface World extends Server {
  readonly app: ReturnType<typeof createApp>
  readonly hub: Hub
  readonly store: Store
  readonly lines: LogLine[]
  readonly folder: string
  readonly file: string
  advance(ms: number): void
  /** Ends the server and begins another on the same database. */
  restart(): Promise<void>
  close(): Promise<void>
}

export async function openWorld(rates?: Rates): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'tideline-api-'))
  const file = join(folder, 'tideline.sqlite')
  const lines: LogLine[] = []
  let now = Date.UTC(2026, 2, 8, 12, 0, 30)
  const clock = () => now
  const begin = async () => {
    const store = await openSqliteStore(file, randomBytes)
    const hub = createHub()
    const log = (line: LogLine) => lines.push(line)
    const app = createApp({ store, hub, clock, log, version: '0', ...(rates ? { rates } : {}) })
    return { store, hub, app }
  }
  let running = await begin()
  return {
    clock,
    lines,
    folder,
    file,
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
    async restart() {
      await running.store.close()
      running = await begin()
    },
    async close() {
      await running.store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
