import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import type { Tables } from './tables.ts'

/** How questions go over a connection to PostgreSQL: planned once, and several on the way at a time. */

/** Longer ones are batches, of which each size has its own; kept plans of all would cost too much memory. */
const MOST_PLANNED = 2000

/**
 * The pool for Kysely, with short queries planned once in each connection: with the wall, planning is most of
 * the work.
 */
export function withPlans(pool: Pool): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => planned(await pool.connect()),
  }
}

/** Cursors, the other thing such a client can, are used nowhere. */
const planned = (client: PoolClient): PostgresPoolClient =>
  ({
    query: (text: string, values: readonly unknown[]) => send(client, text, values),
    release: () => client.release(),
  }) as unknown as PostgresPoolClient

const names = new Map<string, string>()

function send(client: PoolClient, text: string, values: readonly unknown[]) {
  if (values.length === 0 || text.length > MOST_PLANNED) return client.query(text, [...values])
  const name = names.get(text) ?? `tideline ${names.size}`
  names.set(text, name)
  return client.query({ name, text, values: [...values] })
}

/**
 * Does `work` in one transaction. Its first questions travel together with `begin`; where that fails they do,
 * too. What a failed piece of work still asks afterwards is refused: the connection is somebody else's by then.
 */
export async function inTransaction<T>(
  client: PoolClient,
  begin: string,
  work: (connection: Kysely<Tables>) => Promise<T>,
): Promise<T> {
  let isOver = false
  const only = {
    query: async (text: string, values: readonly unknown[]) => {
      if (isOver) throw new Error('The transaction is over.')
      return send(client, text, values)
    },
    release: () => {},
  } as unknown as PostgresPoolClient
  const pool = { options: {}, connect: async () => only, end: async () => {} }
  const connection = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  try {
    const [begun, done] = await Promise.allSettled([client.query(begin), work(connection)])
    if (begun.status === 'rejected') throw begun.reason
    if (done.status === 'rejected') throw done.reason
    // A transaction that one of its statements has broken is not committed, though no error says so.
    const { command } = await client.query('commit')
    if (command !== 'COMMIT') throw new Error('Nothing was committed.')
    return done.value
  } catch (error) {
    isOver = true
    // Where even this fails the connection is gone, and the database rolls back by itself.
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    isOver = true
  }
}
