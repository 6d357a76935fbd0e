import {
  type Body,
  carryUnknown,
  entryIn,
  type RestoreBody,
  type WeekBody,
} from '../journal/body.ts'
import { changedBy } from '../journal/changed.ts'
import type { Entry } from '../journal/entry.ts'
import { instantOf, type Move } from '../journal/move.ts'
import { readSharedWrite, type SharedWrite, standsFor } from '../journal/shared-write.ts'
import type { Envelope, EnvelopeHead } from '../sync/envelope.ts'
import { readCouple } from './couple/couple.ts'
import { keyOf, type OutboxRow, type StoredRecord } from './database.ts'
import { digestedWhenAsked } from './digested.ts'
import { PERSON } from './identity.ts'
import type { Phone } from './phone.ts'
import { carriers } from './written.ts'
import type { Vault } from './vault.ts'

/**
 * The one way a record is written on this phone: seal first, then put the record and its outbox row
 * in one strict transaction. Sealing comes before, and the transaction checks that nothing has moved
 * meanwhile; if something has, it is sealed again over what is there now.
 */

type WithoutWrite<T> = T extends unknown ? Omit<T, keyof SharedWrite> : never
/** A body as a writer gives it: the shared-write numbers are added here. */
export type NewBody = WithoutWrite<Exclude<Body, Loose>> | Loose
/** What is read elsewhere, so that its fields are not known here. */
type Loose = WeekBody | RestoreBody

/** One record to write. `next` gets what it is now, and answers what it becomes; null leaves it alone. */
export interface Edit {
  readonly id: string
  readonly audience: 'me' | 'us'
  readonly next: (current: Body | null) => NewBody | null
  /** Holds the row back until this time in ms, so that it can be undone. */
  readonly heldUntil?: number
}

/** `gone`: it was deleted. `full`: no room on this phone. `too-long`: more than a record can hold. */
export type Saved = { ok: true } | { ok: false; reason: 'gone' | 'full' | 'too-long' }

interface Before {
  readonly record: StoredRecord | undefined
  readonly pending: OutboxRow | undefined
}

const ATTEMPTS = 8

/** An entry under a fresh random id, sealed: what to add to `records` and to `outbox`. */
export function sealFresh(
  phone: Phone,
  id: string,
  body: Entry,
): { record: StoredRecord; row: OutboxRow } {
  const edit: Edit = { id, audience: 'me', next: () => body }
  const before: Before = { record: undefined, pending: undefined }
  const head = headAfter(phone, edit, null, before, undefined, false)
  const envelope = phone.vault.seal(head, body, null)
  if (!envelope) throw new Error('an entry fits a size class')
  const record = storedRecord(envelope, body, phone, null)
  return { record, row: outboxRow(record, before, undefined, edit) as OutboxRow }
}

/**
 * Writes all edits, or none. Resolves when the disk has them. `couple` has to be given for `us` records.
 */
export async function writeRecords(
  phone: Phone,
  edits: readonly Edit[],
  couple: string | null = null,
): Promise<Saved> {
  const saved = await writeWhile(phone, edits, couple, null)
  if (!saved.ok && saved.reason === 'changed') throw new Error('nothing was to hold')
  return saved
}

/** `changed`: what the edits rested on does not hold any more, and nothing was written. */
export type SavedWhile = Saved | { ok: false; reason: 'changed' }

/**
 * The same, as long as `holds` is true inside the transaction: for edits that rest on other records
 * than the ones they write. It may read `records` and `outbox` only.
 */
export async function writeWhile(
  phone: Phone,
  edits: readonly Edit[],
  couple: string | null,
  holds: (() => Promise<boolean>) | null,
): Promise<SavedWhile> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const sealed = await sealEdits(phone, edits, couple)
    if (!sealed.ok) {
      // What is gone by now may be the very thing that the edits rested on.
      const isHolding = !holds || (await phone.db.transaction('r', ['records', 'outbox'], holds))
      return isHolding ? sealed : { ok: false, reason: 'changed' }
    }
    const done = await putSealed(phone, sealed, holds)
    if (done === 'put') return { ok: true }
    if (done === 'another') await phone.reopen()
    else if (done !== 'moved') return { ok: false, reason: done }
  }
  throw new Error('a record kept changing')
}

interface Sealed {
  readonly ok: true
  readonly writes: SharedWrites
  readonly writesAfter: SharedWrites
  readonly rows: readonly (Before & { readonly next: StoredRecord; readonly row: OutboxRowDraft })[]
}
/**
 * How many shared writes this device has numbered, and how many of those numbers never left it: the
 * next shared write stands for them too, so that the partner does not take them for a hole.
 */
interface SharedWrites {
  readonly count: number
  readonly spent: number
}

/** What is known of the numbers of this device. */
export async function readWrites({ db }: Pick<Phone, 'db'>): Promise<SharedWrites> {
  const [count, spent] = await db.state.bulkGet(['writes', 'spent-writes'])
  return {
    count: (count?.value as number | undefined) ?? 0,
    spent: (spent?.value as number | undefined) ?? 0,
  }
}

/**
 * Notes that the shared writes of this device behind `body` never leave it, but for those that `instead`
 * stands for. `by` is the device that wrote it. Inside a transaction that includes `state`.
 */
export async function spendWrites(
  { db, device }: Pick<Phone, 'db'> & { readonly device: string },
  body: unknown,
  instead: unknown = null,
  by = device,
): Promise<void> {
  const unsent = standsFor(body, device) - standsFor(instead, device)
  if (unsent <= 0) return
  const { spent, count } = await readWrites({ db })
  await db.state.put({ name: 'spent-writes', value: spent + unsent })
  // A later one may be with the partner already, and this one be missed there.
  const isLast = by === device && readSharedWrite(body)?.write === count
  if (!isLast) await db.state.put({ name: MISSED, value: true })
}

/** Set while a shared write of this device may be missed by the partner, though nobody keeps it back. */
export const MISSED = 'missed-writes'

type OutboxRowDraft = Omit<OutboxRow, 'n'> & { n?: number }

async function sealEdits(
  phone: Phone,
  edits: readonly Edit[],
  couple: string | null,
  mayReopen = true,
): Promise<Sealed | Extract<Saved, { ok: false }>> {
  const { vault, db, me } = phone
  const rows: Sealed['rows'][number][] = []
  const keys = edits.map(({ id }) => keyOf({ author: me, id }))
  // All at once: what is asked one by one costs more than the write itself.
  const [writes, known, befores] = await db.transaction(
    'r',
    [db.records, db.outbox, db.state],
    async () =>
      Promise.all([
        readWrites(phone),
        couple === null ? null : readCouple(db),
        Promise.all(keys.map((key) => readBefore(phone, key))),
      ]),
  )
  let writesAfter = writes
  const takeNumber = (): { write: number; spent: number } => {
    const { spent } = writesAfter
    writesAfter = { count: writesAfter.count + 1, spent: 0 }
    return { write: writesAfter.count, spent }
  }
  // What is taken back from a couple that was left has no reader who counts.
  const isCounted = couple === null || couple === known?.id
  for (const [place, edit] of edits.entries()) {
    const before = befores[place]!
    const current = before.record ? vault.open(before.record.envelope) : null
    if (before.record?.envelope.deleted) return { ok: false, reason: 'gone' }
    // Another tab of this phone has just been given the key.
    if (current && !current.ok && current.reason === 'no-key' && mayReopen) {
      await phone.reopen()
      return sealEdits(phone, edits, couple, false)
    }
    if (current && !current.ok) throw new Error(`an own record does not open: ${current.reason}`)
    const now = current && current.body.type !== 'unknown' ? current.body : null
    const next = edit.next(now)
    if (!next) continue
    const raw = current?.ok && now?.type === next.type ? current.raw : null
    const replaced = before.pending && !before.pending.sent ? before.pending : undefined
    const rev = revAfter(before, replaced)
    const body = noteChanges(
      carryUnknown(raw, now, next),
      now,
      current?.ok ? current.raw : null,
      rev,
    )
    const numbered =
      edit.audience === 'us' && isCounted
        ? numberWrite(body, current?.ok ? current.raw : null, vault.device, replaced, takeNumber)
        : (body as Body)
    const head = headAfter(phone, edit, couple, before, replaced, numbered.type === 'gone')
    const envelope = vault.seal(head, numbered, numbered.type === 'card' ? numbered.move : null)
    if (!envelope) return { ok: false, reason: 'too-long' }
    const stored = storedRecord(envelope, numbered, phone, before.record?.seq ?? null)
    rows.push({ ...before, next: stored, row: outboxRow(stored, before, replaced, edit) })
  }
  return { ok: true, writes, writesAfter, rows }
}

async function readBefore({ db }: Pick<Phone, 'db'>, key: string): Promise<Before> {
  const [record, pending] = await Promise.all([
    db.records.get(key),
    db.outbox.where('key').equals(key).last(),
  ])
  return { record, pending }
}

/**
 * The shared-write number of this revision. One that takes the place of a revision that never left
 * keeps its number; a new one stands for the earlier numbers of the record as well.
 */
function numberWrite(
  body: NewBody,
  current: unknown,
  device: string,
  replaced: OutboxRow | undefined,
  take: () => { write: number; spent: number },
): Body {
  const before = readSharedWrite(current)
  if (replaced && before) return { ...body, ...before } as Body
  const { write, spent } = take()
  const own = standsFor(current, device) + spent + 1
  const others = before?.stands.filter(([by]) => by !== device) ?? []
  return { ...body, write, stands: [...others, [device, own]] } as Body
}

const revAfter = ({ record }: Pick<Before, 'record'>, replaced: OutboxRow | undefined): number =>
  replaced ? replaced.envelope.rev : (record?.envelope.rev ?? 0) + 1

/** Since when each text of a moment is as it is; what was never written over need not say so. */
function noteChanges(body: NewBody, now: Body | null, raw: unknown, rev: number): NewBody {
  const [before, entry] = [now && entryIn(now), entryIn(body as Body)]
  if (rev === 1 || !before || !entry) return body
  return { ...body, ...changedBy(entry, { entry: before, raw }, rev) }
}

function headAfter(
  { me, vault }: Phone,
  edit: Edit,
  couple: string | null,
  { record }: Before,
  replaced: OutboxRow | undefined,
  deleted: boolean,
): EnvelopeHead {
  const rev = revAfter({ record }, replaced)
  const base = replaced ? replaced.envelope.base : (record?.digest ?? null)
  const common = {
    v: 1 as const,
    id: edit.id,
    author: me,
    device: vault.device,
    rev,
    base,
    deleted,
  }
  if (edit.audience === 'me') return { ...common, audience: 'me', couple: null, epoch: vault.epoch }
  const epoch = couple === null ? null : vault.coupleEpoch(couple)
  if (couple === null || epoch === null) throw new Error('no couple to write to')
  return { ...common, audience: 'us', couple, epoch }
}

function outboxRow(
  next: StoredRecord,
  { record, pending }: Before,
  replaced: OutboxRow | undefined,
  { heldUntil }: Edit,
): OutboxRowDraft {
  const base = pending ? pending.base : (record?.envelope ?? null)
  return {
    ...(replaced ? { n: replaced.n } : {}),
    ...(pending?.severed ? { severed: 1 as const } : {}),
    key: next.key,
    envelope: next.envelope,
    digest: next.digest,
    base,
    sent: 0,
    ...(heldUntil === undefined ? {} : { heldUntil }),
    ...(heldUntil === undefined || !record ? {} : { undo: record.envelope }),
  }
}

/**
 * Whether this is still a device of `author`, whose keys are on the disk. It may have become another
 * person's while something was being sealed, in this tab or another, or the browser may have cleared its
 * storage: what is sealed under keys that would be gone tomorrow is never written. Inside a transaction
 * that includes `state`.
 */
export async function isStill({ state }: Phone['db'], author: string): Promise<boolean> {
  const person = await state.get(PERSON)
  if (person) return person.value === author
  return (await state.where('name').equals('identity').count()) === 1
}

/** What stands on this phone for an envelope: itself, and in the clear what is needed to find it. */
export function storedRecord(
  envelope: Envelope,
  body: { readonly type: string } | null,
  { me }: { readonly me: string },
  seq: number | null,
): StoredRecord {
  const { author, audience } = envelope
  const stored: StoredRecord = digestedWhenAsked({
    key: keyOf(envelope),
    author,
    audience,
    envelope,
    seq,
  })
  if (!body || envelope.deleted) return stored
  if (body.type === 'entry') {
    const { move, sharing } = body as Entry
    stored.at = instantOf(move.at)
    if (sharing.with === 'us') stored.opensAt = Date.parse(sharing.opensAt)
  } else if (body.type === 'card') {
    stored.type = 'card'
    if (author !== me) stored.at = instantOf((body as { move: Move } & { type: string }).move.at)
  } else {
    stored.type = body.type
  }
  return stored
}

async function putSealed(
  { db }: Phone,
  sealed: Sealed,
  holds: (() => Promise<boolean>) | null,
): Promise<'put' | 'moved' | 'another' | 'changed' | 'full'> {
  const carrier = carriers.get(db)
  const held = sealed.rows.filter(({ row }) => row.heldUntil !== undefined)
  let leave = (): void => (held.length < sealed.rows.length ? carrier?.call() : undefined)
  try {
    const done = await db.transaction('rw', db.records, db.outbox, db.state, async () => {
      const authors = [...new Set(sealed.rows.map(({ next }) => next.author))]
      // All at once: each question that waits for the one before keeps what is written from the disk.
      const [areStill, isHolding, writes, befores, take] = await Promise.all([
        Promise.all(authors.map((author) => isStill(db, author))),
        holds ? holds() : true,
        readWrites({ db }),
        Promise.all(sealed.rows.map(({ next }) => readBefore({ db }, next.key))),
        sealed.rows.length > 0 && held.length === 0 ? carrier?.awaits() : null,
      ])
      if (areStill.includes(false)) return 'another'
      if (!isHolding) return 'changed'
      if (JSON.stringify(writes) !== JSON.stringify(sealed.writes)) return 'moved'
      for (const [place, { record, pending }] of sealed.rows.entries()) {
        const { record: now, pending: last } = befores[place]!
        if (now?.digest !== record?.digest) return 'moved'
        if (last?.n !== pending?.n || last?.sent !== pending?.sent) return 'moved'
      }
      const rows = sealed.rows.map(({ row }) => (take ? { ...row, sent: 1 as const } : row))
      const [, numbers] = await Promise.all([
        db.records.bulkPut(sealed.rows.map(({ next }) => next)),
        db.outbox.bulkPut(rows, { allKeys: true }),
        sealed.writesAfter === sealed.writes
          ? null
          : db.state.bulkPut([
              { name: 'writes', value: sealed.writesAfter.count },
              { name: 'spent-writes', value: sealed.writesAfter.spent },
            ]),
      ])
      if (take) leave = () => take(rows.map((row, place) => ({ ...row, n: numbers[place]! })))
      return 'put'
    })
    if (done === 'put') leave()
    return done
  } catch (error) {
    if (isQuotaError(error)) return 'full'
    throw error
  }
}

/** Tells whether the browser has no room left, in any of the ways it says so. */
export function isQuotaError(error: unknown): boolean {
  const seen = new Set<unknown>()
  for (let each = error; each && typeof each === 'object' && !seen.has(each); ) {
    seen.add(each)
    if ((each as { name?: unknown }).name === 'QuotaExceededError') return true
    each = (each as { inner?: unknown }).inner
  }
  return false
}

/** The body of an own record; null where there is none, it is gone, or it is of a newer version. */
export const readOwnBody = async (phone: Phone, id: string): Promise<Body | null> =>
  ownBodyIn(phone, await phone.db.records.get(keyOf({ author: phone.me, id })))

/** The same of a record that has been read. */
export function ownBodyIn(phone: Phone, record: StoredRecord | undefined): Body | null {
  if (!record || record.envelope.deleted) return null
  const opened = phone.vault.open(record.envelope)
  return opened.ok && opened.body.type !== 'unknown' ? opened.body : null
}

/** A vault, for those who only open. */
export type Opener = Pick<Vault, 'open'>
