import { type Kysely, sql } from 'kysely'
import { Client } from 'pg'
import type { Announcement } from './engine.ts'
import type { Tables } from './tables.ts'

const CHANNEL = 'tideline'
/** How long until a lost connection is tried again. */
const AGAIN_MS = 1000

export interface Announcer {
  announce(db: Kysely<Tables>, announcements: readonly Announcement[]): Promise<void>
  readonly hear: (listener: (announcement: Announcement) => void) => void
  close(): Promise<void>
}

/**
 * What processes on one PostgreSQL tell each other, by NOTIFY: it goes out when the transaction commits
 * and not otherwise. It listens on a connection of its own; when that was lost, what was said meanwhile
 * is lost too, and said to be. `self` marks what this process announced itself.
 */
export async function createAnnouncer(url: string, self: string): Promise<Announcer> {
  const listeners: ((announcement: Announcement) => void)[] = []
  const tell = (announcement: Announcement) => {
    for (const listener of listeners) listener(announcement)
  }
  let client: Client | null = null
  let again: NodeJS.Timeout | undefined
  let isClosed = false

  const connect = async (): Promise<void> => {
    const next = new Client({
      connectionString: url,
      application_name: 'tideline',
      keepAlive: true,
    })
    const lose = () => {
      if (client === next) client = null
      else return
      if (!isClosed) again = setTimeout(reconnect, AGAIN_MS)
    }
    next.on('error', lose)
    next.on('end', lose)
    next.on('notification', ({ payload }) => {
      const [from, announcement] = JSON.parse(payload ?? '') as [string, Announcement]
      if (from !== self) tell(announcement)
    })
    try {
      await next.connect()
      await next.query(`listen ${CHANNEL}`)
    } catch (error) {
      await next.end().catch(() => {})
      throw error
    }
    client = next
  }
  const reconnect = (): void => {
    connect().then(
      () => tell({ type: 'missed' }),
      () => {
        if (!isClosed) again = setTimeout(reconnect, AGAIN_MS)
      },
    )
  }
  await connect()
  return {
    async announce(db, announcements) {
      if (announcements.length === 0) return
      const said = announcements.map((announcement) => JSON.stringify([self, announcement]))
      const calls = said.map((text) => sql`pg_notify(${CHANNEL}, ${text})`)
      await sql`select ${sql.join(calls)}`.execute(db)
    },
    hear: (listener) => void listeners.push(listener),
    async close() {
      isClosed = true
      clearTimeout(again)
      const last = client
      client = null
      await last?.end()
    },
  }
}
