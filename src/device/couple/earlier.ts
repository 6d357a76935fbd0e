import type { Card } from '../../journal/body.ts'
import { compareMoves } from '../../journal/move.ts'
import type { StoredRecord } from '../database.ts'
import type { Phone } from '../phone.ts'
import { readCouple } from './couple.ts'
import { readRestore } from './restore.ts'

/**
 * What was opened to this person in a couple that is over and not their last one: they keep what they had
 * already seen, though it has no place on the timeline of another couple.
 */

/** One person's cards of then. */
export interface Before {
  readonly couple: string
  /** The name they had given; null where it never arrived. */
  readonly name: string | null
  /** Newest first. */
  readonly cards: readonly { readonly key: string; readonly card: Card }[]
}

/** All of it, the latest couple first. For a live query. */
export async function readBefore(phone: Phone): Promise<Before[]> {
  const now = await readCouple(phone.db)
  const isBefore = ({ author, envelope }: StoredRecord): boolean =>
    author !== phone.me && envelope.couple !== now?.id && !envelope.deleted
  const records = phone.db.records.where('type').anyOf('card', 'profile')
  const found = new Map<string, { name: string | null; cards: { key: string; card: Card }[] }>()
  for (const { key, envelope } of await records.filter(isBefore).toArray()) {
    const opened = phone.vault.open(envelope)
    if (!opened.ok || envelope.couple === null) continue
    const then = found.get(envelope.couple) ?? { name: null, cards: [] }
    found.set(envelope.couple, then)
    const { body } = opened
    if (body.type === 'profile') then.name = body.name
    else if (body.type === 'card') then.cards.push({ key, card: body })
  }
  const newestFirst = (a: { key: string; card: Card }, b: { key: string; card: Card }): number =>
    compareMoves({ at: b.card.move.at, id: b.key }, { at: a.card.move.at, id: a.key })
  return [...found]
    .map(([couple, { name, cards }]) => ({ couple, name, cards: cards.toSorted(newestFirst) }))
    .filter(({ cards }) => cards.length > 0)
    .toSorted((a, b) => newestFirst(a.cards[0]!, b.cards[0]!))
}

/** Whether there is a before to look at: what somebody had opened, or the same two who are here now. */
export const readHasBefore = async (phone: Phone): Promise<boolean> =>
  (await readBefore(phone)).length > 0 || (await readRestore(phone)) !== null
