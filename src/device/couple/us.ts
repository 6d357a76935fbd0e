import { profileId, readCouple, readPartnerProfile } from './couple.ts'
import type { Phone } from '../phone.ts'
import { readOwnBody } from '../stored-record.ts'

/** The two of us, as far as this phone knows. */
export interface Us {
  readonly couple: string | null
  /** One of the two has left; nothing moves any more. */
  readonly closed: boolean
  readonly me: { readonly id: string; readonly name: string | null }
  readonly partner: {
    readonly id: string
    readonly name: string | null
    readonly zone: string | null
  } | null
  /** This person's lane: the same on both phones. */
  readonly side: 'left' | 'right'
}

/** Reads who is here. */
export async function readUs(phone: Phone): Promise<Us> {
  const { db, me } = phone
  const couple = await readCouple(db)
  const name = ((await db.state.get('name'))?.value as string | undefined) ?? null
  const own = {
    id: me,
    name: name === null ? null : phone.vault.openLocal(name),
  }
  if (!couple) return { couple: null, closed: false, me: own, partner: null, side: 'left' }
  const mine = await readOwnBody(phone, profileId(phone, couple.id))
  const theirs = await readPartnerProfile(phone, couple)
  return {
    couple: couple.id,
    closed: couple.closed,
    me: { ...own, name: mine?.type === 'profile' ? mine.name : own.name },
    partner: { id: couple.partner, name: theirs?.name ?? null, zone: theirs?.zone ?? null },
    side: couple.members[0] === me ? 'left' : 'right',
  }
}
