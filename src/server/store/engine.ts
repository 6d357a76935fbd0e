import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'
import type { Written } from './written.ts'

/** A connection that is inside a transaction, and what its engine can do. */
export interface Engine {
  readonly db: Kysely<Tables>
  /** What `written.ts` has written out for this engine. */
  readonly written: Written
  /**
   * Whether rows have to be locked to be read for a change. SQLite has one writer at a time, so that
   * nobody else can come between.
   */
  readonly locksRows: boolean
  /** Nobody else holds this name until the transaction ends, whether there is a row of it or not. */
  readonly lock: (name: string) => Promise<void>
  /** Nobody locks one of these names until the transaction ends; others may hold them as well. */
  readonly hold: (names: readonly string[]) => Promise<void>
  /** Tells the other processes, once this transaction has been committed and not before. */
  readonly announce: (announcements: readonly Announcement[]) => Promise<void>
}

/** What the processes that serve one database tell each other. */
export type Announcement =
  | {
      readonly type: 'moved'
      readonly person: string
      readonly prev: number
      readonly seq: number
      /** The device that knows already. */
      readonly except: string
    }
  | { readonly type: 'dismissed'; readonly device: string }
  /** Some may have been missed: whoever listens here has to look for themselves. */
  | { readonly type: 'missed' }
