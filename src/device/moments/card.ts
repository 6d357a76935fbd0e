import type { Sharing } from '../../journal/entry.ts'
import { ownKey, readCouple } from '../couple/couple.ts'
import type { Phone } from '../phone.ts'
import type { Edit, Ground } from '../edit.ts'
import { type Saved, writeWhile } from '../records.ts'

/** The card of an entry: which it is, and whether it lies open. */

/** The id of an entry's card: the same on every device of its author, another each time it is shared anew. */
export const cardId = ({ vault }: Phone, entry: string, number: number): string =>
  vault.deriveId('card', `${entry}/${number}`)

/** Whether an entry's card has been made and not taken back, in the couple this phone knows. */
export async function isOpen(phone: Phone, id: string, sharing: Sharing): Promise<boolean> {
  const couple = await coupleOfCard(phone, id, sharing)
  return couple !== null && couple === (await readCouple(phone.db))?.id
}

/** The couple in which an entry's card lies open, be it one that was left since; null without a card. */
export async function coupleOfCard(
  phone: Phone,
  id: string,
  sharing: Sharing,
): Promise<string | null> {
  if (sharing.number === 0) return null
  const card = await phone.db.records.get(ownKey(phone, cardId(phone, id, sharing.number)))
  return card && !card.envelope.deleted ? card.envelope.couple : null
}

/** Whether who may see an entry was chosen for this couple, and not for an earlier one. */
export function isFor({ vault }: Phone, sharing: Sharing, couple: string): boolean {
  if (sharing.with === 'me') return false
  if (sharing.couple !== undefined) return sharing.couple === couple
  // From before a choice said for whom: there was no other couple then.
  return vault.keyring.us.every((each) => each.couple === couple)
}

/** The edit that takes a card back. */
export const goneEdit = (id: string, audience: 'me' | 'us', heldUntil?: number): Edit => ({
  id,
  audience,
  next: () => ({ type: 'gone' }),
  ...(heldUntil === undefined ? {} : { heldUntil }),
})

/**
 * Writes edits that were made for an entry whose card is there, or is not. If it comes or goes
 * meanwhile (a sync opens what is due), nothing is written and `again` decides anew. With a digest also
 * if the entry itself has changed: for a card that is made of it.
 */
export async function whileOpenIs<T>(
  phone: Phone,
  seen: {
    readonly id: string
    readonly sharing: Sharing
    readonly open: boolean
    readonly digest?: string | undefined
  },
  edits: readonly Edit[],
  couple: string | null,
  again: () => Promise<T>,
  known: Ground | null = null,
): Promise<Saved | T> {
  const { id, sharing, open, digest } = seen
  const isSame = async () =>
    digest === undefined || (await phone.db.records.get(ownKey(phone, id)))?.digest === digest
  const holds = async () => (await isOpen(phone, id, sharing)) === open && (await isSame())
  const saved = await writeWhile(phone, edits, couple, holds, known)
  return !saved.ok && saved.reason === 'changed' ? again() : saved
}
