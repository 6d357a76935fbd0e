import type { Replays } from '../replays.ts'
import type { Announcement, Engine } from './engine.ts'
import { type Feeds, feedsIn } from './feeds.ts'
import { type Forgetting, forgettingIn } from './forget.ts'
import { type Mailboxes, mailboxesIn } from './mailboxes.ts'
import { type Membership, membershipIn, type StoredDevice } from './membership.ts'
import { type Cards, type Records, recordsIn } from './records.ts'

/**
 * Where everything is kept. All work happens in a transaction, reading included, so that what belongs
 * together is read together; when `transaction` has resolved, what it wrote is on the disk.
 *
 * `person` is whom the work is for. PostgreSQL shows it nothing of anybody else's records, feeds and
 * key files, whatever the work asks for; without a person it shows none at all (`wall.ts`). Work may
 * run again from its beginning where two came into each other's way, so it changes nothing but the
 * store.
 *
 * The interface knows no engine. One implementation of its parts, in Kysely, serves every engine;
 * opening, asserting and locking is what differs (`sqlite.ts`, `postgres.ts`).
 */
export interface Store {
  /** Names the life of this database: after a restore it is another one. */
  readonly incarnation: string
  transaction<T>(work: (tx: Transaction) => Promise<T>, person?: string): Promise<T>
  /** The same for work that writes nothing; all of it sees one moment of the database. */
  read<T>(work: (tx: Transaction) => Promise<T>, person?: string): Promise<T>
  /** The device that signs with a key: asked at the door of every request. */
  findDevice(key: string): Promise<StoredDevice | null>
  /** Hears what other processes on this database announce; never what this one did. */
  hear(listener: (announcement: Announcement) => void): void
  /** Which proofs were seen, where all processes have to know; null where this one is alone. */
  sharedReplays(clock: () => number): Replays | null
  /** Writes and waits for the disk, and looks how much room is left on it. */
  check(): Promise<Condition>
  /** Overwrites what was deleted in the files of the database too, as far as the engine can. */
  shred(): Promise<void>
  close(): Promise<void>
}

/** How the disk does. `full`: hardly any room is left; `failing`: it did not take a write. */
export type Condition = 'ok' | 'full' | 'failing'

export interface Transaction extends Membership, Records, Cards, Feeds, Mailboxes, Forgetting {
  /** Tells the other processes, once this transaction has been committed and not before. */
  announce(announcements: readonly Announcement[]): Promise<void>
}

/** All that can be done inside a transaction, on whichever engine. */
export const transactionIn = (engine: Engine): Transaction => ({
  ...membershipIn(engine),
  ...recordsIn(engine),
  ...feedsIn(engine),
  ...mailboxesIn(engine),
  ...forgettingIn(engine),
  announce: engine.announce,
})
