import { type Entry, tidyWords, type Words } from '../../journal/entry.ts'
import { mergeEntries } from '../../journal/merge.ts'
import type { Move } from '../../journal/move.ts'
import { ownKey, readOpenCouple } from '../couple/couple.ts'
import type { Edit } from '../edit.ts'
import type { Phone } from '../phone.ts'
import { type Saved, writeWhile } from '../records.ts'
import { ownBodyIn } from '../stored-record.ts'
import { cardId, isOpen } from './card.ts'
import { draftName } from './draft.ts'
import { pastEdit } from './past.ts'

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
  const saved = await changeEntry(phone, id, () => change)
  // It is kept already; a draft that stays is shown again and changes nothing.
  if (saved.ok) await phone.db.state.delete(draftName(id)).catch(() => undefined)
  return saved
}

/** The same, where the change rests on what the entry is and on whether its card lies open; its draft stays. */
export async function changeEntry(
  phone: Phone,
  id: string,
  decide: (now: Entry, open: boolean) => Change,
): Promise<Saved> {
  const { db } = phone
  const held = await db.records.get(ownKey(phone, id))
  const before = ownBodyIn(phone, held)
  if (before?.type !== 'entry') return { ok: false, reason: 'gone' }
  const couple = await readOpenCouple(db)
  const open = await isOpen(phone, id, before.sharing)
  const change = decide(before, open)
  const { entry, lost } = applyChange(before, change)
  if (!lost && !change.move && JSON.stringify(entry) === JSON.stringify(before)) return { ok: true }
  const edits: Edit[] = [{ id, audience: 'me', next: () => entry }]
  if (lost) edits.push(pastEdit(phone, id, lost))
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
  return !saved.ok && saved.reason === 'changed' ? changeEntry(phone, id, decide) : saved
}

function applyChange(now: Entry, change: Change): { entry: Entry; lost: Entry | null } {
  const from = change.from ?? now
  const move: Move = { ...from.move, ...change.move }
  if (move.triggers?.length === 0) delete move.triggers
  const words = change.words ? tidyWords(change.words) : from.words
  return mergeEntries({ ...now, ...from }, { ...now, move, words }, now)
}
