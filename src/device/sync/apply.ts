import { Dexie } from 'dexie'
import type { ArrivingRow } from '../../sync/api.ts'
import { supersedes } from '../../sync/revision.ts'
import { isOurs, readCouple } from '../couple/couple.ts'
import type { Database, OutboxRow, StoredRecord } from '../database.ts'
import { noteOpened, readNoted } from '../moments/opened.ts'
import { keepPast } from '../moments/past.ts'
import { checkCardsOf } from '../moments/withdraw-cards.ts'
import { WEEKS_SEEN } from '../week/begun.ts'
import type { Phone } from '../phone.ts'
import { isSameEnvelope } from '../recent.ts'
import { spendWrites } from '../shared-writes.ts'
import { pace } from '../written.ts'
import { putAside } from './aside.ts'
import { type Cursor, cursorSchema, movedTo } from './cursor.ts'
import { hasDropped, takeDropped } from './dropped.ts'
import { isLate, readClosed } from './late-rows.ts'
import { leftBehind, NOTHING } from './left-behind.ts'
import { waitingRow } from './merge.ts'
import {
  type Arrived,
  isUnread,
  type OpenedRows,
  openRow,
  openRows,
  placed,
  UNOPENED,
} from './open-rows.ts'

/**
 * Applies rows and moves the cursor in one transaction. `move` sees the cursor as it is inside that
 * transaction and answers where it goes, or null to leave everything as it is. What comes too late is
 * set aside, unless its owner has said otherwise.
 */
export async function applyRows(
  phone: Phone,
  rows: readonly ArrivingRow[],
  move: (cursor: Cursor | null) => Cursor | null,
  which: 'in-time' | 'late-too' = 'in-time',
): Promise<boolean> {
  pace.set(phone.db, true)
  try {
    return await applyOpened(phone, openRows(phone, rows), move, which)
  } finally {
    pace.delete(phone.db)
  }
}

/** The same of rows that have been opened already. */
export async function applyOpened(
  phone: Phone,
  opened: OpenedRows,
  move: (cursor: Cursor | null) => Cursor | null,
  which: 'in-time' | 'late-too' = 'in-time',
): Promise<boolean> {
  const { db } = phone
  const later = [...opened.later]
  return db.transaction('rw', db.records, db.outbox, db.state, db.later, async () => {
    const isFew = opened.incoming.length <= FEW
    // All at once: each question that waits for the one before keeps what has come from the screen.
    const [at, couple, closed, unsent, noted, few] = await Promise.all([
      db.state.get('cursor'),
      readCouple(db),
      readClosed(db),
      db.outbox.count(),
      readNoted(db),
      isFew ? readHere(db, keysOf(opened.incoming), true) : null,
    ])
    const cursor = at === undefined ? null : cursorSchema.parse(at.value)
    const next = move(cursor)
    if (!next) return false
    const ours = opened.incoming
      .filter(({ row }) => isOurs(phone.me, row.envelope, couple))
      .map((each) => ({ ...each, row: placed(phone, each.row, couple) }))
    // Of a page of the past hardly anything is here: looking for each would cost as much as writing it.
    const isPast = cursor?.tail !== 0 && unsent === 0 && !(await hasDropped(db))
    const isTooLate = (arrived: StoredRecord): boolean =>
      which === 'in-time' && !isUnread(arrived) && isLate(arrived.envelope, closed)
    const incoming = isPast ? await addMissing(db, ours, isTooLate) : ours
    const { held, waitingFor } = few ?? (await readHere(db, keysOf(incoming), unsent > 0))
    const dropped = await takeDropped(
      db,
      phone.me,
      incoming.map(({ row }) => row),
      held,
    )
    const changed: StoredRecord[] = []
    const moved: string[] = []
    for (const { row: arrived, body } of incoming) {
      const record = held.get(arrived.key)
      const own = waitingFor.get(arrived.key) ?? []
      const accepted = own.find(({ digest }) => digest === arrived.digest)
      if (accepted) {
        // The answer to the push was lost, but the push was not.
        await db.outbox.delete(accepted.n)
        for (const later of own.filter((each) => each.n > accepted.n)) {
          await db.outbox.update(later.n, { base: arrived.envelope })
        }
      }
      const gone = dropped.get(arrived.key)
      if (gone && !arrived.envelope.deleted) {
        changed.push(openRow(phone, { record: gone, seq: arrived.seq ?? 0 }).row)
        await db.outbox.add(waitingRow(gone, arrived.envelope))
      } else if (record && isSameEnvelope(record.envelope, arrived.envelope)) {
        changed.push({ ...record, seq: arrived.seq })
      }
      // An edit of this phone is still to be sent: it will be merged with this one then. But for one that
      // is undone before it leaves, or was accepted before this one and hears of it late.
      else if (own.length > 0) {
        later.push({ seq: arrived.seq ?? 0, record: arrived.envelope, behind: 1 })
        if (record?.seq === null) changed.push({ ...record, seq: arrived.seq })
      }
      // What does not open never takes the place of what does: it would be the easiest way to erase.
      // It is set aside: its key may be on its way, when an epoch has risen.
      else if (record && isUnread(arrived) && !isUnread(record)) {
        if (arrived.type === UNOPENED) {
          later.push({ seq: arrived.seq ?? 0, record: arrived.envelope })
        }
      } else if (supersedes(arrived.envelope, record?.envelope ?? null)) {
        if (isTooLate(arrived)) {
          later.push({ seq: arrived.seq ?? 0, record: arrived.envelope, late: 1 })
          continue
        }
        changed.push(arrived)
        // Nothing is awaited but the database: after a hundred other awaits Dexie loses sight of its transaction.
        const { lost, isMoved, given } = record ? leftBehind(phone, record, arrived, body) : NOTHING
        if (lost) await keepPast(phone, arrived.envelope.id, lost)
        if (isMoved) moved.push(arrived.key)
        if (given) await spendWrites(given.by, given.before, given.after, record!.envelope.device)
      }
    }
    const left = ours.filter(({ leaves }) => leaves).map(({ row }) => row.key)
    // While the past of a new phone arrives, nothing of it is news.
    const news = cursor?.tail === 0 ? changed.filter(({ key }) => !held.has(key)) : []
    const isAhead = next.head !== cursor?.head
    const there = isAhead ? ours.find(({ row }) => row.seq === next.head) : null
    const to = isAhead ? movedTo(next, next.head, there?.row.envelope ?? null) : next
    await Promise.all([
      db.records.bulkPut(changed),
      later.length > 0 ? putAside(db, later) : null,
      checkCardsOf(phone, [...left, ...moved]),
      noteOpened(phone, news, noted),
      // A week that was only looked into is begun by the same record: it does not become one more.
      changed.some(({ type }) => type === 'week') ? db.state.delete(WEEKS_SEEN) : null,
      db.state.put({ name: 'cursor', value: to }),
    ])
    return true
  })
}

/** Puts down what is not here yet and may be, and answers the others. Inside the transaction. */
async function addMissing(
  db: Database,
  all: readonly Arrived[],
  isTooLate: (row: StoredRecord) => boolean,
): Promise<Arrived[]> {
  const late = all.filter(({ row }) => isTooLate(row))
  const arrived = all.filter((each) => !late.includes(each))
  try {
    await db.records.bulkAdd(arrived.map(({ row }) => row))
    return late
  } catch (error) {
    if (!(error instanceof Dexie.BulkError)) throw error
    const refused = Object.entries(error.failuresByPos)
    const other = refused.find(([, failure]) => failure.name !== 'ConstraintError')
    if (other) throw other[1]
    return [...late, ...refused.flatMap(([place]) => arrived[Number(place)] ?? [])]
  }
}

/** So few rows are looked for before it is known whether that is needed. */
const FEW = 20

/** What this phone has under these keys, and what of it waits to be sent, in its order. */
async function readHere({ records, outbox }: Database, keys: readonly string[], mayWait: boolean) {
  const [held, waiting] = await Promise.all([
    records.bulkGet([...keys]),
    mayWait ? outbox.where('key').anyOf(keys).sortBy('n') : [],
  ])
  const here = held.flatMap((record) => (record ? [[record.key, record] as const] : []))
  return { held: new Map(here), waitingFor: byKey(waiting) }
}

const byKey = (rows: readonly OutboxRow[]): ReadonlyMap<string, OutboxRow[]> => {
  const found = new Map<string, OutboxRow[]>()
  for (const row of rows) found.set(row.key, [...(found.get(row.key) ?? []), row])
  return found
}

const keysOf = (rows: readonly Arrived[]): string[] => rows.map(({ row }) => row.key)
