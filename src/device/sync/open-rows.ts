import type { Body, UnknownBody } from '../../journal/body.ts'
import type { ArrivingRow, FeedRow } from '../../sync/api.ts'
import { envelopeSchema } from '../../sync/envelope.ts'
import type { KnownCouple } from '../couple/couple.ts'
import { keyOf, type LaterRow, type StoredRecord } from '../database.ts'
import { digestedWhenAsked } from '../digested.ts'
import { mayLeaveCard } from '../moments/withdraw-cards.ts'
import type { Phone } from '../phone.ts'
import { storedRecord } from '../stored-record.ts'

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

/** Reads the rows one by one, and sets aside what this version does not read. */
export function readRows(rows: readonly ArrivingRow[]): {
  understood: FeedRow[]
  later: LaterRow[]
} {
  const understood: FeedRow[] = []
  const later: LaterRow[] = []
  for (const { seq, record } of rows) {
    const read = envelopeSchema.safeParse(record)
    if (read.success) understood.push({ seq, record: read.data })
    else later.push({ seq, record })
  }
  return { understood, later }
}

export interface Arrived {
  readonly row: StoredRecord
  /** What was inside; null where it does not open. */
  readonly body: Body | UnknownBody | null
  /** An own moment that may have left a card behind, on this device or another. */
  readonly leaves: boolean
}

/** One row, opened as far as this phone can. */
export function openRow(phone: Phone, { record, seq }: FeedRow): Arrived {
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
export function placed(phone: Phone, row: StoredRecord, couple: KnownCouple | null): StoredRecord {
  if (row.author === phone.me || row.envelope.couple === couple?.id) return row
  const { at: _at, ...stored } = row
  return digestedWhenAsked(stored)
}

/** Whether this phone could not open it. */
export const isUnread = ({ type }: StoredRecord): boolean =>
  type === UNOPENED || type === UNREADABLE
