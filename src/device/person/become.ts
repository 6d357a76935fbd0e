import { type Entry, ONLY_ME } from '../../journal/entry.ts'
import type { Membership } from '../../sync/api.ts'
import { verifyPerson } from '../../sync/membership.ts'
import type { StoredRecord } from '../database.ts'
import { PERSON, resealIdentity, type Secrets } from '../identity.ts'
import { refreshMembership, verifierOf } from '../couple/membership.ts'
import type { Phone } from '../phone.ts'
import { storedRecord } from '../stored-record.ts'
import { sayName } from '../couple/profile.ts'
import { type Keyring, openVault, type Vault } from '../vault.ts'

/** What a device needs to become one of a person's. */
export interface Welcome {
  readonly chain: Membership['person']
  readonly keys: Membership['keys']
  readonly keyring: Keyring
  /** The person's own name, if they have told it. */
  readonly name: string | null
}

/**
 * Makes this device one of a person's: their keys, their chain, and what was written here before, as
 * entries of theirs that only they can see. All of it at once, or nothing. False: the chain does not
 * name this device, or does not hold together.
 */
export async function becomeDeviceOf(phone: Phone, welcome: Welcome): Promise<boolean> {
  const { chain, keys, keyring, name } = welcome
  const { db, identity, runtime } = phone
  const person = await verifyPerson(chain, verifierOf(phone))
  const device = person.ok ? person.value.devices.get(identity.deviceId) : undefined
  if (!person.ok || !device || device.revoked || keyring.me.length === 0) return false
  const { id, root, recovery } = person.value
  const secrets: Secrets = {
    seed: null,
    root,
    recovery,
    keyring: { me: [...keyring.me], us: [...keyring.us] },
  }
  const row = await resealIdentity(identity, { secrets, person: id }, db, runtime)
  const vault = openVault({ person: id, device: identity.deviceId, keyring }, runtime.random)
  const before = await db.records.toArray()
  const drafts = await draftsOf(phone)
  const moved = resealEntries(phone, vault, before)
  const isMoved = await db.transaction('rw', db.records, db.outbox, db.state, async () => {
    // Something was written meanwhile: it has to come along too, so all this begins again.
    const now = [await db.records.toArray(), await draftsOf(phone)]
    if (JSON.stringify(now) !== JSON.stringify([before, drafts])) return false
    // Another tab became this device meanwhile: there is nothing left to do.
    if (await db.state.get('registered')) return true
    await db.records.clear()
    await db.outbox.clear()
    await db.records.bulkPut(moved)
    await db.outbox.bulkAdd(
      moved.map(({ key, envelope, digest }) => ({
        key,
        envelope,
        digest,
        base: null,
        sent: 0 as const,
      })),
    )
    await db.state.bulkDelete(['name', 'phrase', 'pairing', 'linking', 'hosting', 'cleared'])
    await db.state.bulkPut([
      row,
      ...drafts.map((each) => ({ ...each, value: resealText(phone, vault, each.value) })),
      { name: 'chain', value: { chain, keys } },
      { name: 'registered', value: true },
      // From here on whoever still holds the old keys writes nothing.
      { name: PERSON, value: id },
    ])
    return true
  })
  if (!isMoved) return becomeDeviceOf(phone, welcome)
  await phone.reopen()
  await refreshMembership(phone)
  if (name !== null) await sayName(phone, name)
  return true
}

/** This device's entries so far, as entries of the person it joins. */
function resealEntries(
  phone: Phone,
  vault: Vault,
  records: readonly StoredRecord[],
): StoredRecord[] {
  return records.flatMap(({ envelope }) => {
    const opened = phone.vault.open(envelope)
    if (!opened.ok) return []
    const { body } = opened
    // A pause comes along as the moment that it was made of: its card was in another person's name.
    const written = body.type === 'pause' ? body.entry : body
    if (written.type !== 'entry') return []
    const entry: Entry = { ...written, sharing: ONLY_ME }
    const head = {
      v: 1 as const,
      id: envelope.id,
      author: vault.person,
      couple: null,
      audience: 'me' as const,
      epoch: vault.epoch,
      device: vault.device,
      rev: 1,
      base: null,
      deleted: false,
    }
    const sealed = vault.seal(head, entry, null)
    if (!sealed) throw new Error('an entry that fitted does not fit any more')
    return [storedRecord(sealed, entry, { me: vault.person }, null)]
  })
}

const draftsOf = ({ db }: Phone) => db.state.where('name').startsWith('draft/').toArray()

/** A half-written text, under the key of the person this device joins. */
function resealText(phone: Phone, vault: Vault, sealed: unknown): unknown {
  const text = typeof sealed === 'string' ? phone.vault.openLocal(sealed) : null
  return text === null ? sealed : vault.sealLocal(text)
}
