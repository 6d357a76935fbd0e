import { FIRST_DAY, FIRST_HOUR, type Rhythm } from '../../journal/rhythm.ts'
import { newestOf, nextTurn, type Turned } from '../../journal/turn.ts'
import { type KnownCouple, profileId, readOpenCouple, readPartnerProfile } from './couple.ts'
import type { Phone } from '../phone.ts'
import { type Saved, writeRecords } from '../records.ts'
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
  const chosen = newestOf(await readChosen(phone, couple))
  const day = chosen?.day ?? FIRST_DAY
  const hour = chosen?.hour ?? FIRST_HOUR
  if (!couple) return { day, hour, zone: phone.runtime.zone() }
  // A zone that this phone has never heard of would leave it without a week.
  const zones = [chosen?.zone, await firstMembersZone(phone, couple)]
  return { day, hour, zone: zones.find((each) => each && isZone(each)) ?? phone.runtime.zone() }
}

/** Chooses the day, its hour, and the zone they are counted in. In a couple it holds for both. */
export async function chooseRhythm(phone: Phone, { day, hour, zone }: Beat): Promise<Saved> {
  const couple = await readOpenCouple(phone.db)
  const turn = nextTurn(await readChosen(phone, couple))
  const id = phone.vault.deriveId('rhythm', couple?.id ?? '')
  const next = (): Rhythm => ({ type: 'rhythm', day, hour, zone, turn })
  return writeRecords(phone, [{ id, audience: couple ? 'us' : 'me', next }], couple?.id)
}

async function readChosen(
  { db, vault }: Phone,
  couple: KnownCouple | null,
): Promise<(Rhythm & Turned)[]> {
  const records = await db.records.where('type').equals('rhythm').toArray()
  return records.flatMap(({ author, envelope }) => {
    if (envelope.couple !== (couple?.id ?? null)) return []
    const opened = vault.open(envelope)
    return opened.ok && opened.body.type === 'rhythm' ? [{ ...opened.body, by: author }] : []
  })
}

async function firstMembersZone(phone: Phone, couple: KnownCouple): Promise<string | undefined> {
  if (couple.members[0] !== phone.me) return (await readPartnerProfile(phone, couple))?.zone
  const mine = await readOwnBody(phone, profileId(phone, couple.id))
  return mine?.type === 'profile' ? mine.zone : undefined
}
