import { toText } from '../../sync/bytes.ts'
import { readCardPlaces } from '../moments/card-places.ts'
import { ownKey, readCouple, readOpenCouple } from '../couple/couple.ts'
import type { Phone } from '../phone.ts'
import { type Moment, readMoments, type Unreadable } from '../moments/read.ts'
import { type Saved, writeRecords } from '../records.ts'
import { goneEdit } from '../moments/card.ts'

/** A loop the couple drew themselves. */
export interface DrawnLoop {
  readonly id: string
  readonly mine: boolean
  /** What it was drawn with; what it is called now, `tellDrawn` says. */
  readonly name?: string
  /** Places on the timeline, in the order of time. */
  readonly keys: readonly string[]
}

/** Of these places, those whose moment both see now: a loop can be drawn through them. */
export async function drawable(phone: Phone, keys: readonly string[]): Promise<string[]> {
  const moments = await readMoments(phone, keys)
  return moments.filter(isSeenByBoth).map(({ key }) => key)
}

/**
 * Draws a loop through moments that both can see. `alone`: there is no couple; `private`: one of them
 * is not open.
 */
export async function drawOwnLoop(
  phone: Phone,
  keys: readonly string[],
  name?: string,
): Promise<Saved | { ok: false; reason: 'alone' | 'private' }> {
  const couple = await readOpenCouple(phone.db)
  if (!couple) return { ok: false, reason: 'alone' }
  const moments = await readMoments(phone, keys)
  const entries = moments.filter(isSeenByBoth).map(({ moveId }) => moveId)
  if (entries.length !== keys.length || entries.length < 2) return { ok: false, reason: 'private' }
  const id = toText(phone.runtime.random(16))
  const body = { type: 'own-loop' as const, entries, ...(name ? { name } : {}) }
  return writeRecords(phone, [{ id, audience: 'us', next: () => body }], couple.id)
}

const isSeenByBoth = (each: Moment | Unreadable): each is Moment =>
  'move' in each && each.visible.to === 'us' && each.visible.open

/** All loops the two have drawn. Moments that are not open any more are left out of them. */
export async function readOwnLoops(phone: Phone): Promise<DrawnLoop[]> {
  const { db, vault, me } = phone
  const couple = (await readCouple(db))?.id
  const records = await db.records
    .where('type')
    .equals('own-loop')
    .filter(({ envelope }) => envelope.couple === couple)
    .toArray()
  if (records.length === 0) return []
  const drawn = records.flatMap(({ author, envelope }) => {
    const opened = vault.open(envelope)
    if (!opened.ok || opened.body.type !== 'own-loop') return []
    return [{ ...opened.body, id: envelope.id, mine: author === me }]
  })
  const places = await readCardPlaces(
    phone,
    drawn.flatMap(({ entries }) => entries),
  )
  return drawn.map(({ id, mine, name, entries }) => {
    const keys = entries.flatMap((entry) => places.get(entry) ?? [])
    return { id, mine, ...(name ? { name } : {}), keys }
  })
}

/** Takes an own drawn loop away. The partner's can only be taken away by them. */
export async function removeOwnLoop(phone: Phone, id: string): Promise<Saved> {
  const couple = await readOpenCouple(phone.db)
  const record = await phone.db.records.get(ownKey(phone, id))
  if (!record || !couple) return { ok: false, reason: 'gone' }
  return writeRecords(phone, [goneEdit(id, 'us')], couple.id)
}
