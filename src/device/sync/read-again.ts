import type { FeedRow } from '../../sync/api.ts'
import { readCouple } from '../couple/couple.ts'
import { keyOf } from '../database.ts'
import type { Phone } from '../phone.ts'
import { isSameEnvelope } from '../recent.ts'
import { again } from './again.ts'
import { applyRows } from './apply.ts'
import { isFromBefore } from './aside.ts'
import { readCursor } from './cursor.ts'
import { openRow, placed, readRows, UNOPENED, UNREADABLE } from './open-rows.ts'
import { retryParked } from './status.ts'

/** What could not be read when it came, looked at again when there is reason to. */

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
