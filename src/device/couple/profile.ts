import type { Body } from '../../journal/body.ts'
import type { Phone } from '../phone.ts'
import type { Edit } from '../edit.ts'
import { type Saved, writeRecords } from '../records.ts'
import { MISSED, readWrites } from '../shared-writes.ts'
import { readOwnBody } from '../stored-record.ts'
import type { StoredRecord } from '../database.ts'
import { type KnownCouple, ownKey, profileId, readCouple } from './couple.ts'

/** What this person tells the other about themselves. */

/** Keeps this person's name, and tells it to the partner where there is one. */
export async function sayName(phone: Phone, name: string): Promise<Saved> {
  await phone.db.state.put({ name: 'name', value: phone.vault.sealLocal(name) })
  return publishProfile(phone)
}

/** What is kept of it beside the record: the name, what was said last, and that something may be missed. */
export const PUBLISHING = ['name', 'published', MISSED] as const

/** Whether the profile is as it should be, and stands for all that never left. */
export function isPublished(
  phone: Phone,
  couple: KnownCouple,
  kept: ReadonlyMap<string | undefined, unknown>,
  profiles: readonly StoredRecord[],
): boolean {
  const [name, last, missed] = PUBLISHING.map((each) => kept.get(each))
  const key = ownKey(phone, profileId(phone, couple.id))
  const record = profiles.find((each) => each.key === key)
  const held = record && phone.vault.open(record.envelope)
  const body = held?.ok && held.body.type === 'profile' ? held.body : null
  return body !== null && missed === undefined && toSay(phone, couple, name, last, body) === null
}

/** Writes the profile if it is not yet what it should be: after pairing, a new name, another zone. */
export async function publishProfile(phone: Phone): Promise<Saved> {
  const couple = await readCouple(phone.db)
  if (!couple || couple.closed) return { ok: true }
  const id = profileId(phone, couple.id)
  const held = await readOwnBody(phone, id)
  const [own, published] = await phone.db.state.bulkGet(['name', 'published'])
  const say = toSay(phone, couple, own?.value, published?.value, held)
  if (say === null) return held === null ? { ok: true } : accountForMissed(phone, id, couple.id)
  const { said, name, zone } = say
  const edit = {
    id,
    audience: 'us',
    next: () => ({ type: 'profile' as const, name, zone }),
  } as const
  const saved = await writeRecords(phone, [edit], couple.id)
  if (saved.ok) await phone.db.state.put({ name: 'published', value: phone.vault.sealLocal(said) })
  return saved
}

/** What this device has to say of its owner; null where it has nothing to say, or has said it. */
function toSay(
  { vault, runtime }: Phone,
  couple: KnownCouple,
  stored: unknown,
  last: unknown,
  held: Body | null,
): { readonly said: string; readonly name: string; readonly zone: string } | null {
  const shown = held?.type === 'profile' ? held.name : null
  const name = (typeof stored === 'string' && vault.openLocal(stored)) || shown
  const zone = runtime.zone()
  if (!name) return null
  // Written when what this device has to say has changed, not when the record differs: else two
  // devices in two zones would write against each other for ever.
  const said = JSON.stringify([couple.id, name, zone])
  const lastSaid = typeof last === 'string' ? vault.openLocal(last) : null
  const isSaid = said === lastSaid || (lastSaid === null && held?.type === 'profile')
  return held !== null && isSaid ? null : { said, name, zone }
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
