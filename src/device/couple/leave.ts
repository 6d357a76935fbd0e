import { entryIn } from '../../journal/body.ts'
import type { Entry } from '../../journal/entry.ts'
import { coupleChainSchema, digestLink } from '../../sync/membership.ts'
import { type Answer, callApi } from '../client.ts'
import { type KnownCouple, readCouple, readOpenCouple } from './couple.ts'
import { idOf, type OutboxRow } from '../database.ts'
import { type Leaving, LEAVING, readLeaving } from './leaving.ts'
import { believe, refreshMembership, signCoupleLink } from './membership.ts'
import type { Phone } from '../phone.ts'
import type { Edit } from '../edit.ts'
import { writeRecords } from '../records.ts'
import { storedRecord } from '../stored-record.ts'
import { OFFER } from '../sync/rewind.ts'
import { coupleOfCard, goneEdit } from '../moments/card.ts'
import { readDefault } from '../moments/opening.ts'
import { chooseDefault } from '../moments/share.ts'

/**
 * One of the two leaves. It takes one of them, works without a network, and closes the couple for good:
 * from that moment this phone gives nothing to the other. What was shared stays where it is, on both
 * phones, sealed; the leaver may take their own back. What still waited becomes its author's alone
 * again, on both sides. Nobody is told: the other's phone learns of it the next time it asks.
 *
 * The server closes the couple when the signed link reaches it, and lets go of the moves it could read.
 */

/** Leaves the couple, if there is one. Resolves when the disk has it; the rest follows by itself. */
export async function leaveCouple(
  phone: Phone,
  { withdraw }: { readonly withdraw: boolean },
): Promise<void> {
  const { db } = phone
  const left = await db.transaction('rw', db.state, async () => {
    const couple = await readOpenCouple(db)
    if (!couple) return null
    const value: Leaving = { couple: couple.id, withdraw }
    await db.state.bulkPut([
      { name: 'couple', value: { ...couple, closed: true } },
      { name: LEAVING, value },
    ])
    return couple
  })
  if (left) await tidyAfterLeaving(phone)
}

/** Tells the server, which needs a network; what it knows already changes nothing. */
export async function sendLeave(phone: Phone): Promise<Answer<null>> {
  const { db } = phone
  const leaving = await readLeaving(db)
  if (!leaving) return { ok: true, value: null }
  // The app may have been killed in the middle of leaving.
  await tidyAfterLeaving(phone)
  const first = await offerLeave(phone, leaving)
  // Another device has lengthened the chain meanwhile: it is read again, and signed over its new end.
  const isBehind = !first.ok && first.reason === 'distrusted'
  const told =
    isBehind && (await refreshMembership(phone)).ok ? await offerLeave(phone, leaving) : first
  if (!told.ok && told.reason === 'no-couple') {
    await db.state.put({ name: OFFER, value: true })
    return { ok: true, value: null }
  }
  if (!told.ok && told.reason !== 'closed') return told
  if (!told.ok) await refreshMembership(phone)
  await db.state.delete(LEAVING)
  return { ok: true, value: null }
}

async function offerLeave(phone: Phone, { couple }: Leaving): Promise<Answer<null>> {
  const { db } = phone
  const stored = (await db.state.get('chains'))?.value as { couple?: unknown } | undefined
  const chain = coupleChainSchema.parse(stored?.couple)
  const last = chain.at(-1)
  if (!last) return { ok: true, value: null }
  const link = last.type === 'leave' ? last : await signLeave(phone, couple, digestLink(last))
  const answer = await callApi(phone, 'appendCoupleLink', { body: { link, keys: null } })
  if (!answer.ok) return answer
  await believe(phone, answer.value)
  return { ok: true, value: null }
}

async function signLeave(phone: Phone, couple: string, prev: string) {
  const unsigned = { type: 'leave', v: 1, couple, prev } as const
  return { ...unsigned, signed: await signCoupleLink(phone, unsigned) }
}

/** How long a phone takes its couple to be as it was when it last asked, in ms. */
const ASK_AGAIN = 60 * 60 * 1000

/** Whether it has been so long since this phone asked. */
export const isAskingTime = (asked: unknown, now: number): boolean =>
  Math.abs(now - ((asked as number | undefined) ?? 0)) >= ASK_AGAIN

/**
 * Asks whether the couple is still open: now and then, and at once where the server has refused something
 * because it is not (`sync/chores.ts`). Nobody pushes that into anybody's evening.
 */
export async function learnOfLeaving(phone: Phone): Promise<Answer<null>> {
  const { db, runtime } = phone
  const answer = await refreshMembership(phone)
  if (!answer.ok) return answer
  await db.state.put({ name: 'asked-couple', value: runtime.clock() })
  return { ok: true, value: null }
}

/**
 * Brings what belongs to no open couple to rest: what was never sent becomes its author's alone, what
 * waited to open does not, and where the leaver asked for it, what was shared is taken back.
 */
export async function tidyAfterLeaving(phone: Phone): Promise<void> {
  const { db } = phone
  const couple = await readCouple(db)
  if (!couple) return
  const leaving = await readLeaving(db)
  const returned = await dropUnsent(phone, couple)
  const isSettled = !couple.closed || (await db.state.get('settled'))?.value === couple.id
  if (isSettled && returned === 0) return
  if (leaving?.withdraw) await withdraw(phone, leaving.couple)
  await keepWaiting(phone, couple)
  if (isSettled) return
  // The next couple begins with a choice of its own.
  if ((await readDefault(phone)) !== 'me') await chooseDefault(phone, 'me')
  await db.transaction('rw', db.state, async () => {
    await db.state.put({ name: 'settled', value: couple.id })
    // Whoever was left says the link once more: then the server lets go of their moves as well.
    const value: Leaving = { couple: couple.id, withdraw: false }
    if (!(await db.state.get(LEAVING)) && !leaving) await db.state.put({ name: LEAVING, value })
  })
}

const isFinal = ({ envelope }: OutboxRow): boolean => envelope.deleted

/** What is on its way to a couple that is closed comes back: never written, or as it was accepted. */
async function dropUnsent(phone: Phone, couple: KnownCouple): Promise<number> {
  const { db, vault } = phone
  const isUnsent = (row: OutboxRow): boolean => {
    const { couple: to } = row.envelope
    const isClosed = to !== null && (to !== couple.id || couple.closed)
    // One that may have left is asked about first: the server may have taken it.
    return isClosed && !isFinal(row) && (row.sent === 0 || row.parked !== undefined)
  }
  if ((await db.outbox.filter(isUnsent).count()) === 0) return 0
  return db.transaction('rw', db.records, db.outbox, async () => {
    const rows = await db.outbox.filter(isUnsent).toArray()
    for (const { n, key, base } of rows) {
      const record = await db.records.get(key)
      const opened = base && vault.open(base)
      if (base && opened?.ok) {
        await db.records.put(storedRecord(base, opened.body, phone, record?.seq ?? null))
      } else {
        await db.records.delete(key)
      }
      await db.outbox.delete(n)
    }
    return rows.length
  })
}

const AT_ONCE = 100

/** Takes back everything this person shared in a couple but their name. */
async function withdraw(phone: Phone, couple: string): Promise<void> {
  const { db, me } = phone
  const shared = await db.records
    .where('audience')
    .equals('us')
    .filter(({ author, envelope, type }) => {
      const isOwn = author === me && envelope.couple === couple
      return isOwn && !envelope.deleted && type !== 'profile'
    })
    .primaryKeys()
  for (let start = 0; start < shared.length; start += AT_ONCE) {
    const edits = shared.slice(start, start + AT_ONCE).map((key) => goneEdit(idOf(key), 'us'))
    await writeRecords(phone, edits, couple)
  }
}

/** What was to open to a couple that is closed, and has not, is only its author's again. */
async function keepWaiting(phone: Phone, couple: KnownCouple): Promise<void> {
  const { db, me, vault } = phone
  const open = couple.closed ? null : couple.id
  const edits: Edit[] = []
  for (const { key, envelope } of await db.records.where('audience').equals('me').toArray()) {
    if (envelope.author !== me || envelope.deleted) continue
    const opened = vault.open(envelope)
    const entry = opened.ok && opened.body.type !== 'unknown' ? entryIn(opened.body) : null
    if (!entry || !isGivenElsewhere(entry, open)) continue
    if ((await coupleOfCard(phone, idOf(key), entry.sharing)) !== null) continue
    edits.push(privateEdit(idOf(key), open))
  }
  for (let start = 0; start < edits.length; start += AT_ONCE) {
    await writeRecords(phone, edits.slice(start, start + AT_ONCE))
  }
}

/** Whether it was given to another couple than the one that is open. */
const isGivenElsewhere = ({ sharing }: Entry, open: string | null): boolean =>
  sharing.with === 'us' && (open === null || sharing.couple !== open)

const toSelf = (entry: Entry): Entry => ({
  ...entry,
  sharing: { with: 'me', number: entry.sharing.number, loops: true },
})

/** By the time it is written its author may have given it to the couple that is open: then it stays given. */
const privateEdit = (id: string, open: string | null): Edit => ({
  id,
  audience: 'me',
  next(current) {
    const entry = current && entryIn(current)
    if (!entry || !isGivenElsewhere(entry, open)) return null
    return current.type === 'pause' ? { ...current, entry: toSelf(entry) } : toSelf(entry)
  },
})

/** How many of one's own still lie with the other: what leaving may take back. */
export async function countShared(phone: Phone): Promise<number> {
  const couple = await readCouple(phone.db)
  if (!couple) return 0
  return phone.db.records
    .where('type')
    .equals('card')
    .filter(({ author, envelope }) => author === phone.me && envelope.couple === couple.id)
    .count()
}
