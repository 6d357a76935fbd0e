import { type Entry, tidyWords, type Words } from '../journal/entry.ts'
import { instantOf, type Kind, type Move } from '../journal/move.ts'
import { toText } from '../sync/bytes.ts'
import { ownKey, readOpenCouple } from './couple.ts'
import { draftName } from './draft.ts'
import type { Phone } from './phone.ts'
import { contextAtHand, noteTap, readTapContext, sameMoment, sharingOf } from './ready.ts'
import {
  type Edit,
  isQuotaError,
  readOwnBody,
  type Saved,
  sealFresh,
  spendWrites,
  storedRecord,
  writeRecords,
} from './records.ts'
import { cardId, goneEdit, isOpen, whileOpenIs } from './share.ts'
import { toWhen } from './zones.ts'

/** How long a delete can be undone, in ms. */
export const UNDO_TIME = 10_000

/** Now, as a move carries it. */
export const timeNow = ({ runtime }: Phone): string => toWhen(runtime.clock(), runtime.zone())

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
      await Promise.all([db.records.add(record), db.outbox.add(row)])
      return { ok: true, id, again: false } as const
    })
    if (!kept.again) noteTap(phone, { id: kept.id, kind: draft.kind, at: instantOf(move.at) })
    return kept
  } catch (error) {
    if (isQuotaError(error)) return { ok: false, reason: 'full' }
    throw error
  }
}

async function isGone(phone: Phone, id: string): Promise<boolean> {
  return (await phone.db.records.get(ownKey(phone, id)))?.envelope.deleted ?? true
}

/**
 * Changes an entry: parts of its move, or all of its words. An open card follows a changed move; its
 * words change only through `chooseSharing`, after the author has seen them on the card.
 */
export async function editEntry(
  phone: Phone,
  id: string,
  change: { readonly move?: Partial<Move>; readonly words?: Words },
): Promise<Saved> {
  const before = await readOwnBody(phone, id)
  if (before?.type !== 'entry') return { ok: false, reason: 'gone' }
  const edits: Edit[] = [
    {
      id,
      audience: 'me',
      next: (current) => (current?.type === 'entry' ? applyChange(current, change) : null),
    },
  ]
  const couple = await readOpenCouple(phone.db)
  if (change.move && couple && (await isOpen(phone, id, before.sharing))) {
    const { move } = applyChange(before, change)
    edits.push({
      id: cardId(phone, id, before.sharing.number),
      audience: 'us',
      next: (current) => (current?.type === 'card' ? { ...current, move } : null),
    })
  }
  const saved = await writeRecords(phone, edits, couple?.id)
  if (saved.ok) await phone.db.state.delete(draftName(id))
  return saved
}

function applyChange(
  entry: Entry,
  change: { readonly move?: Partial<Move>; readonly words?: Words },
): Entry {
  const move: Move = { ...entry.move, ...change.move }
  if (move.triggers?.length === 0) delete move.triggers
  return { ...entry, move, words: change.words ? tidyWords(change.words) : entry.words }
}

/** Deletes an entry and its card. For ten seconds nothing leaves the phone, and it can be undone. */
export async function deleteEntry(phone: Phone, id: string): Promise<Saved> {
  const entry = await readOwnBody(phone, id)
  if (entry?.type !== 'entry') return { ok: false, reason: 'gone' }
  const heldUntil = phone.runtime.clock() + UNDO_TIME
  const edits = [goneEdit(id, 'me', heldUntil)]
  const couple = await readOpenCouple(phone.db)
  const open = await isOpen(phone, id, entry.sharing)
  if (couple && open) {
    edits.push(goneEdit(cardId(phone, id, entry.sharing.number), 'us', heldUntil))
  }
  return whileOpenIs(phone, { id, sharing: entry.sharing, open }, edits, couple, () =>
    deleteEntry(phone, id),
  )
}

/** Brings a deleted entry back, with its card. False: it is too late, or it was not deleted here. */
export async function undoDelete(phone: Phone, id: string): Promise<boolean> {
  const { db } = phone
  const restored = await restore(phone, ownKey(phone, id))
  if (!restored) return false
  const entry = await readOwnBody(phone, id)
  if (entry?.type === 'entry' && entry.sharing.number > 0) {
    await restore(phone, ownKey(phone, cardId(phone, id, entry.sharing.number)))
  }
  return (await db.records.get(ownKey(phone, id)))?.envelope.deleted === false
}

/** Puts back what a held delete replaced; what had been waiting to be sent waits again. */
async function restore(phone: Phone, key: string): Promise<boolean> {
  const { db } = phone
  const held = await db.outbox.where('key').equals(key).last()
  if (!held?.undo || held.sent) return false
  const opened = phone.vault.open(held.undo)
  const before = await db.records.get(key)
  const record = storedRecord(held.undo, opened.ok ? opened.body : null, phone, before?.seq ?? null)
  const gone = phone.vault.open(held.envelope)
  return db.transaction('rw', db.records, db.outbox, db.state, async () => {
    const now = await db.outbox.get(held.n)
    if (!now || now.sent || now.digest !== held.digest) return false
    await db.records.put(record)
    if (gone.ok && gone.body.type === 'gone') {
      const again = opened.ok && opened.body.type !== 'unknown' ? opened.body : null
      await spendWrites({ db, device: phone.vault.device }, gone.body, again)
    }
    // What the delete edited has been accepted, or is on its way: nothing of it needs to wait again.
    if (record.digest === now.envelope.base) {
      await db.outbox.delete(held.n)
    } else {
      const { heldUntil: _held, undo: _undo, ...rest } = now
      await db.outbox.put({ ...rest, envelope: record.envelope, digest: record.digest })
    }
    return true
  })
}
