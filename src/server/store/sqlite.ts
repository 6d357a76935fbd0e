import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely'
import { toText } from '../../sync/bytes.ts'
import { migrate, readMeta, writeMeta } from './migrations.ts'
import { groupCommits } from './group.ts'
import type { Condition, Store } from './store.ts'
import type { Tables } from './tables.ts'

/** What "on the disk" means: a commit that has returned survives the loss of power. */
const DURABLE = 'FULL'
const SYNCHRONOUS = { FULL: 2, NORMAL: 1 } as const
const BUSY_MS = 5000
const CACHE_KIB = 6 * 1024
/** Prepared statements kept; a push of n records has statements of its own for each n. */
const KEPT_STATEMENTS = 500
/** Less room than this on the disk is as good as none. */
const LEAST_FREE_BYTES = 64 * 1024 * 1024

/**
 * Opens the store in one SQLite file, made where there is none. `gather` lets others come before a
 * commit (`group.ts`).
 */
export async function openSqliteStore(
  file: string,
  random: (length: number) => Uint8Array,
  synchronous: keyof typeof SYNCHRONOUS = DURABLE,
  gather: (() => Promise<void>) | null = null,
): Promise<Store> {
  const database = connect(file, synchronous)
  const db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: withKeptStatements(database) }),
  })
  try {
    await db.transaction().execute((tx) => migrate(tx, 'sqlite', () => toText(random(16))))
    const incarnation = await readMeta(db, 'incarnation')
    if (incarnation === null) throw new Error('The database has no name.')
    const grouped = groupCommits(db, gather)
    return {
      incarnation,
      ...grouped,
      findDevice: (key) => grouped.read((tx) => tx.findDevice(key)),
      hear: () => {},
      sharedReplays: () => null,
      check: () => checkDisk(db, dirname(file)),
      // The pages themselves are overwritten when they are freed; the log still holds them as they were.
      shred: () =>
        db.connection().execute(async () => void database.pragma('wal_checkpoint(TRUNCATE)')),
      close: () => db.destroy(),
    }
  } catch (error) {
    await db.destroy()
    throw error
  }
}

async function checkDisk(db: Kysely<Tables>, folder: string): Promise<Condition> {
  try {
    await db.transaction().execute((tx) => writeMeta(tx, 'checked', String(process.pid)))
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize < LEAST_FREE_BYTES ? 'full' : 'ok'
  } catch {
    return 'failing'
  }
}

function connect(file: string, synchronous: keyof typeof SYNCHRONOUS): Database.Database {
  const database = new Database(file)
  try {
    database.pragma('journal_mode = WAL')
    database.pragma(`synchronous = ${synchronous}`)
    database.pragma('foreign_keys = ON')
    database.pragma(`busy_timeout = ${BUSY_MS}`)
    database.pragma(`cache_size = -${CACHE_KIB}`)
    // What is deleted is overwritten, so that it cannot be read from the file afterwards.
    database.pragma('secure_delete = ON')
    assertDurable(database)
  } catch (error) {
    database.close()
    throw error
  }
  return database
}

/** Throws unless commits of this connection survive the loss of power and references hold. */
function assertDurable(database: Database.Database): void {
  const expected = { journal_mode: 'wal', synchronous: SYNCHRONOUS[DURABLE], foreign_keys: 1 }
  for (const [name, value] of Object.entries(expected)) {
    const found = database.pragma(name, { simple: true })
    if (found !== value) {
      throw new Error(`SQLite opened with ${name} = ${String(found)}, not ${value}.`)
    }
  }
}

/**
 * The driver's view of the database, which prepares each statement once. Transactions take the
 * write lock when they begin: one that took it later could find that another process was faster.
 */
function withKeptStatements(database: Database.Database): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>()
  return {
    close: () => {
      kept.clear()
      database.close()
    },
    prepare: (sql) => {
      const known = kept.get(sql)
      if (known) {
        kept.delete(sql)
        kept.set(sql, known)
        return known
      }
      const statement = database.prepare(sql === 'begin' ? 'begin immediate' : sql)
      kept.set(sql, statement)
      const [oldest] = kept.keys()
      if (kept.size > KEPT_STATEMENTS && oldest !== undefined) kept.delete(oldest)
      return statement
    },
  }
}
