import type { Cards, Records } from './records.ts'
import type { Feeds } from './feeds.ts'
import type { Mailboxes } from './mailboxes.ts'
import type { Membership } from './membership.ts'

/**
 * Where everything is kept. All work happens in a transaction, reading included, so that what belongs
 * together is read together; when `transaction` has resolved, what it wrote is on the disk.
 *
 * The interface knows no engine. One implementation of its parts, in Kysely, serves every engine;
 * opening, asserting and locking is what differs (`sqlite.ts`).
 */
export interface Store {
  /** Names the life of this database: after a restore it is another one. */
  readonly incarnation: string
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface Transaction extends Membership, Records, Cards, Feeds, Mailboxes {}
