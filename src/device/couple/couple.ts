import * as z from 'zod/mini'
import { idSchema } from '../../sync/bytes.ts'
import type { Envelope } from '../../sync/envelope.ts'
import type { Profile } from '../../journal/body.ts'
import type { Database } from '../database.ts'
import { DISTRUST } from './distrust.ts'
import { keyOf } from '../database.ts'
import type { Phone } from '../phone.ts'
import { isZone } from '../moments/zones.ts'

const coupleSchema = z.object({
  id: idSchema,
  members: z.tuple([idSchema, idSchema]),
  partner: idSchema,
  closed: z.boolean(),
  /** When this phone learnt of it, in ms: what was logged before opens only by hand. */
  since: z.number(),
})
/** The couple this person is in, as this phone has verified it. */
export type KnownCouple = z.infer<typeof coupleSchema>

/** The couple this phone knows, open or closed; null when its owner has never been paired. */
export async function readCouple(db: Database): Promise<KnownCouple | null> {
  return parseCouple((await db.state.get('couple'))?.value)
}

/** The couple as it is kept. */
export const parseCouple = (value: unknown): KnownCouple | null =>
  value === undefined ? null : coupleSchema.parse(value)

/**
 * The couple one may write to; null without one, after it was closed, and while somebody's key is not
 * what it was.
 */
export async function readOpenCouple(db: Database): Promise<KnownCouple | null> {
  const [known, distrust] = await db.state.bulkGet(['couple', DISTRUST])
  const couple = parseCouple(known?.value)
  return couple && !couple.closed && distrust?.value === undefined ? couple : null
}

/** The id of a person's profile in a couple: there is one. */
export const profileId = (phone: Phone, couple: string): string =>
  phone.vault.deriveId('profile', couple)

/** The partner's profile, once it has arrived. */
export async function readPartnerProfile(
  phone: Phone,
  couple: KnownCouple,
): Promise<Profile | null> {
  const records = await phone.db.records.where('type').equals('profile').toArray()
  const theirs = records.find(
    (each) => each.author === couple.partner && each.envelope.couple === couple.id,
  )
  if (!theirs) return null
  const opened = phone.vault.open(theirs.envelope)
  return opened.ok && opened.body.type === 'profile' ? opened.body : null
}

/** The zone in which mornings and weeks are counted: the reader's, or this phone's until it is known. */
export async function readerZone(phone: Phone, couple: KnownCouple): Promise<string> {
  const zone = (await readPartnerProfile(phone, couple))?.zone
  // Theirs may be a zone that this phone has never heard of.
  return zone !== undefined && isZone(zone) ? zone : phone.runtime.zone()
}

/** The key of an own record by id. */
export const ownKey = (phone: Phone, id: string): string => keyOf({ author: phone.me, id })

/** A feed holds what this person wrote and what their partner shared in their couple, and nothing else. */
export function isOurs(me: string, record: Envelope, couple: KnownCouple | null): boolean {
  if (record.author === me) return true
  // A couple this phone has not heard of yet: the row waits, unopened, until its keys are here.
  return (
    record.audience === 'us' && (record.couple !== couple?.id || record.author === couple.partner)
  )
}
