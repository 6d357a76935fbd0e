import type { Phone } from '../phone.ts'
import { type Edit, MISSED, readOwnBody, readWrites, type Saved, writeRecords } from '../records.ts'
import { profileId, readCouple } from './couple.ts'

/** What this person tells the other about themselves. */

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

/**
 * Says what has become of shared writes that nobody will ever see: writes a record anew, as it is, which
 * stands for them too. `id` is one that everybody in the couple has.
 */
async function accountForMissed(phone: Phone, id: string, couple: string): Promise<Saved> {
  const { db } = phone
  if (!(await db.state.get(MISSED))) return { ok: true }
  if ((await readWrites(phone)).spent > 0) {
    const again: Edit = { id, audience: 'us', next: (current) => current }
    const saved = await writeRecords(phone, [again], couple)
    if (!saved.ok) return saved
  }
  await db.transaction('rw', db.state, async () => {
    if ((await readWrites(phone)).spent === 0) await db.state.delete(MISSED)
  })
  return { ok: true }
}
