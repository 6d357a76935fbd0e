import { parseWeekPart } from '../journal/week.ts'
import type { Written } from '../journal/week-view.ts'
import { readCouple } from './couple.ts'
import type { Phone } from './phone.ts'

/** Whose weeks: a couple's, by its id, or those of this phone's owner alone. */
export type Circle = string | null

/**
 * Everything that was ever said or set in the weeks of a circle, as it opens on this phone. Works
 * inside a live query. What does not open, or is of a version to come, is left out.
 */
export async function readWeekParts(phone: Phone, circle: Circle): Promise<Written[]> {
  const { db, vault, me } = phone
  const couple = await readCouple(db)
  const records = await db.records.where('type').equals('week').toArray()
  return records.flatMap(({ author, envelope }) => {
    if (envelope.couple !== circle) return []
    if (author !== me && author !== couple?.partner) return []
    const opened = vault.open(envelope)
    const part = opened.ok && opened.body.type === 'week' ? parseWeekPart(opened.body) : null
    return part ? [{ ...part, by: author }] : []
  })
}
