import Database from 'better-sqlite3'
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createApp } from '../../src/server/app.ts'
import { createHub, type Hub } from '../../src/server/hub.ts'
import { HEARTBEAT_MS } from '../../src/server/pokes.ts'
import { openSqliteStore } from '../../src/server/store/sqlite.ts'
import type { Store } from '../../src/server/store/store.ts'
import type { Chance } from './random.ts'
import type { Turns } from './turns.ts'

const FILE = 'tideline.sqlite'
const BACKUP = 'backup.sqlite'

/**
 * The real server on a real SQLite file. It can be killed between any two steps: what was committed is
 * on the disk, and requests under way are never answered. Its disk is slow enough for that to matter.
 */
export class Server {
  private readonly turns: Turns
  private readonly chance: Chance
  private readonly file: string
  private readonly backup: string
  private life: Life | null = null
  /** Whether it is a newer version when it starts: one that says more than the phones know. */
  private isNewer = false
  private doing: Promise<void> = Promise.resolve()

  constructor(turns: Turns, chance: Chance, folder: string) {
    this.turns = turns
    this.chance = chance
    this.file = join(folder, FILE)
    this.backup = join(folder, BACKUP)
  }

  get isUp(): boolean {
    return this.life !== null
  }

  async start(): Promise<void> {
    if (this.life) return
    const store = await openSqliteStore(this.file, (length) => this.chance.bytes(length))
    const hub = createHub()
    const life: Life = { store, hub, isOver: false, isNewer: this.isNewer, app: null }
    const app = createApp({
      store: this.onSlowDisk(store, life),
      hub,
      clock: () => Math.floor(this.turns.now),
      log: ({ level, event, ...rest }) => {
        if (level === 'error' && !life.isOver) this.bugs.push(`${event} ${JSON.stringify(rest)}`)
      },
      version: '0',
      // Two people never reach their limit; a simulated second is full of requests.
      rates: {
        person: { burst: 1e9, perSecond: 1e9 },
        address: { burst: 1e9, perSecond: 1e9 },
      },
    })
    life.app = app
    this.life = life
    this.beat(life)
  }

  /** As whoever puts the app on a port does: streams say that they live. */
  private beat(life: Life): void {
    this.turns.later(HEARTBEAT_MS, () => {
      if (life.isOver) return
      life.hub.beat()
      this.beat(life)
    })
  }

  /** Errors that the server logged as its own fault. */
  readonly bugs: string[] = []

  /** The power goes. */
  async kill(): Promise<void> {
    const { life } = this
    if (!life) return
    this.life = null
    life.isOver = true
    await life.store.close()
    this.lookForTold()
  }

  /** The revision of each record that was acknowledged last. */
  private readonly told = new Map<string, number>()

  private async noteTold(response: Response, life: Life): Promise<void> {
    if (!response.ok) return
    const { results } = (await response.json()) as { results: readonly Told[] }
    // Nobody hears of it any more, and it may not be of the database that is there now.
    if (life.isOver) return
    for (const { result, id, rev } of results) {
      if (result === 'accepted') this.told.set(id, Math.max(rev, this.told.get(id) ?? 0))
    }
  }

  /** What was acknowledged is on the disk, whenever the power goes. */
  private lookForTold(): void {
    const rows = this.read<{ id: string; rev: number; deleted: 0 | 1 }>(
      "select id, json_extract(envelope, '$.rev') as rev, json_extract(envelope, '$.deleted') as deleted from records",
    )
    // A delete beats every edit, whatever its number.
    const held = new Map(rows.map(({ id, rev, deleted }) => [id, deleted ? Infinity : rev]))
    for (const [id, rev] of this.told) {
      if ((held.get(id) ?? 0) < rev) this.bugs.push(`${id} was acknowledged and is lost`)
    }
  }

  /** What a schedule may ask for; it takes the time it takes. */
  do(does: 'die' | 'start' | 'back-up' | 'restore', isNewer = false): void {
    this.isNewer = isNewer
    const work = {
      die: () => this.kill(),
      start: () => this.start(),
      'back-up': () => this.backUp(),
      restore: () => this.restore(),
    }
    this.doing = this.doing.then(work[does])
  }

  /** Resolves when all that was asked is done. */
  async settled(): Promise<void> {
    await this.doing
  }

  /** Reads along what is pushed. */
  onPush: (body: string) => void = () => undefined

  /** One request, if the server is there and lives to answer it. Never settles when it dies meanwhile. */
  async fetch(url: string, init: RequestInit): Promise<Response> {
    const { life } = this
    if (!life?.app) throw new TypeError('connection refused')
    if (new URL(url).pathname === '/api/push') this.onPush(init.body as string)
    const response = await life.app.fetch(new Request(url, init))
    if (life.isOver) return never()
    if (new URL(url).pathname === '/api/push') await this.noteTold(response.clone(), life)
    if (life.isOver) return never()
    return life.isNewer ? sayMore(response) : response
  }

  /** Keeps a copy of the database as it is now. */
  async backUp(): Promise<void> {
    rmSync(this.backup, { force: true })
    const database = new Database(this.file)
    database.pragma('wal_checkpoint(TRUNCATE)')
    database.close()
    copyFileSync(this.file, this.backup)
  }

  /** Copies the stopped server's database into another folder. */
  moveTo(folder: string): void {
    copyFileSync(this.file, join(folder, FILE))
    copyFileSync(this.backup, join(folder, BACKUP))
  }

  /** Puts the copy back under another incarnation, as the restore command does. */
  async restore(): Promise<void> {
    await this.kill()
    this.told.clear()
    for (const end of ['', '-wal', '-shm']) rmSync(this.file + end, { force: true })
    copyFileSync(this.backup, this.file)
    const database = new Database(this.file)
    const incarnation = Buffer.from(this.chance.bytes(16)).toString('base64url')
    database.prepare("update meta set value = ? where key = 'incarnation'").run(incarnation)
    database.close()
    await this.start()
  }

  /** Reads the tables themselves, as whoever steals the disk would. */
  read<T>(sql: string): T[] {
    const database = new Database(this.file, { readonly: true })
    try {
      return database.prepare(sql).all() as T[]
    } finally {
      database.close()
    }
  }

  private onSlowDisk(store: Store, life: Life): Store {
    const wait = () =>
      new Promise<void>((resolve) => {
        this.turns.later(this.chance.even() * 3, () => {
          if (!life.isOver) resolve()
        })
      })
    const slowly = async <T>(work: () => Promise<T>): Promise<T> => {
      await wait()
      const done = await work()
      await wait()
      return done
    }
    return {
      ...store,
      read: (work, person) => slowly(() => store.read(work, person)),
      transaction: (work, person) => slowly(() => store.transaction(work, person)),
    }
  }
}

/** Of the answer to a push, what is told of one record. */
interface Told {
  readonly result: string
  readonly id: string
  readonly rev: number
}

interface Life {
  readonly store: Store
  readonly hub: Hub
  isOver: boolean
  readonly isNewer: boolean
  app: ReturnType<typeof createApp> | null
}

/** The same answer with what only a newer version says: of all of it, and of each row and result. */
async function sayMore(response: Response): Promise<Response> {
  const { status, headers } = response
  if (!headers.get('content-type')?.includes('json')) return response
  const more = (each: object) => ({ ...each, newer: 'than you know' })
  const said = (await response.json()) as { rows?: object[]; results?: object[] }
  for (const list of ['rows', 'results'] as const) {
    if (said[list]) said[list] = said[list].map(more)
  }
  return new Response(JSON.stringify(more(said)), { status, headers })
}

export const never = (): Promise<never> => new Promise(() => undefined)
