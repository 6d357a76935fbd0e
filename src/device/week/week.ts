import { parseWeekPart } from '../../journal/week.ts'
import type { Written } from '../../journal/week-view.ts'
import { readCouple } from '../couple/couple.ts'
import type { Phone } from '../phone.ts'

/** Whose weeks: a couple's, by its id, or those of this phone's owner alone. */
export type Circle = string | null

/** Everything that was ever said or set in weeks: the couple's, and its owner's alone. */
export interface AllParts {
  readonly us: readonly Written[]
  readonly alone: readonly Written[]
}

/**
 * Reads it, as far as it opens on this phone. Works inside a live query. What does not open, or is of
 * a version to come, is left out.
 */
export async function readAllWeekParts({ db, vault, me }: Phone): Promise<AllParts> {
  const couple = await readCouple(db)
  const us: Written[] = []
  const alone: Written[] = []
  for (const { author, envelope } of await db.records.where('type').equals('week').toArray()) {
    const isOurs = envelope.couple !== null && envelope.couple === couple?.id
    const isAuthorOurs = author === me || author === couple?.partner
    if (!isAuthorOurs || !(isOurs || envelope.couple === null)) continue
    const opened = vault.open(envelope)
    const part = opened.ok && opened.body.type === 'week' ? parseWeekPart(opened.body) : null
    if (part) (isOurs ? us : alone).push({ ...part, by: author })
  }
  return { us, alone }
}

/** The same of one circle. */
export async function readWeekParts(phone: Phone, circle: Circle): Promise<readonly Written[]> {
  const { us, alone } = await readAllWeekParts(phone)
  return circle === null ? alone : us
}
