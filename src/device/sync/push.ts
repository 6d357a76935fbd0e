import { Dexie } from 'dexie'
import type { ArrivingPush } from '../../sync/api.ts'
import { MAX_BATCH, MAX_BODY_BYTES } from '../../sync/limits.ts'
import { cursorSchema, readCursor, readLife } from './cursor.ts'
import { type Answer, callApi, proveCall } from '../client.ts'
import type { OutboxRow } from '../database.ts'
import { asFrozen, freeze, readFrozen } from '../frozen.ts'
import { DISTRUST } from '../couple/distrust.ts'
import { LEAVING } from '../couple/leaving.ts'
import { keepDropped } from './dropped.ts'
import { isHeld, readHold } from './held.ts'
import { isBehind, sealAnew } from './reseal.ts'
import { OFFER } from './rewind.ts'
import { notePush, reachOf } from './reach.ts'
import type { Phone } from '../phone.ts'
import { envelopeAt, leavesCard, park, settle } from './settle.ts'
import { spendWrites } from '../shared-writes.ts'
import { isHeldBack } from '../undo.ts'
import { cardsNamedBy } from '../moments/withdraw-cards.ts'

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
  let settling = Promise.resolve(true)
  const reach = reachOf(phone)
  try {
    for (let sending: Sending | null = sent ?? send(phone, rows, seen); sending; ) {
      await settling
      const { rows: next } = await takeBatch(phone, rows)
      // Opened while nothing but the answer is waited for.
      const leaving = rows.filter((row) => leavesCard(phone, row)).map(({ key }) => key)
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
      settling = settle(phone, rows, leaving, answer.value, isRestored)
      if (isRestored) return REWOUND
      rows = going
    }
  } finally {
    const isThere = await settling
    isWhole &&= isThere
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
    const [hold, seen, frozen] = await Promise.all([
      readHold(phone),
      readSeen(phone),
      readFrozen(db),
    ])
    const rows: OutboxRow[] = []
    const anew: OutboxRow[] = []
    let bytes = 0
    for (let last = onTheWire.at(-1)?.n ?? 0; rows.length < most && bytes <= BATCH_BYTES; ) {
      // All at once: a cursor would cost more by the row than anything that is done with it.
      const next = await db.outbox.where('n').above(last).limit(MAX_BATCH).toArray()
      for (const found of next) {
        const row = asFrozen(found, frozen)
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
        if (isBehind(phone, row)) anew.push(await sealAnew(phone, row))
        rows.push(anew.at(-1)?.n === row.n ? anew.at(-1)! : row)
      }
      last = next.at(-1)?.n ?? Number.POSITIVE_INFINITY
      if (next.length < MAX_BATCH) break
    }
    const fresh = rows.filter((row) => row.sent === 0)
    await db.outbox.bulkPut(anew)
    if (fresh.length > 0) await freeze(db, frozen, fresh)
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

/** The cards that wait for this revision of a moment. */
function cardsBehind(phone: Phone, { envelope }: OutboxRow): readonly string[] {
  const opened = envelope.audience === 'me' ? phone.vault.open(envelope) : null
  return opened?.ok ? cardsNamedBy(phone, envelope.id, opened.body) : []
}

const isUnsentDelete = ({ envelope, sent, base }: OutboxRow): boolean =>
  envelope.deleted && sent === 0 && base === null && envelope.base === null
