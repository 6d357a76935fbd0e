import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** A connection that is inside a transaction, and what its engine can do. */
export interface Engine {
  readonly db: Kysely<Tables>
  /**
   * Whether rows have to be locked to be read for a change. SQLite has one writer at a time, so that
   * nobody else can come between.
   */
  readonly locksRows: boolean
}
