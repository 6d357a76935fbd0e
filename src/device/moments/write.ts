import { mergeEntries } from '../../journal/merge.ts'
import { type Entry, ONLY_ME, tidyWords, type Words } from '../../journal/entry.ts'
import { instantOf, type Kind, type Move } from '../../journal/move.ts'
import { toText } from '../../sync/bytes.ts'
import { ownKey, readOpenCouple } from '../couple/couple.ts'
import { draftName } from './draft.ts'
import { pastEdit } from './past.ts'
import type { Phone } from '../phone.ts'
import { contextAtHand, noteTap, readTapContext, sameMoment, sharingOf } from './ready.ts'
import { type Edit, sealFresh } from '../edit.ts'
import { isQuotaError, isStill } from '../put.ts'
import { type Saved, writeWhile } from '../records.ts'
import { spendWrites } from '../shared-writes.ts'
import { ownBodyIn, readOwnBody, storedRecord } from '../stored-record.ts'
import { cardId, coupleOfCard, goneEdit, isOpen, whileOpenIs } from './card.ts'
import { offsetAt, writeWhen } from './zones.ts'

/** How long a delete can be undone, in ms. */
export const UNDO_TIME = 10_000

/** Now, as a move carries it. */
export const timeNow = (phone: Phone): string => timeAt(phone, phone.runtime.clock())

/** An instant in ms, as a move carries it. */
export const timeAt = ({ runtime }: Phone, instant: number): string =>
  writeWhen(instant, runtime.offsetAt?.(instant) ?? offsetAt(instant, runtime.zone()))

/**
 * Keeps a moment. Resolves when the disk has it. The same kind within a minute is the same entry:
 * `again` is true and nothing new is written.
 *
 * What the tap has to know is at hand on an open phone (`ready.ts`); otherwise it is read inside the
 * same transaction. Sealing may stand inside: unlike WebCrypto, it does not wait for anything.
 */
export async function addEntry(
  phone: Phone,
  draft: { readonly kind: Kind; readonly at?: string },
): Promise<{ ok: true; id: string; again: boolean } | Extract<Saved, { ok: false }>> {
  const { db, runtime } = phone
  const now = runtime.clock()
  const move = { kind: draft.kind, at: draft.at ?? timeNow(phone) }
  const known = contextAtHand(phone)
  try {
    const kept = await db.transaction('rw', db.records, db.outbox, db.state, async () => {
      const context = known ?? (await readTapContext(phone))
      const same = draft.at === undefined ? sameMoment(context, draft.kind, now) : null
      if (same !== null && !(await isGone(phone, same))) {
        return { ok: true, id: same, again: true } as const
      }
      const id = toText(runtime.random(16))
      const sharing = sharingOf(context, now)
      const { record, row } = sealFresh(phone, id, { type: 'entry', move, words: {}, sharing })
      // All three at once: waiting for the answer to the first would cost a slow phone as much again.
      const [isMine] = await Promise.all([
        isStill(db, record.author),
        db.records.add(record),
        db.outbox.add(row),
      ])
      if (!isMine) throw new AnotherPhone()
      return { ok: true, id, again: false } as const
    })
    if (!kept.again) noteTap(phone, { id: kept.id, kind: draft.kind, at: instantOf(move.at) })
    return kept
  } catch (error) {
    if (error instanceof AnotherPhone) {
      await phone.reopen()
      return addEntry(phone, draft)
    }
    if (isQuotaError(error)) return { ok: false, reason: 'full' }
    throw error
  }
}

/**
 * Seals a moment that is kept nowhere. Sealing for the first time takes a slow phone many times as long as
 * ever after, because its code is made ready only then; that is not to happen under somebody's finger.
 */
export function rehearse(phone: Phone): void {
  const move = { kind: 'repair', at: timeNow(phone) } as const
  const id = toText(phone.runtime.random(16))
  sealFresh(phone, id, { type: 'entry', move, words: {}, sharing: ONLY_ME })
}

/** The keys on the disk are not the ones this was sealed under: the transaction is undone. */
class AnotherPhone extends Error {}

async function isGone(phone: Phone, id: string): Promise<boolean> {
  return (await phone.db.records.get(ownKey(phone, id)))?.envelope.deleted ?? true
}

/** What its author began with, as it stood on the screen, and what they made of it. */
export interface Change {
  readonly move?: Partial<Move>
  readonly words?: Words
  /** Absent: what is kept now. */
  readonly from?: { readonly move: Move; readonly words: Words }
}

/**
 * Changes an entry: parts of its move, or all of its words. An open card follows a changed move; its
 * words change only through `chooseSharing`, after the author has seen them on the card.
 *
 * What another device or tab wrote while its author was writing is not written over: what only one of
 * them changed is joined, and a text that loses is kept beside the entry.
 */
export async function editEntry(phone: Phone, id: string, change: Change): Promise<Saved> {
  const { db } = phone
  const held = await db.records.get(ownKey(phone, id))
  const before = ownBodyIn(phone, held)
  if (before?.type !== 'entry') return { ok: false, reason: 'gone' }
  const { entry, lost } = applyChange(before, change)
  const edits: Edit[] = [{ id, audience: 'me', next: () => entry }]
  if (lost) edits.push(pastEdit(phone, id, lost))
  const couple = await readOpenCouple(db)
  const open = await isOpen(phone, id, before.sharing)
  if (change.move && couple && open) {
    edits.push({
      id: cardId(phone, id, before.sharing.number),
      audience: 'us',
      next: (current) => (current?.type === 'card' ? { ...current, move: entry.move } : null),
    })
  }
  const isStill = async () =>
    (await db.records.get(ownKey(phone, id)))?.digest === held?.digest &&
    (await isOpen(phone, id, before.sharing)) === open
  const saved = await writeWhile(phone, edits, couple?.id ?? null, isStill)
  if (!saved.ok && saved.reason === 'changed') return editEntry(phone, id, change)
  // It is kept already; a draft that stays is shown again and changes nothing.
  if (saved.ok) await db.state.delete(draftName(id)).catch(() => undefined)
  return saved
}

function applyChange(now: Entry, change: Change): { entry: Entry; lost: Entry | null } {
  const from = change.from ?? now
  const move: Move = { ...from.move, ...change.move }
  if (move.triggers?.length === 0) delete move.triggers
  const words = change.words ? tidyWords(change.words) : from.words
  return mergeEntries({ ...now, ...from }, { ...now, move, words }, now)
}

/** Deletes an entry and its card. For ten seconds nothing leaves the phone, and it can be undone. */
export async function deleteEntry(phone: Phone, id: string): Promise<Saved> {
  const held = await phone.db.records.get(ownKey(phone, id))
  const entry = ownBodyIn(phone, held)
  if (entry?.type !== 'entry') return { ok: false, reason: 'gone' }
  const heldUntil = phone.runtime.clock() + UNDO_TIME
  const edits = [goneEdit(id, 'me', heldUntil)]
  const open = await isOpen(phone, id, entry.sharing)
  // A card goes with its entry, also one in a couple that was left.
  const couple = await coupleOfCard(phone, id, entry.sharing)
  if (couple !== null) {
    edits.push(goneEdit(cardId(phone, id, entry.sharing.number), 'us', heldUntil))
  }
  const seen = { id, sharing: entry.sharing, open, digest: held?.digest }
  return whileOpenIs(phone, seen, edits, couple, () => deleteEntry(phone, id))
}

/** Brings a deleted entry back, with its card. False: it is too late, or it was not deleted here. */
export async function undoDelete(phone: Phone, id: string): Promise<boolean> {
  const { db } = phone
  // All of it or nothing: a moment that came back alone would lose its card ten seconds later.
  return db.transaction('rw', db.records, db.outbox, db.state, async () => {
    if (!(await restore(phone, ownKey(phone, id)))) return false
    const entry = await readOwnBody(phone, id)
    if (entry?.type === 'entry' && entry.sharing.number > 0) {
      await restore(phone, ownKey(phone, cardId(phone, id, entry.sharing.number)))
    }
    return entry !== null
  })
}

/** Puts back what a held delete replaced; what had been waiting to be sent waits again. Inside the transaction. */
async function restore(phone: Phone, key: string): Promise<boolean> {
  const { db, vault } = phone
  const [held, before] = await Promise.all([
    db.outbox.where('key').equals(key).last(),
    db.records.get(key),
  ])
  if (!held?.undo || held.sent) return false
  const opened = vault.open(held.undo)
  const record = storedRecord(held.undo, opened.ok ? opened.body : null, phone, before?.seq ?? null)
  await db.records.put(record)
  const gone = vault.open(held.envelope)
  if (gone.ok && gone.body.type === 'gone') {
    const again = opened.ok && opened.body.type !== 'unknown' ? opened.body : null
    await spendWrites({ db, device: vault.device }, gone.body, again)
  }
  // What the delete edited has been accepted, or is on its way: nothing of it needs to wait again.
  if (record.digest === held.envelope.base) {
    await db.outbox.delete(held.n)
  } else {
    const { heldUntil: _held, undo: _undo, ...rest } = held
    await db.outbox.put({ ...rest, envelope: record.envelope, digest: record.digest })
  }
  return true
}
