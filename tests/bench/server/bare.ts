import Database from 'better-sqlite3'
import { Client } from 'pg'
import type { Envelope } from '../../../src/sync/envelope.ts'
import { digestEnvelope } from '../../../src/sync/envelope.ts'

/**
 * The bound of batches: the driver alone writes the very rows of the very tables, a hundred records a
 * transaction, into a database that Tideline has made and nobody serves. Gives records a second.
 */

export interface Batch {
  readonly author: string
  readonly members: readonly [string, string]
  readonly couple: string
  readonly records: readonly Envelope[]
}

interface Row {
  readonly record: readonly (string | number | null)[]
  readonly id: string
}

/** What is written of a record, made beforehand: the bound judges and digests nothing. */
const rowOf = (record: Envelope): Row => {
  const text = JSON.stringify(record)
  const { author, id, couple, rev, deleted, move } = record
  const digest = digestEnvelope(record)
  const moved = move && JSON.stringify(move)
  return {
    id,
    record: [author, id, couple, rev, Number(deleted), digest, text.length, moved, text],
  }
}

export function writeBareSqlite(file: string, batches: readonly Batch[]): number {
  const database = new Database(file)
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  const record = database.prepare(`insert into records ${RECORD} values (?,?,?,?,?,?,?,?,?)`)
  const feed = database.prepare('insert into feed (person, seq, author, id) values (?,?,?,?)')
  const read = database.prepare('select seq from feed_heads where person = ?').pluck()
  const head = database.prepare('update feed_heads set seq = ? where person = ?')
  const write = database.transaction((batch: Batch, rows: readonly Row[]) => {
    for (const row of rows) record.run(...row.record)
    for (const person of batch.members) {
      let seq = read.get(person) as number
      for (const { id } of rows) feed.run(person, ++seq, batch.author, id)
      head.run(seq, person)
    }
  })
  const prepared = batches.map((batch) => [batch, batch.records.map(rowOf)] as const)
  const begun = performance.now()
  for (const [batch, rows] of prepared) write(batch, rows)
  const ms = performance.now() - begun
  database.close()
  return rate(batches, ms)
}

export async function writeBarePostgres(url: string, batches: readonly Batch[]): Promise<number> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const prepared = batches.map((batch) => [batch, batch.records.map(rowOf)] as const)
  const begun = performance.now()
  for (const [{ author, members }, rows] of prepared) {
    await client.query('begin')
    await client.query(
      `insert into records ${RECORD} values ${placesOf(rows.length, 9)}`,
      rows.flatMap((row) => row.record),
    )
    for (const person of members) {
      const found = await client.query<{ seq: number }>(
        'select seq from feed_heads where person = $1 for update',
        [person],
      )
      let seq = found.rows[0]?.seq ?? 0
      const places = rows.flatMap(({ id }) => [person, ++seq, author, id])
      await client.query(
        `insert into feed (person, seq, author, id) values ${placesOf(rows.length, 4)}`,
        places,
      )
      await client.query('update feed_heads set seq = $1 where person = $2', [seq, person])
    }
    await client.query('commit')
  }
  const ms = performance.now() - begun
  await client.end()
  return rate(batches, ms)
}

const RECORD = '(author, id, couple, rev, deleted, digest, bytes, move, envelope)'

const placesOf = (rows: number, columns: number): string =>
  Array.from(
    { length: rows },
    (_, row) =>
      `(${Array.from({ length: columns }, (_each, n) => `$${row * columns + n + 1}`).join()})`,
  ).join()

const rate = (batches: readonly Batch[], ms: number): number =>
  (batches.reduce((sum, { records }) => sum + records.length, 0) / ms) * 1000
