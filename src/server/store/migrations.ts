import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'
import { raiseWall } from './wall.ts'

/** What the steps have to know of the engine they run on. */
export type EngineName = 'sqlite' | 'postgres'

/**
 * How the database came to be, one numbered step after another. A step that was released is never
 * edited; the next change is the next step.
 */
const MIGRATIONS: readonly ((db: Kysely<Tables>, engine: EngineName) => Promise<void>)[] = [
  firstTables,
  async (db, engine) => {
    if (engine !== 'postgres') return
    await raiseWall(db)
    await sql`create unlogged table proofs (mark text primary key, minute integer not null)`.execute(
      db,
    )
  },
  forgottenPersons,
]

/**
 * Inside a transaction that nobody else migrates in: brings the tables to the newest version, and
 * gives the database its name. `placeOf` tells where its engine keeps it. One that was kept elsewhere
 * was restored from a copy, and one without a name is a backup: both begin a new life under a new name.
 */
export async function migrate(
  db: Kysely<Tables>,
  engine: EngineName,
  newIncarnation: () => string,
  placeOf?: () => Promise<string>,
): Promise<void> {
  await db.schema
    .createTable('meta')
    .ifNotExists()
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute()
  const done = Number((await readMeta(db, 'version')) ?? 0)
  if (done > MIGRATIONS.length) {
    throw new Error(
      `The database is of version ${done}; this server knows up to ${MIGRATIONS.length}.`,
    )
  }
  for (const step of MIGRATIONS.slice(done)) await step(db, engine)
  if (done < MIGRATIONS.length) await writeMeta(db, 'version', String(MIGRATIONS.length))
  const place = (await placeOf?.()) ?? null
  const isElsewhere = place !== null && (await readMeta(db, 'place')) !== place
  if (isElsewhere) await writeMeta(db, 'place', place)
  if (isElsewhere || (await readMeta(db, 'incarnation')) === null) {
    await writeMeta(db, 'incarnation', newIncarnation())
  }
}

/** A value that belongs to the database as a whole. */
export async function readMeta(db: Kysely<Tables>, key: string): Promise<string | null> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst()
  return row?.value ?? null
}

export async function writeMeta(db: Kysely<Tables>, key: string, value: string): Promise<void> {
  await db
    .insertInto('meta')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute()
}

async function firstTables(db: Kysely<Tables>): Promise<void> {
  const { schema } = db
  await schema
    .createTable('couples')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('left_member', 'text', (column) => column.notNull())
    .addColumn('right_member', 'text', (column) => column.notNull())
    .addColumn('epoch', 'integer', (column) => column.notNull())
    .addColumn('closed', 'integer', (column) => column.notNull())
    .addColumn('moves', 'integer', (column) => column.notNull())
    .addColumn('chain', 'text', (column) => column.notNull())
    .execute()
  await schema
    .createTable('people')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('epoch', 'integer', (column) => column.notNull())
    .addColumn('couple', 'text', (column) => column.references('couples.id'))
    .addColumn('chain', 'text', (column) => column.notNull())
    .execute()
  await schema
    .createTable('devices')
    .addColumn('sign', 'text', (column) => column.primaryKey())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('revoked', 'integer', (column) => column.notNull())
    .execute()
  await schema.createIndex('devices_of_person').on('devices').column('person').execute()
  await schema
    .createTable('key_files')
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('file', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('key_files_key', ['owner', 'digest'])
    .execute()
  await schema
    .createTable('records')
    .addColumn('author', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('couple', 'text', (column) => column.references('couples.id'))
    .addColumn('rev', 'integer', (column) => column.notNull())
    .addColumn('deleted', 'integer', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('bytes', 'integer', (column) => column.notNull())
    .addColumn('move', 'text')
    .addColumn('envelope', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('records_key', ['author', 'id'])
    .execute()
  // An id alone names a card within a couple; private records have no couple and are not compared.
  await schema
    .createIndex('cards_of_couple')
    .on('records')
    .columns(['couple', 'id'])
    .unique()
    .execute()
  await schema
    .createTable('superseded')
    .addColumn('author', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('superseded_key', ['author', 'id', 'digest'])
    .execute()
  await schema
    .createTable('feed_heads')
    .addColumn('person', 'text', (column) => column.primaryKey().references('people.id'))
    .addColumn('seq', 'integer', (column) => column.notNull())
    .execute()
  await schema
    .createTable('feed')
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('author', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('feed_key', ['person', 'seq'])
    .addForeignKeyConstraint('feed_record', ['author', 'id'], 'records', ['author', 'id'])
    .execute()
  await schema
    .createIndex('feed_place')
    .on('feed')
    .columns(['person', 'author', 'id'])
    .unique()
    .execute()
  await schema
    .createTable('mailboxes')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('token', 'text', (column) => column.notNull())
    .addColumn('creator', 'text', (column) => column.notNull())
    .addColumn('claimer', 'text')
    .addColumn('lives', 'text', (column) => column.notNull())
    // SQLite reads any integer as 64 bits; PostgreSQL has to be told.
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute()
  await schema.createIndex('mailboxes_by_end').on('mailboxes').column('expires_at').execute()
  await schema
    .createTable('messages')
    .addColumn('mailbox', 'text', (column) =>
      column.notNull().references('mailboxes.id').onDelete('cascade'),
    )
    .addColumn('slot', 'integer', (column) => column.notNull())
    .addColumn('message', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('messages_key', ['mailbox', 'slot'])
    .execute()
}

async function forgottenPersons({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('forgotten')
    .addColumn('digest', 'text', (column) => column.primaryKey())
    .execute()
}
