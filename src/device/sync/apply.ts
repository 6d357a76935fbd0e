import { Dexie } from 'dexie'
import * as z from 'zod/mini'
import { type Body, entryIn, type UnknownBody } from '../../journal/body.ts'
import type { Entry } from '../../journal/entry.ts'
import { standsFor } from '../../journal/shared-write.ts'
import type { ArrivingRow, FeedRow } from '../../sync/api.ts'
import { idSchema } from '../../sync/bytes.ts'
import { type Envelope, envelopeSchema, isSameMove } from '../../sync/envelope.ts'
import { supersedes } from '../../sync/revision.ts'
import { type KnownCouple, readCouple, isOurs } from '../couple/couple.ts'
import {
  type Database,
  keyOf,
  type LaterRow,
  type OutboxRow,
  type StoredRecord,
} from '../database.ts'
import { digestedWhenAsked } from '../digested.ts'
import { again } from './again.ts'
import { isFromBefore, putAside } from './aside.ts'
import { takeDropped } from './dropped.ts'
import { isLate, readClosed } from './late-rows.ts'
import { waitingRow } from './merge.ts'
import { keepPast } from '../moments/past.ts'
import { noteOpened, readNoted } from '../moments/opened.ts'
import type { Phone } from '../phone.ts'
import { isSameEnvelope } from '../recent.ts'
import { retryParked } from './status.ts'
import { spendWrites } from '../shared-writes.ts'
import { storedRecord } from '../stored-record.ts'
import { pace } from '../written.ts'
import { checkCardsOf, mayLeaveCard } from '../moments/withdraw-cards.ts'

/**
 * Where this phone is in its feed. `head` was fixed before the first page and moves up; `tail` moves
 * down until it is 0, while the past arrives.
 */
export const cursorSchema = z.object({
  incarnation: idSchema,
  head: z.int(),
  tail: z.int(),
  /** The tag of the envelope that had the number `head`, where it is known. */
  mark: z.optional(idSchema),
})
export type Cursor = z.infer<typeof cursorSchema>

/** The cursor; null before the first page. */
export async function readCursor({ db }: Phone): Promise<Cursor | null> {
  const value = (await db.state.get('cursor'))?.value
  return value === undefined ? null : cursorSchema.parse(value)
}

/** Whether all of the past is here, up to the cursor. */
export const hasWholePast = async (phone: Phone): Promise<boolean> =>
  (await readCursor(phone))?.tail === 0

/** The cursor moved up to `head`, where this envelope stands; null where it is not known. */
export function movedTo(
  { mark: _mark, ...cursor }: Cursor,
  head: number,
  there: Envelope | null,
): Cursor {
  return { ...cursor, head, ...(there ? { mark: there.tag } : {}) }
}

/** While there is no cursor: which life of the server has accepted something from here. */
export const ACCEPTED_BY = 'accepted-by'

/** The incarnation of the server that this phone last dealt with; null before the first time. */
export async function readLife(phone: Phone): Promise<string | null> {
  const cursor = await readCursor(phone)
  if (cursor) return cursor.incarnation
  return ((await phone.db.state.get(ACCEPTED_BY))?.value as string | undefined) ?? null
}

/** Rows whose key this phone does not have yet: looked at again when it gets more keys. */
export const UNOPENED = 'unopened'
/** Rows that do not open, or are not what they promise: looked at again by the next version. */
export const UNREADABLE = 'unreadable'

/** Rows as they came, read and opened: what is left is to put them where they belong. */
export interface OpenedRows {
  readonly incoming: readonly Arrived[]
  readonly later: readonly LaterRow[]
}

/** Reads and opens rows. It waits for nothing, so it can be done while others are being applied. */
export function openRows(phone: Phone, rows: readonly ArrivingRow[]): OpenedRows {
  const { understood, later } = readRows(rows)
  return { incoming: understood.map((row) => openRow(phone, row)), later }
}

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
    const isPast = cursor?.tail !== 0 && unsent === 0
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

/** What a record of this person leaves behind when another revision takes its place here. */
interface Left {
  /** The words of a moment that was deleted by somebody who had not seen them. */
  readonly lost: Entry | null
  /** Whether the moment's card has to say another move now. */
  readonly isMoved: boolean
  /** Shared writes of this device that nothing stands for any more. */
  readonly given: GivenUp | null
}
interface GivenUp {
  readonly by: Parameters<typeof spendWrites>[0]
  readonly before: unknown
  readonly after: unknown
}
const NOTHING: Left = { lost: null, isMoved: false, given: null }

function leftBehind(
  phone: Phone,
  held: StoredRecord,
  next: StoredRecord,
  body: Arrived['body'],
): Left {
  if (held.author !== phone.me) return NOTHING
  if (held.audience === 'us') return { ...NOTHING, given: givenUp(phone, held, next) }
  if (held.type === 'past' || !body || body.type === 'unknown') return NOTHING
  const now = entryIn(body)
  // What was never shared has no card to follow it: most of a journal does not have to be opened again.
  if (now?.sharing.number === 0) return NOTHING
  const before = phone.vault.open(held.envelope)
  const entry = before.ok && before.body.type !== 'unknown' ? entryIn(before.body) : null
  if (!entry) return NOTHING
  const isUnseen = next.envelope.deleted && next.envelope.base !== held.digest
  return {
    ...NOTHING,
    lost: isUnseen ? entry : null,
    isMoved: now !== null && !isSameMove(entry.move, now.move),
  }
}

/** A delete beats an edit of this device that it had not seen, with all the shared writes that stood for. */
function givenUp(
  { db, vault }: Phone,
  held: StoredRecord,
  { envelope }: StoredRecord,
): GivenUp | null {
  const [before, after] = [vault.open(held.envelope), vault.open(envelope)]
  if (!before.ok || !after.ok) return null
  const { device } = vault
  if (standsFor(before.raw, device) <= standsFor(after.raw, device)) return null
  return { by: { db, device }, before: before.raw, after: after.raw }
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

const isUnread = ({ type }: StoredRecord): boolean => type === UNOPENED || type === UNREADABLE

/** Reads the rows one by one, and sets aside what this version does not read. */
function readRows(rows: readonly ArrivingRow[]): { understood: FeedRow[]; later: LaterRow[] } {
  const understood: FeedRow[] = []
  const later: LaterRow[] = []
  for (const { seq, record } of rows) {
    const read = envelopeSchema.safeParse(record)
    if (read.success) understood.push({ seq, record: read.data })
    else later.push({ seq, record })
  }
  return { understood, later }
}

interface Arrived {
  readonly row: StoredRecord
  /** What was inside; null where it does not open. */
  readonly body: Body | UnknownBody | null
  /** An own moment that may have left a card behind, on this device or another. */
  readonly leaves: boolean
}

function openRow(phone: Phone, { record, seq }: FeedRow): Arrived {
  const opened = phone.vault.open(record)
  if (opened.ok) {
    const leaves = record.audience === 'me' && mayLeaveCard(opened.body)
    return { row: storedRecord(record, opened.body, phone, seq), body: opened.body, leaves }
  }
  const { author, audience } = record
  const type = opened.reason === 'no-key' ? UNOPENED : UNREADABLE
  return {
    row: digestedWhenAsked({ key: keyOf(record), author, audience, envelope: record, seq, type }),
    body: null,
    leaves: false,
  }
}

/** What an earlier partner shared is kept, and has no place on the timeline of this couple. */
function placed(phone: Phone, row: StoredRecord, couple: KnownCouple | null): StoredRecord {
  if (row.author === phone.me || row.envelope.couple === couple?.id) return row
  const { at: _at, ...stored } = row
  return digestedWhenAsked(stored)
}

/** Opens what could not be opened for want of a key. Answers how many still cannot. */
export async function reopenRows(phone: Phone): Promise<number> {
  const waiting = await openAgain(phone, [UNOPENED])
  return waiting + (await applyLater(phone))
}

/**
 * Looks again at what an earlier version of Tideline could not read, and sends again what was refused.
 * Once at every start: there is seldom anything, and after an update of either side it may pass.
 */
export async function readAgain(phone: Phone): Promise<void> {
  await retryParked(phone)
  await openAgain(phone, [UNOPENED, UNREADABLE, 'unknown'])
  await applyLater(phone)
}

/** Applies what was set aside and can be read by now. Answers how many rows still wait for their key. */
async function applyLater(phone: Phone): Promise<number> {
  const { db } = phone
  const { understood } = readRows(await db.later.filter(({ late }) => late !== 1).toArray())
  const isLocked = ({ record }: FeedRow): boolean => {
    const opened = phone.vault.open(record)
    return !opened.ok && opened.reason === 'no-key'
  }
  const ready = understood.filter((row) => !isLocked(row))
  if (ready.length > 0) await applyAside(phone, ready)
  return understood.length - ready.length
}

/** Applies rows that were set aside. What still has to wait for an own edit is put aside again. */
export async function applyAside(
  phone: Phone,
  rows: readonly FeedRow[],
  which: 'in-time' | 'late-too' = 'in-time',
): Promise<void> {
  const { db } = phone
  await db.transaction('rw', db.records, db.outbox, db.state, db.later, async () => {
    if (!(await readCursor(phone))) return
    await db.later.bulkDelete(rows.map(({ seq }) => seq))
    await applyRows(phone, rows, (cursor) => cursor, which)
    await bringBack(phone, rows.filter(isFromBefore))
  })
}

/** What is this person's own, and has taken its place here, goes to the server that may have lost it. Inside the transaction. */
async function bringBack({ db, me }: Phone, rows: readonly FeedRow[]): Promise<void> {
  for (const { record } of rows) {
    if (record.author !== me) continue
    const here = await db.records.get(keyOf(record))
    if (here && isSameEnvelope(here.envelope, record)) await db.outbox.add(again(record))
  }
}

async function openAgain(phone: Phone, types: readonly string[]): Promise<number> {
  const { db } = phone
  const rows = await db.records.where('type').anyOf(types).toArray()
  if (rows.length === 0) return 0
  const couple = await readCouple(db)
  const opened = rows
    .map((each) => openRow(phone, { record: each.envelope, seq: each.seq ?? 0 }).row)
    .map((row) => placed(phone, row, couple))
    .filter(({ type }) => type === undefined || !types.includes(type))
  if (opened.length === 0) return rows.length
  await db.transaction('rw', db.records, async () => {
    for (const each of opened) {
      const now = await db.records.get(each.key)
      if (now?.digest === each.digest) await db.records.put(each)
    }
  })
  return rows.length - opened.length
}
