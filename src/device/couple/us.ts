import { profileId, readCouple, readPartnerProfile } from './couple.ts'
import type { Phone } from '../phone.ts'
import { accountForMissed, readOwnBody, type Saved, writeRecords } from '../records.ts'

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

/** Keeps this person's name, and tells it to the partner where there is one. */
export async function sayName(phone: Phone, name: string): Promise<Saved> {
  await phone.db.state.put({ name: 'name', value: phone.vault.sealLocal(name) })
  return publishProfile(phone)
}

/** Writes the profile if it is not yet what it should be: after pairing, a new name, another zone. */
export async function publishProfile(phone: Phone): Promise<Saved> {
  const couple = await readCouple(phone.db)
  if (!couple || couple.closed) return { ok: true }
  const id = profileId(phone, couple.id)
  const held = await readOwnBody(phone, id)
  const [own, published] = await phone.db.state.bulkGet(['name', 'published'])
  const stored = own?.value as string | undefined
  const shown = held?.type === 'profile' ? held.name : null
  const name = (stored && phone.vault.openLocal(stored)) || shown
  const zone = phone.runtime.zone()
  if (!name) return { ok: true }
  // Written when what this device has to say has changed, not when the record differs: else two
  // devices in two zones would write against each other for ever.
  const said = JSON.stringify([couple.id, name, zone])
  const last = published?.value
  const lastSaid = typeof last === 'string' ? phone.vault.openLocal(last) : null
  if (held !== null && (said === lastSaid || (lastSaid === null && held.type === 'profile'))) {
    return accountForMissed(phone, id, couple.id)
  }
  const edit = {
    id,
    audience: 'us',
    next: () => ({ type: 'profile' as const, name, zone }),
  } as const
  const saved = await writeRecords(phone, [edit], couple.id)
  if (saved.ok) await phone.db.state.put({ name: 'published', value: phone.vault.sealLocal(said) })
  return saved
}
