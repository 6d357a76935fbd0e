import {
  type Body,
  carryUnknown,
  entryIn,
  type RestoreBody,
  type WeekBody,
} from '../journal/body.ts'
import { changedBy } from '../journal/changed.ts'
import type { SharedWrite } from '../journal/shared-write.ts'
import type { EnvelopeHead } from '../sync/envelope.ts'
import { type KnownCouple, readCouple } from './couple/couple.ts'
import { keyOf, type OutboxRow, type StoredRecord } from './database.ts'
import type { Phone } from './phone.ts'
import { numberWrite, readWrites, type SharedWrites } from './shared-writes.ts'
import { storedRecord } from './stored-record.ts'

/** What an edit becomes: the next revision of a record, sealed, and its row in the outbox. */

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

/** What an edit is made over: the record, and the newest revision of it that waits. */
export interface Before {
  readonly record: StoredRecord | undefined
  readonly pending: OutboxRow | undefined
}

/** What edits are sealed over: whether it still holds is looked at again in the transaction that puts them down. */
export interface Ground {
  readonly writes: SharedWrites
  readonly couple: KnownCouple | null
  readonly befores: ReadonlyMap<string, Before>
}

/** What is to be put down, and what it was made over. */
export interface Sealed {
  readonly ok: true
  readonly writes: SharedWrites
  readonly writesAfter: SharedWrites
  readonly rows: readonly (Before & { readonly next: StoredRecord; readonly row: OutboxRowDraft })[]
}

type OutboxRowDraft = Omit<OutboxRow, 'n'> & { n?: number }

/** `gone`: it was deleted. `too-long`: more than a record can hold. */
export interface Unsealed {
  readonly ok: false
  readonly reason: 'gone' | 'too-long'
}

/** What its author alone may see, under an id that is not here yet, sealed: what to add to `records` and to `outbox`. */
export function sealFresh(
  phone: Phone,
  id: string,
  body: NewBody,
): { record: StoredRecord; row: OutboxRow } {
  const edit: Edit = { id, audience: 'me', next: () => body }
  const before: Before = { record: undefined, pending: undefined }
  const head = headAfter(phone, edit, null, before, undefined, false)
  const envelope = phone.vault.seal(head, body as Body, null)
  if (!envelope) throw new Error('what was parsed fits a size class')
  const record = storedRecord(envelope, body, phone, null)
  return { record, row: outboxRow(record, before, undefined, edit) as OutboxRow }
}

/**
 * Seals what the edits become of what is there now. Nothing is written: whoever puts it down has to look
 * whether it is still the same. `ground`: where that is at hand.
 */
export async function sealEdits(
  phone: Phone,
  edits: readonly Edit[],
  couple: string | null,
  ground: Ground | null,
  mayReopen = true,
): Promise<Sealed | Unsealed> {
  const { vault } = phone
  const rows: Sealed['rows'][number][] = []
  const ids = edits.map(({ id }) => id)
  const isKnown = ground !== null && ids.every((id) => ground.befores.has(id))
  const { writes, couple: known, befores } = isKnown ? ground : await readGround(phone, ids)
  let writesAfter = writes
  const takeNumber = () => {
    const { count, spent } = writesAfter
    writesAfter = { count: count + 1, spent: 0 }
    return { write: count + 1, spent }
  }
  // What is taken back from a couple that was left has no reader who counts.
  const isCounted = couple === null || couple === known?.id
  for (const edit of edits) {
    const before = befores.get(edit.id)!
    const current = before.record ? vault.open(before.record.envelope) : null
    if (before.record?.envelope.deleted) return { ok: false, reason: 'gone' }
    // Another tab of this phone has just been given the key.
    if (current && !current.ok && current.reason === 'no-key' && mayReopen) {
      await phone.reopen()
      return sealEdits(phone, edits, couple, null, false)
    }
    if (current && !current.ok) throw new Error(`an own record does not open: ${current.reason}`)
    const now = current && current.body.type !== 'unknown' ? current.body : null
    const next = edit.next(now)
    if (!next) continue
    const raw = current?.ok && now?.type === next.type ? current.raw : null
    const replaced = isReplaceable(before.pending) ? before.pending : undefined
    const rev = revAfter(before, replaced)
    const body = noteChanges(
      carryUnknown(raw, now, next),
      now,
      current?.ok ? current.raw : null,
      rev,
    )
    const numbered =
      edit.audience === 'us' && isCounted
        ? numberWrite(body, current?.ok ? current.raw : null, vault.device, !!replaced, takeNumber)
        : (body as Body)
    const head = headAfter(phone, edit, couple, before, replaced, numbered.type === 'gone')
    const envelope = vault.seal(head, numbered, numbered.type === 'card' ? numbered.move : null)
    if (!envelope) return { ok: false, reason: 'too-long' }
    const stored = storedRecord(envelope, numbered, phone, before.record?.seq ?? null)
    rows.push({ ...before, next: stored, row: outboxRow(stored, before, replaced, edit) })
  }
  return { ok: true, writes, writesAfter, rows }
}

/** Reads what edits of these own records are sealed over, by id. */
export async function readGround(phone: Phone, ids: readonly string[]): Promise<Ground> {
  const { db, me } = phone
  const keys = ids.map((id) => keyOf({ author: me, id }))
  // All at once: what is asked one by one costs more than the write itself.
  const tables = [db.records, db.outbox, db.state]
  const [writes, couple, befores] = await db.transaction('r', tables, async () =>
    Promise.all([
      readWrites(phone),
      readCouple(db),
      Promise.all(keys.map((key) => readBefore(phone, key))),
    ]),
  )
  return { writes, couple, befores: new Map(ids.map((id, place) => [id, befores[place]!])) }
}

/** What an edit of this record is made over. Inside or outside a transaction. */
export async function readBefore({ db }: Pick<Phone, 'db'>, key: string): Promise<Before> {
  const [record, pending] = await Promise.all([
    db.records.get(key),
    db.outbox.where('key').equals(key).last(),
  ])
  return { record, pending }
}

/**
 * Whether an edit takes the place of what waits: nobody has it. What only goes back to a restored server others
 * have, and under one number they would keep theirs.
 */
const isReplaceable = (pending: OutboxRow | undefined): boolean =>
  pending !== undefined && pending.sent === 0 && pending.again !== 1

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
  const isOverAgain = pending?.again === 1
  const base = pending && !isOverAgain ? pending.base : (record?.envelope ?? null)
  return {
    ...(replaced ? { n: replaced.n } : {}),
    ...(pending?.severed || isOverAgain ? { severed: 1 as const } : {}),
    key: next.key,
    envelope: next.envelope,
    digest: next.digest,
    base,
    sent: 0,
    ...(heldUntil === undefined ? {} : { heldUntil }),
    ...(heldUntil === undefined || !record ? {} : { undo: record.envelope }),
  }
}
