import { Kysely, PostgresDialect, sql } from 'kysely'
import { Pool, type PoolClient, types } from 'pg'
import { idSchema, toText } from '../../sync/bytes.ts'
import { createAnnouncer } from './announcer.ts'
import { inTransaction, withPlans } from './in-transaction.ts'
import { findDevice } from './membership.ts'
import { migrate, readMeta, writeMeta } from './migrations.ts'
import { createSharedReplays } from './shared-replays.ts'
import { type Store, type Transaction, transactionIn } from './store.ts'
import type { Tables } from './tables.ts'
import { ask, type Written } from './written.ts'
import { API_ROLE, PERSON_SETTING, WALLED } from './wall.ts'

/** Connections of one process. More would only wait for each other on the server's side. */
const MOST_CONNECTIONS = 10
/** How often work is begun anew where others were in its way, before that counts as a bug. */
const MOST_ATTEMPTS = 5
/** Deadlocks, and snapshots that could not be kept: nothing has happened, and trying again helps. */
const IN_THE_WAY = new Set(['40001', '40P01'])
/** PostgreSQL's number for its 64-bit integers. */
const INT8: number = types.builtins.INT8

export interface PostgresOptions {
  readonly random: (length: number) => Uint8Array
  /** The database was replaced under this process, which has to start over. */
  readonly onReplaced?: () => void
}

/** Opens the store in a PostgreSQL database, whose tables are made where there are none. */
export async function openPostgresStore(
  url: string,
  { random, onReplaced = () => {} }: PostgresOptions,
): Promise<Store> {
  let place: string | null = null
  const pool = new Pool({
    connectionString: url,
    max: MOST_CONNECTIONS,
    application_name: 'tideline',
    // What does not wait for another's answer travels with it: the way costs more than most questions.
    pipeline: true,
    // Milliseconds since 1970 are the only 64-bit numbers here, and fit into a double.
    types: {
      getTypeParser: (oid, format) =>
        (oid as number) === INT8 ? Number : types.getTypeParser(oid, format),
    },
    verify: (client, done) => {
      if (place === null) return done()
      const check = async () => {
        if ((await placeOf(client)) === place) return
        onReplaced()
        throw new Error('The database was replaced.')
      }
      // A callback is what the pool asks for.
      // oxlint-disable-next-line promise/no-callback-in-promise
      check().then(() => done(), done)
    },
  })
  // A connection that breaks is replaced when the next one is needed, whether it was at work, whose questions
  // fail then, or not.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: withPlans(pool) }) })
  try {
    const role = await prepare(db, () => toText(random(16)))
    const meta = await db.selectFrom('meta').selectAll().execute()
    const { incarnation } = Object.fromEntries(meta.map(({ key, value }) => [key, value]))
    place = await readMeta(db, 'place')
    if (incarnation === undefined) throw new Error('The database has no name.')
    await assertDurable(db)
    await assertWalled(db, role)
    const written: Written = new Map()
    const announcer = await createAnnouncer(url, toText(random(8)))
    const opening = (mode: string, person: string | undefined) =>
      `begin ${mode}; ${role ? `set local role ${role};` : ''} ${settingOf(person)}`
    const run = async <T>(
      begin: string,
      work: (tx: Transaction) => Promise<T>,
      attempt = 1,
    ): Promise<T> => {
      const client = await pool.connect()
      try {
        return await inTransaction(client, begin, (connection) =>
          work(
            transactionIn({
              db: connection,
              written,
              locksRows: true,
              lock: async (name) => {
                await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(
                  connection,
                )
              },
              hold: async (names) => {
                await ask({ db: connection, written }, 'hold', [names], () => ({
                  compile: () => holding(names).compile(connection),
                }))
              },
              announce: (announcements) => announcer.announce(connection, announcements),
            }),
          ),
        )
      } catch (error) {
        if (attempt >= MOST_ATTEMPTS || !IN_THE_WAY.has(codeOf(error))) throw error
      } finally {
        client.release()
      }
      return run(begin, work, attempt + 1)
    }
    return {
      incarnation,
      transaction: (work, person) => run(opening('isolation level read committed', person), work),
      read: (work, person) =>
        run(opening('isolation level repeatable read, read only', person), work),
      findDevice: (key) => findDevice({ db, written }, key),
      hear: announcer.hear,
      sharedReplays: (clock) => createSharedReplays(db, clock),
      check: async () => {
        try {
          await writeMeta(db, 'checked', String(process.pid))
          return 'ok'
        } catch (error) {
          return codeOf(error) === DISK_FULL ? 'full' : 'failing'
        }
      },
      // Dead rows go from the tables; what the write-ahead log and backups hold passes with their age.
      shred: async () => {
        for (const table of SHREDDED) await sql`vacuum ${sql.table(table)}`.execute(db)
      },
      close: async () => {
        await announcer.close()
        await db.destroy()
      },
    }
  } catch (error) {
    await db.destroy()
    throw error
  }
}

const SHREDDED = ['feed', 'records', 'superseded', 'key_files', 'devices', 'people'] as const
const DISK_FULL = '53100'

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

/** In the order of the names. */
const holding = (names: readonly string[]) => sql`
  select pg_advisory_xact_lock_shared(hashtextextended(name, 0)) from unnest(${names}::text[]) as name
`

/** Ids are checked, since a setting takes no parameters. */
const settingOf = (person: string | undefined): string =>
  `set local ${PERSON_SETTING} = '${person === undefined ? '' : idSchema.parse(person)}'`

/**
 * Brings the tables up to date, one process at a time. Gives the role to work under, or null where the
 * connection's own is bound by the wall.
 */
function prepare(db: Kysely<Tables>, newIncarnation: () => string): Promise<string | null> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('tideline migration', 0))`.execute(tx)
    await migrate(tx, 'postgres', newIncarnation, async () => {
      const { rows } = await sql<{ place: string }>`${sql.raw(PLACE)}`.execute(tx)
      return rows[0]?.place ?? ''
    })
    const { rows } = await sql<{ bypasses: boolean }>`
      select rolsuper or rolbypassrls as bypasses from pg_roles where rolname = current_user
    `.execute(tx)
    if (!rows[0]?.bypasses) return null
    await sql.raw(MAKE_ROLE).execute(tx)
    return API_ROLE
  })
}

/** A role is the whole server's, so that another database may have made it before, or at this moment. */
const MAKE_ROLE = `
  do $$ begin
    if not exists (select from pg_roles where rolname = '${API_ROLE}') then
      create role ${API_ROLE} nologin nosuperuser nobypassrls;
    end if;
  exception when duplicate_object or unique_violation then null;
  end $$;
  grant select, insert, update, delete on all tables in schema public to ${API_ROLE};
`

/**
 * Where the database is kept: which server, since which recovery, which database of it, which table.
 * Rows that were restored from a dump or a base backup find themselves elsewhere.
 */
const PLACE = `
  select concat_ws(' ',
    (select system_identifier from pg_control_system()),
    case when pg_is_in_recovery() then 'recovering'
         else left(pg_walfile_name(pg_current_wal_lsn()), 8) end,
    (select oid from pg_database where datname = current_database()),
    'meta'::regclass::oid) as place
`

async function placeOf(client: PoolClient): Promise<string | undefined> {
  const { rows } = await client.query<{ place: string }>(PLACE)
  return rows[0]?.place
}

/** Throws unless a commit that has returned survives the loss of power. */
async function assertDurable(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ name: string; setting: string }>`
    select name, setting from pg_settings
    where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off'
  `.execute(db)
  const [off] = rows
  if (off) throw new Error(`PostgreSQL runs with ${off.name} = off.`)
}

/** Throws unless the wall stands for transactions as they are opened here. */
async function assertWalled(db: Kysely<Tables>, role: string | null): Promise<void> {
  const open = await db.transaction().execute(async (tx) => {
    if (role) await sql.raw(`set local role ${role}`).execute(tx)
    const { rows } = await sql<{ name: string }>`
      select name from unnest(${[...WALLED]}::text[]) as name
      where not row_security_active(name)
    `.execute(tx)
    return rows[0]
  })
  if (open) throw new Error(`Everybody's rows of ${open.name} can be seen.`)
}
