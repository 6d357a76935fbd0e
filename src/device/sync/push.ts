import { Dexie } from 'dexie'
import type { ArrivingPush } from '../../sync/api.ts'
import { type Envelope, envelopeSchema } from '../../sync/envelope.ts'
import { MAX_BATCH, MAX_BODY_BYTES } from '../../sync/limits.ts'
import type { Reason } from '../../sync/problem.ts'
import { ACCEPTED_BY, cursorSchema, movedTo, readCursor, readLife } from './cursor.ts'
import { type Answer, callApi, proveCall } from '../client.ts'
import type { OutboxRow, StoredRecord } from '../database.ts'
import { readOpenCouple } from '../couple/couple.ts'
import { DISTRUST } from '../couple/distrust.ts'
import { LEAVING } from '../couple/leaving.ts'
import { keepDropped } from './dropped.ts'
import { isHeld, readHold } from './held.ts'
import { isBehind, sealAnew } from './reseal.ts'
import { OFFER } from './rewind.ts'
import { mergeStale } from './merge.ts'
import { notePush, reachOf } from './reach.ts'
import type { Phone } from '../phone.ts'
import { isSameEnvelope } from '../recent.ts'
import { spendWrites } from '../shared-writes.ts'
import { isHeldBack } from '../undo.ts'
import { cardsNamedBy, checkCardsOf, mayLeaveCard } from '../moments/withdraw-cards.ts'

/** Leaves room for the brackets around a batch. */
const BATCH_BYTES = MAX_BODY_BYTES - 64 * 1024

/**
 * How a push ended: nothing left to send, or the database behind the API is another one now. `whole`: something
 * was sent, and by the answer the feed holds nothing else that this phone has not seen.
 */
export type Pushed = 'done' | 'whole' | 'rewound'

const DONE: Answer<Pushed> = { ok: true, value: 'done' }
const WHOLE: Answer<Pushed> = { ok: true, value: 'whole' }
const REWOUND: Answer<Pushed> = { ok: true, value: 'rewound' }
const OFFLINE: Answer<Pushed> = { ok: false, reason: 'offline' }

/**
 * Sends the outbox in the order of writing, batch by batch, until nothing is left that may be sent. What is
 * `going` has left already.
 */
export async function pushOutbox(phone: Phone, going?: Taken): Promise<Answer<Pushed>> {
  // Hardly ever is there anything: only then is the outbox locked.
  if (!going && (await phone.db.outbox.count()) === 0) return DONE
  const reach = reachOf(phone)
  const aside = [...reach.aside]
  let isWhole = false
  for (let first = going; ; first = undefined) {
    const passed = await passThrough(phone, first ?? (await takeBatch(phone, [])))
    if (!passed.ok) return passed
    if (passed.value === 'rewound') return REWOUND
    // Nothing gets through at all, as it seems.
    if (passed.value === 'stopped' && (reach.stopped += 1) % FEW === 0) return OFFLINE
    if (passed.value !== 'done') {
      isWhole = passed.value === 'whole'
      continue
    }
    // What was set aside before comes last, once.
    const again = aside.splice(0, reach.batch)
    if (again.length === 0) return isWhole ? WHOLE : DONE
    for (const key of again) reach.aside.delete(key)
  }
}

/** After so many that were stopped one after the other it is not about them. */
const FEW = 3

/**
 * Goes through the outbox once. While a batch is on the wire, the answer to the one before it is put down
 * and the next one is taken. `more` and `whole`: something was sent, and there may be something to send since.
 * `unfit`: less has to be sent at a time, until one shows alone that it is the one. `stopped`: one did not get
 * through alone.
 */
async function passThrough(
  phone: Phone,
  { rows: first, seen, sending: sent }: Taken,
): Promise<Answer<Pushed | 'more' | 'unfit' | 'stopped'>> {
  if (first.length === 0) return DONE
  let rows = first
  let { life, head, mark } = seen
  let isWhole = false
  let settling = Promise.resolve()
  const reach = reachOf(phone)
  try {
    for (let sending: Sending | null = sent ?? send(phone, rows, seen); sending; ) {
      await settling
      const { rows: next } = await takeBatch(phone, rows)
      const answer: Answer<ArrivingPush> = await sending
      notePush(reach, rows.length, answer)
      if (!answer.ok && answer.hindrance === 'stopped' && rows.length === 1) {
        reach.aside.add(rows[0]!.key)
        return { ok: true, value: 'stopped' }
      }
      if (!answer.ok && (answer.reason === 'malformed' || answer.reason === 'too-large')) {
        if (rows.length === 1) await park(phone, rows[0]!, answer.reason)
        return { ok: true, value: 'unfit' }
      }
      if (!answer.ok) return answer
      // An answer to something else: asking again at once would be asked for ever.
      if (answer.value.results.length !== rows.length) return { ok: false, reason: 'internal' }
      // Another life of the database, or a feed that ends before what was seen of it: it was restored.
      const told: ArrivingPush = answer.value
      const { incarnation, prev, seq } = told
      const isRestored: boolean = (life !== null && life !== incarnation) || head > prev
      life = incarnation
      if (head === prev && seq > prev) {
        mark = envelopeAt(rows, answer.value)?.tag
        head = seq
      }
      isWhole = head === seq
      // Meanwhile its author may have left: what was taken before that does not leave after it.
      const hold = await readHold(phone)
      const going = next.filter((row) => !isHeld(row, hold))
      // The next one leaves first: what it asks of the database would have to wait for all of this.
      const isLast: boolean = isRestored || going.length === 0
      sending = isLast ? null : send(phone, going, { life, head, mark })
      settling = settle(phone, rows, answer.value, isRestored)
      if (isRestored) return REWOUND
      rows = going
    }
  } finally {
    await settling
  }
  return { ok: true, value: isWhole ? 'whole' : 'more' }
}

/** What was last seen of the server: which life of it, and up to where; 0 where nothing was. */
interface Seen {
  readonly life: string | null
  readonly head: number
  readonly mark: string | undefined
}

async function readSeen(phone: Phone): Promise<Seen> {
  const cursor = await readCursor(phone)
  const life = cursor?.incarnation ?? (await readLife(phone))
  return { life, head: cursor?.head ?? 0, mark: cursor?.mark }
}

/** What was accepted under the highest number of an answer, where that is one of these rows. */
const envelopeAt = (rows: readonly OutboxRow[], { seq, results }: ArrivingPush): Envelope | null =>
  rows.findLast((_, n) => {
    const result = results[n]
    return result?.result === 'accepted' && result.seq === seq
  })?.envelope ?? null

type Sending = Promise<Answer<ArrivingPush>>

function send(
  phone: Phone,
  rows: readonly OutboxRow[],
  seen: Seen,
  proof?: Promise<string>,
): Sending {
  const sending = callApi(phone, 'push', {
    query: queryOf(seen),
    body: { records: rows.map((row) => row.envelope) },
    ...(proof ? { proof } : {}),
  })
  // Where the batch before it ends everything, nobody is there to hear that this one failed.
  sending.catch(() => undefined)
  return sending
}

const queryOf = ({ life, head, mark }: Seen) => ({
  incarnation: life ?? undefined,
  after: life === null ? undefined : head,
  mark,
})

/** What is to be sent, and what was seen of the server when it was taken. */
export interface Taken {
  readonly rows: readonly OutboxRow[]
  readonly seen: Seen
  /** It is on the wire already. */
  readonly sending?: Sending
}

/** Sends what was written and frozen in one transaction. */
export type Way = (rows: readonly OutboxRow[]) => Taken

/**
 * How what is being written leaves as soon as it is, where nothing waits before it, and nothing has to be told
 * or known first. Inside the transaction that writes it.
 */
export async function findWay(phone: Phone): Promise<Way | null> {
  const { db } = phone
  const [waiting, [cursor, ...against]] = await Promise.all([
    db.outbox.count(),
    db.state.bulkGet(['cursor', DISTRUST, LEAVING, OFFER]),
  ])
  if (waiting > 0 || against.some((each) => each?.value !== undefined)) return null
  // What is wrong with it must not keep anybody from writing: the round says it.
  const known = cursorSchema.safeParse(cursor?.value).data
  if (!known) return null
  const seen: Seen = { life: known.incarnation, head: known.head, mark: known.mark }
  // Signed while the disk writes: afterwards the screen takes its time.
  const proof = Dexie.ignoreTransaction(() => proveCall(phone, 'push', { query: queryOf(seen) }))
  proof.catch(() => undefined)
  return (rows) => ({ rows, seen, sending: send(phone, rows, seen, proof) })
}

/**
 * The next rows to send after those on the wire, frozen from now on: what may have left is sent again byte
 * for byte until it is answered. Two revisions of one record go in order, in one batch or the second when
 * the first has been answered, and a refused one lets the others pass.
 */
async function takeBatch(phone: Phone, onTheWire: readonly OutboxRow[]): Promise<Taken> {
  const { db, runtime } = phone
  const { batch: most, aside } = reachOf(phone)
  const now = runtime.clock()
  const busy = new Set([...onTheWire.map(({ key }) => key), ...aside])
  // Cards of moments that are set aside: what is taken back does not have to wait for those.
  const waiting = new Set<string>()
  return db.transaction('rw', db.outbox, db.records, db.state, async () => {
    const [hold, seen] = await Promise.all([readHold(phone), readSeen(phone)])
    const rows: OutboxRow[] = []
    let bytes = 0
    for (let last = onTheWire.at(-1)?.n ?? 0; rows.length < most && bytes <= BATCH_BYTES; ) {
      // All at once: a cursor would cost more by the row than anything that is done with it.
      const next = await db.outbox.where('n').above(last).limit(MAX_BATCH).toArray()
      for (const row of next) {
        if (isHeld(row, hold)) continue
        if (row.parked || row.awaitsCouple || isHeldBack(row, now)) continue
        if (busy.has(row.key) || (waiting.has(row.key) && !row.envelope.deleted)) {
          // A card that comes or goes before its moment says so, another device takes for a choice of its own.
          for (const card of cardsBehind(phone, row))
            (aside.has(row.key) ? waiting : busy).add(card)
          continue
        }
        if (isUnsentDelete(row) && (await dropUnsent(phone, row))) continue
        if (rows.length === most || bytes > BATCH_BYTES) break
        bytes += row.envelope.sealed.length + 1000
        if (bytes > BATCH_BYTES && rows.length > 0) continue
        rows.push(isBehind(phone, row) ? await sealAnew(phone, row) : row)
      }
      last = next.at(-1)?.n ?? Number.POSITIVE_INFINITY
      if (next.length < MAX_BATCH) break
    }
    const fresh = rows.filter((row) => row.sent === 0)
    await db.outbox.bulkPut(fresh.map((row) => ({ ...row, sent: 1 })))
    return { rows: rows.map((row) => ({ ...row, sent: 1 as const })), seen }
  })
}

/**
 * What was written and deleted again before it ever left does not have to leave at all: nobody learns
 * that it was there. False: it has to. Inside the transaction.
 */
async function dropUnsent({ db, vault }: Phone, row: OutboxRow): Promise<boolean> {
  // After a restore of the server a record may have been there, though its row says otherwise.
  if ((await db.records.get(row.key))?.seq !== null) return false
  const opened = vault.open(row.envelope)
  if (opened.ok && opened.body.type !== 'unknown')
    await spendWrites({ db, device: vault.device }, opened.body)
  await Promise.all([
    db.outbox.delete(row.n),
    db.records.delete(row.key),
    keepDropped(db, row.key, row.envelope),
  ])
  return true
}

const isUnsentDelete = ({ envelope, sent, base }: OutboxRow): boolean =>
  envelope.deleted && sent === 0 && base === null && envelope.base === null

async function settle(
  phone: Phone,
  rows: readonly OutboxRow[],
  answer: ArrivingPush,
  isRestored: boolean,
): Promise<void> {
  const { db } = phone
  const asItIs = async (row: OutboxRow) => (await db.outbox.get(row.n)) ?? row
  const accepted = rows.flatMap((row, index): Accepted[] => {
    const result = answer.results[index]
    return result?.result === 'accepted' ? [{ row, seq: result.seq }] : []
  })
  // What has to be opened is opened before the transaction, which waits for nothing then.
  const leaving = accepted.filter(({ row }) => leavesCard(phone, row)).map(({ row }) => row.key)
  await db.transaction('rw', db.outbox, db.records, db.state, async () => {
    for (const [index, row] of rows.entries()) {
      const result = answer.results[index]
      if (result?.result === 'refused') await park(phone, row, result.reason)
    }
    await acknowledge(phone, accepted)
    await checkCardsOf(phone, leaving)
    // Own rows between `prev` and `seq` are known already; anything else would have moved `prev`.
    const cursor = await readCursor(phone)
    if (!cursor) await db.state.put({ name: ACCEPTED_BY, value: answer.incarnation })
    if (cursor?.incarnation === answer.incarnation && cursor.head === answer.prev) {
      const isAhead = answer.seq > answer.prev
      const there = isAhead ? envelopeAt(rows, answer) : null
      const to = isAhead ? movedTo(cursor, answer.seq, there) : cursor
      await db.state.put({ name: 'cursor', value: to })
    }
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

/** The whole batch at once, inside a transaction: what it costs counts by the question, not by the byte. */
async function acknowledge({ db }: Phone, accepted: readonly Accepted[]): Promise<void> {
  if (accepted.length === 0) return
  const newest = new Map(accepted.map((each) => [each.row.key, each]))
  const keys = [...newest.keys()]
  const [, records, offer, parked] = await Promise.all([
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
}

/** Takes accepted rows out of the outbox: at once, where nothing else lies between them. */
async function forgetRows({ outbox }: Phone['db'], accepted: readonly Accepted[]): Promise<void> {
  const numbers = accepted.map(({ row }) => row.n)
  const [first, last] = [numbers[0]!, numbers.at(-1)!]
  const isWhole = last - first + 1 === numbers.length
  if (isWhole) await outbox.where('n').between(first, last, true, true).delete()
  else await outbox.bulkDelete(numbers)
}

/** The cards that wait for this revision of a moment. */
function cardsBehind(phone: Phone, { envelope }: OutboxRow): readonly string[] {
  const opened = envelope.audience === 'me' ? phone.vault.open(envelope) : null
  return opened?.ok ? cardsNamedBy(phone, envelope.id, opened.body) : []
}

/** Whether an own moment may have left a card behind that is not its own any more. */
function leavesCard({ vault }: Phone, { envelope }: OutboxRow): boolean {
  const sent = envelope.audience === 'me' ? vault.open(envelope) : null
  return sent?.ok === true && mayLeaveCard(sent.body)
}

/** What it edited has been accepted by the server of now. */
const withoutSeverance = ({ severed: _severed, ...row }: OutboxRow): OutboxRow => row

async function park({ db }: Phone, row: OutboxRow, reason: Reason): Promise<void> {
  if (reason === 'no-couple' && (await readOpenCouple(db))) {
    await db.outbox.update(row.n, { awaitsCouple: 1 })
    await db.state.put({ name: OFFER, value: true })
    return
  }
  await db.outbox.update(row.n, { parked: reason, sent: 0 })
}
