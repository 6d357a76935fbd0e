import { FIRST_DAY, FIRST_HOUR, type Rhythm } from '../../journal/rhythm.ts'
import { newestOf, type Turned } from '../../journal/turn.ts'
import { type KnownCouple, profileId, readOpenCouple, readPartnerProfile } from './couple.ts'
import type { Phone } from '../phone.ts'
import { readOwnBody } from '../stored-record.ts'
import { isZone } from '../moments/zones.ts'

/** The day on which the two look back, 0 for Sunday, the hour of it, 0 to 23, and the zone in which both are counted. */
export interface Beat {
  readonly day: number
  readonly hour: number
  readonly zone: string
}

/**
 * The one rule for both: what they chose, and until then Sunday at five in the zone of the couple's first
 * member, which both phones know. Alone it is this phone's own zone.
 */
export async function readRhythm(phone: Phone): Promise<Beat> {
  const couple = await readOpenCouple(phone.db)
  const first = couple && (await firstMembersZone(phone, couple))
  return beatOf(phone, couple !== null, await readBeats(phone, couple), first)
}

/** The same, of all that was chosen, and of the zone of the couple's first member. */
export function beatOf(
  { runtime }: Phone,
  isTwo: boolean,
  all: readonly ChosenBeat[],
  first: string | null | undefined,
): Beat {
  const chosen = newestOf(all)
  const day = chosen?.day ?? FIRST_DAY
  const hour = chosen?.hour ?? FIRST_HOUR
  if (!isTwo) return { day, hour, zone: runtime.zone() }
  // A zone that this phone has never heard of would leave it without a week.
  const zones = [chosen?.zone, first]
  return { day, hour, zone: zones.find((each) => each && isZone(each)) ?? runtime.zone() }
}

/** What one of the two has chosen. */
export type ChosenBeat = Rhythm & Turned

/** Reads what either chose: of this couple, or alone. */
export async function readBeats(
  { db, vault }: Phone,
  couple: KnownCouple | null,
): Promise<ChosenBeat[]> {
  const records = await db.records.where('type').equals('rhythm').toArray()
  return records.flatMap(({ author, envelope }) => {
    if (envelope.couple !== (couple?.id ?? null)) return []
    const opened = vault.open(envelope)
    return opened.ok && opened.body.type === 'rhythm' ? [{ ...opened.body, by: author }] : []
  })
}

/** The zone of the couple's first member, which both phones know. */
export async function firstMembersZone(
  phone: Phone,
  couple: KnownCouple,
): Promise<string | undefined> {
  if (couple.members[0] !== phone.me) return (await readPartnerProfile(phone, couple))?.zone
  const mine = await readOwnBody(phone, profileId(phone, couple.id))
  return mine?.type === 'profile' ? mine.zone : undefined
}
