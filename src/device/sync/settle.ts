import type { ArrivingPush } from '../../sync/api.ts'
import { type Envelope, envelopeSchema } from '../../sync/envelope.ts'
import type { Reason } from '../../sync/problem.ts'
import { ACCEPTED_BY, movedTo, readCursor } from './cursor.ts'
import type { OutboxRow, StoredRecord } from '../database.ts'
import { asSent, thaw } from '../frozen.ts'
import { readOpenCouple } from '../couple/couple.ts'
import { OFFER } from './rewind.ts'
import { mergeStale } from './merge.ts'
import { reachOf } from './reach.ts'
import type { Phone } from '../phone.ts'
import { isSameEnvelope } from '../recent.ts'
import { checkCardsOf, mayLeaveCard } from '../moments/withdraw-cards.ts'

/** What becomes of a batch when the server has answered. */

/** What was accepted under the highest number of an answer, where that is one of these rows. */
export const envelopeAt = (
  rows: readonly OutboxRow[],
  { seq, results }: ArrivingPush,
): Envelope | null =>
  rows.findLast((_, n) => {
    const result = results[n]
    return result?.result === 'accepted' && result.seq === seq
  })?.envelope ?? null

/**
 * Puts down what became of a batch. `leaving`: what of it may leave a card behind. False: not all of it lay here
 * any more as it had been sent.
 */
export async function settle(
  phone: Phone,
  rows: readonly OutboxRow[],
  leaving: readonly string[],
  answer: ArrivingPush,
  isRestored: boolean,
): Promise<boolean> {
  const { db } = phone
  const asItIs = async (row: OutboxRow) => (await db.outbox.get(row.n)) ?? row
  const accepted = rows.flatMap((row, index): Accepted[] => {
    const result = answer.results[index]
    return result?.result === 'accepted' ? [{ row, seq: result.seq }] : []
  })
  const known = new Set(accepted.map(({ row }) => row.key))
  const isThere = await db.transaction('rw', db.outbox, db.records, db.state, async () => {
    for (const [index, row] of rows.entries()) {
      const result = answer.results[index]
      if (result?.result === 'refused') await park(phone, row, result.reason)
    }
    const isThere = await acknowledge(phone, accepted)
    await checkCardsOf(
      phone,
      leaving.filter((key) => known.has(key)),
    )
    // Own rows between `prev` and `seq` are known already; anything else would have moved `prev`.
    const cursor = await readCursor(phone)
    if (!cursor) await db.state.put({ name: ACCEPTED_BY, value: answer.incarnation })
    // What an earlier version has let go of here has to come from the server, to be let go of there.
    if (isThere && cursor?.incarnation === answer.incarnation && cursor.head === answer.prev) {
      const isAhead = answer.seq > answer.prev
      const there = isAhead ? envelopeAt(rows, answer) : null
      const to = isAhead ? movedTo(cursor, answer.seq, there) : cursor
      await db.state.put({ name: 'cursor', value: to })
    }
    return isThere
  })
  for (const [index, row] of rows.entries()) {
    const result = answer.results[index]
    if (result?.result !== 'stale') continue
    const current = envelopeSchema.safeParse(result.current)
    // Another device of this person runs a newer version: it waits until this one does, too.
    if (!current.success) await park(phone, row, 'version')
    else if (lacksKey(phone, current.data)) reachOf(phone).aside.add(row.key)
    // What it was made over may have been accepted with it, and be common to all again.
    else if (!(await mergeStale(phone, await asItIs(row), current.data, result.seq, isRestored))) {
      await park(phone, row, 'distrusted')
    }
  }
  return isThere
}

/** Whether the key is still to come: another device of this person's may have changed it just before. */
function lacksKey({ vault }: Phone, envelope: Envelope): boolean {
  const opened = vault.open(envelope)
  return !opened.ok && opened.reason === 'no-key'
}

interface Accepted {
  readonly row: OutboxRow
  readonly seq: number
}

/**
 * The whole batch at once, inside a transaction: what it costs counts by the question, not by the byte. False:
 * something of it lies here no more.
 */
async function acknowledge({ db }: Phone, accepted: readonly Accepted[]): Promise<boolean> {
  if (accepted.length === 0) return true
  const newest = new Map(accepted.map((each) => [each.row.key, each]))
  const keys = [...newest.keys()]
  const [isThere, records, offer, parked] = await Promise.all([
    forgetRows(db, accepted),
    db.records.bulkGet(keys),
    db.state.get(OFFER),
    db.outbox.where('parked').above('').count(),
  ])
  // A later revision that waits is the one that is shown; an earlier one waits only where it was refused.
  const isRefused = offer !== undefined || parked > 0
  const isAlone = (record: StoredRecord | undefined): boolean =>
    !isRefused &&
    record !== undefined &&
    isSameEnvelope(record.envelope, newest.get(record.key)!.row.envelope)
  const doubled = keys.filter((_, index) => !isAlone(records[index]))
  const others = await Promise.all(
    doubled.map((key) => db.outbox.where('key').equals(key).toArray()),
  )
  // That it has a number is what counts. One it had before stays: a put costs more than all the rest.
  const changed = records.flatMap((record) => {
    const seq = record?.seq === null ? newest.get(record.key)?.seq : undefined
    return record && seq !== undefined ? [{ ...record, seq }] : []
  })
  await db.records.bulkPut(changed)
  for (const other of others.flat()) {
    const { row } = newest.get(other.key)!
    // An earlier one that was refused has been overtaken.
    if (other.n < row.n) await db.outbox.delete(other.n)
    else await db.outbox.put({ ...withoutSeverance(other), base: row.envelope })
  }
  return isThere
}

/**
 * Takes accepted rows out of the outbox: at once, where nothing else lies between them. What a tab of an
 * earlier version has edited in its place stays, to be merged. False: it has let go of some.
 */
async function forgetRows(db: Phone['db'], accepted: readonly Accepted[]): Promise<boolean> {
  const numbers = accepted.map(({ row }) => row.n)
  const [first, last] = [numbers[0]!, numbers.at(-1)!]
  const isWhole = last - first + 1 === numbers.length
  const lie = db.outbox.where('n').between(first, last, true, true)
  const found = isWhole ? await lie.toArray() : await db.outbox.bulkGet(numbers)
  const lying = found.flatMap((row) => row ?? [])
  const same = asSent(
    accepted.map(({ row }) => row),
    lying,
  )
  await Promise.all([
    same.length === numbers.length && isWhole ? lie.delete() : db.outbox.bulkDelete(same),
    thaw(db, numbers),
  ])
  return lying.length === numbers.length
}

/** Whether an own moment may have left a card behind that is not its own any more. */
export function leavesCard({ vault }: Phone, { envelope }: OutboxRow): boolean {
  const sent = envelope.audience === 'me' ? vault.open(envelope) : null
  return sent?.ok === true && mayLeaveCard(sent.body)
}

/** What it edited has been accepted by the server of now. */
const withoutSeverance = ({ severed: _severed, ...row }: OutboxRow): OutboxRow => row

/** The server refuses it: it waits, visible, and the others go on. */
export function park({ db }: Phone, row: OutboxRow, reason: Reason): Promise<void> {
  return db.transaction('rw', db.outbox, db.state, async () => {
    if (reason === 'no-couple' && (await readOpenCouple(db))) {
      await db.outbox.update(row.n, { awaitsCouple: 1 })
      await db.state.put({ name: OFFER, value: true })
      return
    }
    await db.outbox.update(row.n, { parked: reason, sent: 0 })
    await thaw(db, [row.n])
  })
}
