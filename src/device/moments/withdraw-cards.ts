import { type Body, entryIn, type UnknownBody } from '../../journal/body.ts'
import type { Move } from '../../journal/move.ts'
import { isSameMove } from '../../sync/envelope.ts'
import { ownKey, readOpenCouple } from '../couple/couple.ts'
import { idOf, type StoredRecord } from '../database.ts'
import type { Phone } from '../phone.ts'
import type { Edit } from '../edit.ts'
import { writeWhile } from '../records.ts'
import { cardId, goneEdit } from './card.ts'

/**
 * One device opens a card at nine while another, offline, has already chosen "only me": whichever of
 * them learns of both takes the card back. What a moment still entitles to a card is in its `me` record.
 */

/** Own moments whose cards have to be looked at. */
export const TO_CHECK = 'cards-to-check'

/**
 * Tells whether a `me` record of this content may leave a card behind that is not its own any more. Given anew,
 * it may have been kept back in between, and nobody else have heard of that.
 */
export const mayLeaveCard = (body: Body | UnknownBody): boolean =>
  body.type === 'gone' ||
  (body.type === 'pause' && body.entry.sharing.number > 0) ||
  (body.type === 'entry' && body.sharing.number > (body.sharing.with === 'me' ? 0 : 1))

/** The keys of the cards that a moment of this content gives or has taken back, be they here or not. */
export function cardsNamedBy(
  phone: Phone,
  id: string,
  body: Body | UnknownBody,
): readonly string[] {
  const number = body.type === 'entry' ? body.sharing.number : 0
  if (number > 0) return [ownKey(phone, cardId(phone, id, number))]
  if (body.type !== 'pause') return []
  return [ownKey(phone, phone.vault.deriveId('pause-card', `${id}/${body.number}`))]
}

/** Notes own moments whose cards have to be looked at. Inside a transaction that includes `state`. */
export async function checkCardsOf({ db }: Phone, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  const value = [...new Set([...(await readToCheck({ db })), ...keys.map(idOf)])]
  await db.state.put({ name: TO_CHECK, value })
}

async function readToCheck({ db }: Pick<Phone, 'db'>): Promise<string[]> {
  return ((await db.state.get(TO_CHECK))?.value as string[] | undefined) ?? []
}

/** Takes back every card that the noted moments do not have any more, and lets the others follow them. */
export async function withdrawCards(phone: Phone): Promise<void> {
  const { db } = phone
  const ids = await readToCheck(phone)
  if (ids.length === 0) return
  const couple = await readOpenCouple(db)
  if (!couple) return
  for (const id of ids) {
    const record = await db.records.get(ownKey(phone, id))
    const opened = record && phone.vault.open(record.envelope)
    // What a newer version made of it is for that version to judge.
    const isKnown = opened?.ok && opened.body.type !== 'unknown'
    const edits = isKnown ? await staleCards(phone, id, opened.body, couple.id) : []
    if (edits.length > 0) {
      const holds = async () => (await db.records.get(record!.key))?.digest === record!.digest
      const saved = await writeWhile(phone, edits, couple.id, holds)
      // Changed meanwhile: looked at again at the next sync.
      if (!saved.ok) continue
    }
    await db.transaction('rw', db.state, async () => {
      const value = (await readToCheck(phone)).filter((each) => each !== id)
      await db.state.put({ name: TO_CHECK, value })
    })
  }
}

async function staleCards(
  phone: Phone,
  id: string,
  body: Body | UnknownBody,
  couple: string,
): Promise<Edit[]> {
  const shown = body.type === 'entry' && body.sharing.with === 'us' ? body.sharing.number : 0
  const pause = body.type === 'pause' ? body.number : 0
  const kept = new Set([`card/${shown}`, `pause-card/${pause}`])
  const edits: Edit[] = []
  // "No, I did not come back" makes a pause a moment again, and its card stays: its going would tell.
  const types = body.type === 'entry' ? (['card'] as const) : (['card', 'pause-card'] as const)
  for (const type of types) {
    for (const { number, card, record } of await findCards(phone, id, type, lastNumber(body))) {
      // What lies in a couple that was left is its author's to take back, not ours to tidy up.
      if (record.envelope.deleted || record.envelope.couple !== couple) continue
      if (!kept.has(`${type}/${number}`)) edits.push(goneEdit(card, 'us'))
      else if (body.type === 'entry') edits.push(followEdit(card, body.move))
    }
  }
  return edits
}

/** So many cards in a row may be missing: given and taken back before they ever left, they are not kept. */
const MISSING = 8

/** The cards of a moment that are or were there, at least up to a number. */
async function findCards(phone: Phone, id: string, type: 'card' | 'pause-card', last: number) {
  const found: { number: number; card: string; record: StoredRecord }[] = []
  for (let first = 1, isMore = true; isMore; first += MISSING) {
    const ids = Array.from({ length: MISSING }, (_, n) =>
      phone.vault.deriveId(type, `${id}/${first + n}`),
    )
    const records = await phone.db.records.bulkGet(ids.map((each) => ownKey(phone, each)))
    for (const [n, record] of records.entries()) {
      if (record) found.push({ number: first + n, card: ids[n]!, record })
    }
    isMore = first + MISSING <= last || records.some((each) => each !== undefined)
  }
  return found
}

/** Up to which number a moment says that it was given. */
const lastNumber = (body: Body | UnknownBody): number => {
  const entry = body.type === 'unknown' ? null : entryIn(body)
  return Math.max(entry?.sharing.number ?? 0, body.type === 'pause' ? body.number : 0)
}

/** One device corrects when it was, while another one opens it: two times for one moment would be worse than none. */
const followEdit = (id: string, move: Move): Edit => ({
  id,
  audience: 'us',
  next: (card) =>
    card?.type === 'card' && !isSameMove(card.move, move) ? { ...card, move } : null,
})
