import { instantOf } from '../../journal/move.ts'
import { ownKey, readCouple } from '../couple/couple.ts'
import { idOf, keyOf } from '../database.ts'
import type { Phone } from '../phone.ts'
import { cardId } from './card.ts'

/**
 * Where the moments behind these cards stand on the timeline: the partner's card itself, or the own
 * entry. Cards that are gone are left out. An entry is found by its card's time, so that a long
 * journal is not opened for it.
 */
export async function readCardPlaces(
  phone: Phone,
  cards: readonly string[],
): Promise<Map<string, string>> {
  const { db } = phone
  const couple = await readCouple(db)
  const places = new Map<string, string>()
  if (!couple) return places
  for (const id of new Set(cards)) {
    const theirs = await db.records.get(keyOf({ author: couple.partner, id }))
    const isTheirs = theirs !== undefined && !theirs.envelope.deleted && theirs.type === 'card'
    const place = isTheirs ? theirs.key : await findEntry(phone, id)
    if (place !== null) places.set(id, place)
  }
  return places
}

async function findEntry(phone: Phone, card: string): Promise<string | null> {
  const { db, vault, me } = phone
  const record = await db.records.get(ownKey(phone, card))
  const opened = record && !record.envelope.deleted ? vault.open(record.envelope) : null
  if (!opened?.ok || opened.body.type !== 'card') return null
  const at = instantOf(opened.body.move.at)
  const near = await db.records.where('[at+key]').between([at, ''], [at, '\uffff']).toArray()
  for (const { key, author, envelope } of near) {
    if (author !== me || envelope.deleted) continue
    const entry = vault.open(envelope)
    if (!entry.ok || entry.body.type !== 'entry') continue
    if (cardId(phone, idOf(key), entry.body.sharing.number) === card) return key
  }
  return null
}
