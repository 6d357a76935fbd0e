import { Dexie, type EntityTable, type Table } from 'dexie'
import type { Envelope } from '../sync/envelope.ts'
import type { Reason } from '../sync/problem.ts'
import type { Runtime } from './runtime.ts'

/**
 * The phone's tables. Words are sealed in all of them. What stands beside an envelope in the clear is
 * what the phone needs to find it: when it was, and when it is due to open.
 */

/** A record as this phone shows it: the newest edit made here, or else the newest accepted one. */
export interface StoredRecord {
  /** `author/id` */
  key: string
  author: string
  audience: 'me' | 'us'
  envelope: Envelope
  /** The envelope's. It is worked out whenever it is asked for, unless an earlier version has kept it. */
  readonly digest: string
  /** A number it has had in this person's feed; null until the server has accepted a revision. */
  seq: number | null
  /** The instant it has on the timeline, in ms; absent on what is not shown there. */
  at?: number
  /** When its card is due to be made, in ms. Known to this phone only. */
  opensAt?: number
  /** What kind of body it is, where it is not a moment. */
  type?: string
}

/** One revision on its way to the server, in the order of writing. */
export interface OutboxRow {
  n: number
  key: string
  envelope: Envelope
  digest: string
  /** The accepted envelope that was edited, kept for a merge. */
  base: Envelope | null
  /** 1 once it may have left the phone: from then on it is frozen and sent byte for byte. */
  sent: 0 | 1
  /** Not to be sent before this time in ms: the seconds in which a delete can be undone (`undo.ts`). */
  heldUntil?: number
  /** What the record was before the delete that is held back. */
  undo?: Envelope
  /** It was accepted before, by a server that was restored since: not an edit of this phone. */
  again?: 1
  /** `base` was accepted by a server that was restored since: what is there now may not come from it. */
  severed?: 1
  /** The server does not know the couple any more: it waits until both phones have told it again. */
  awaitsCouple?: 1
  /** The server refused it, for this reason; the others go on. */
  parked?: Reason
}

/** A small value of this phone, by name. `sealed` ones hold text under the phone's own key. */
export interface StateRow {
  name: string
  value: unknown
}

/** A row of the feed that this version does not read: kept as it came, for the version that does. */
export interface LaterRow {
  /** Its number in the feed; below 0 where it is of a server that was restored since (`aside.ts`). */
  seq: number
  record: unknown
  /** Set aside for another reason: it came under a key that was put away, and its owner decides. */
  late?: 1
  /** It came while an own edit of the same waited to be answered: looked at again, for that may never be. */
  behind?: 1
}

export interface Database extends Dexie {
  records: Table<StoredRecord, string>
  outbox: EntityTable<OutboxRow, 'n'>
  state: Table<StateRow, string>
  later: Table<LaterRow, number>
}

/** Opens the database. Versions only ever add: an older phone's data stays readable. */
export function openDatabase(runtime: Runtime): Database {
  const db = new Dexie(runtime.database, {
    indexedDB: runtime.indexedDB,
    IDBKeyRange: runtime.IDBKeyRange,
    // "Kept" is said when the disk has it, not when the browser has taken note.
    chromeTransactionDurability: 'strict',
  }) as Database
  db.version(1).stores({
    records: 'key, [at+key], opensAt, audience, type',
    outbox: '++n, key, parked, heldUntil',
    state: 'name',
    later: 'seq',
  })
  return db
}

/** The key of a record on this phone. */
export const keyOf = (record: { author: string; id: string }): string =>
  `${record.author}/${record.id}`

/** The id in such a key. */
export const idOf = (key: string): string => key.slice(key.indexOf('/') + 1)
