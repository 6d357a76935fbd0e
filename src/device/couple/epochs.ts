import * as z from 'zod/mini'
import { keySchema, toText } from '../../sync/bytes.ts'
import {
  coupleChainSchema,
  coupleLinkSchema,
  digestKeys,
  type Person,
  personChainSchema,
  type PersonLink,
  signedBytes,
  verifyCouple,
  verifyPerson,
} from '../../sync/membership.ts'
import { type Answer, callApi } from '../client.ts'
import { readOpenCouple } from './couple.ts'
import { signAsDevice } from '../identity.ts'
import {
  believe,
  ownChain,
  recipientsOf,
  refreshMembership,
  signCoupleLink,
  verifierOf,
} from './membership.ts'
import type { Database } from '../database.ts'
import type { Phone } from '../phone.ts'
import { joinKeyrings, wrapCoupleKeys, wrapPersonKeys } from '../wrap.ts'

/**
 * Epochs only go up. Whenever a device came or went, on either side, the couple gets its next key:
 * wrapped to every device that is left, to both recovery keys, and with all the earlier ones, for those
 * who came later. A device that was removed reads nothing that is sealed from then on.
 */

const offeredSchema = z.object({ link: coupleLinkSchema, keys: z.string() })
const pinnedSchema = z.object({ couple: coupleChainSchema, partner: personChainSchema })

/**
 * Raises the couple's epoch if the chains have moved since the last one; nothing to do is the rule.
 * Either of the two does it, whoever comes first; the other one's is refused and forgotten.
 */
export async function keepEpoch(phone: Phone): Promise<Answer<'current' | 'raised'>> {
  const known = await readOpenCouple(phone.db)
  const chains = await phone.db.state.bulkGet(['chains', 'chain'])
  const pinned = pinnedSchema.safeParse(chains[0]?.value)
  const told = JSON.stringify([known?.id, chains])
  // Every round asks, and chains hardly ever change: to verify them takes a signature for each link.
  if (!known || !pinned.success || current.get(phone.db) === told) return CURRENT
  const verify = verifierOf(phone)
  const own = await verifyPerson((await ownChain(phone)).chain, verify)
  const partner = await verifyPerson(pinned.data.partner, verify)
  if (!own.ok || !partner.ok) return CURRENT
  const persons = [own.value, partner.value]
  const couple = await verifyCouple(pinned.data.couple, persons, verify)
  if (!couple.ok || couple.value.id !== known.id) return CURRENT
  const { members, heads, head, epoch } = couple.value
  const now = members.map((id) => persons.find((each) => each.id === id)?.head)
  if (JSON.stringify(now) === JSON.stringify(heads)) {
    current.set(phone.db, told)
    return CURRENT
  }
  const offer = await offerEpoch(phone, known.id, head, epoch + 1, persons, members)
  const answer = await callApi(phone, 'appendCoupleLink', { body: offer })
  if (!answer.ok) {
    // The other was faster, or it was left meanwhile: what holds now is asked for.
    if (answer.reason === 'distrusted' || answer.reason === 'closed') await refreshMembership(phone)
    return answer
  }
  const belief = await believe(phone, answer.value)
  if (!belief.ok) return { ok: false, reason: 'distrusted' }
  await phone.db.state.delete('epoch-offer')
  return { ok: true, value: 'raised' }
}

const CURRENT: Answer<'current'> = { ok: true, value: 'current' }
/** The chains that were found to need no other epoch. */
const current = new WeakMap<Database, string>()

/** The next epoch's link and key file. Kept before it is sent: the very same is sent until it is known. */
async function offerEpoch(
  phone: Phone,
  couple: string,
  prev: string,
  epoch: number,
  persons: readonly Person[],
  members: readonly [string, string],
): Promise<z.infer<typeof offeredSchema>> {
  const held = offeredSchema.safeParse((await phone.db.state.get('epoch-offer'))?.value)
  if (held.success && held.data.link.type === 'epoch' && held.data.link.prev === prev) {
    return held.data
  }
  const before = phone.vault.keyring.us.filter((each) => each.couple === couple)
  const key = { epoch, key: toText(phone.runtime.random(32)) }
  const file = await wrapCoupleKeys(
    [...before.map((each) => ({ epoch: each.epoch, key: each.key })), key],
    persons.flatMap(recipientsOf),
  )
  const heads = members.map((id) => persons.find((each) => each.id === id)?.head ?? '')
  const unsigned = {
    type: 'epoch' as const,
    v: 1 as const,
    couple,
    prev,
    epoch,
    heads: heads as [string, string],
    keys: digestKeys(file),
  }
  const link = { ...unsigned, signed: await signCoupleLink(phone, unsigned) }
  const offer = { link, keys: file }
  await phone.db.state.put({ name: 'epoch-offer', value: offer })
  return offer
}

/**
 * Certifies a device in this person's chain, and hands it every key. The file is for all who may have
 * it, the recovery key too: so the twelve words bring back what any device can read.
 */
export async function certify(
  phone: Phone,
  device: { readonly sign: string; readonly box: string },
): Promise<Answer<null>> {
  const own = await verifyPerson((await ownChain(phone)).chain, verifierOf(phone))
  if (!own.ok) return { ok: false, reason: 'distrusted' }
  if ([...own.value.devices.values()].some((each) => each.sign === device.sign)) {
    return { ok: true, value: null }
  }
  const recipients = [...recipientsOf(own.value), keySchema.parse(device.box)]
  const file = await wrapPersonKeys(phone.identity.secrets.keyring, recipients)
  const unsigned = {
    type: 'device' as const,
    v: 1 as const,
    prev: own.value.head,
    device: { sign: device.sign, box: device.box },
    keys: digestKeys(file),
    by: phone.identity.deviceId,
  }
  return appendOwn(phone, { ...unsigned, sig: await signOwn(phone, unsigned) }, file)
}

/** `own-device`: this very one, which cannot remove itself. */
export type Revoked = Answer<null> | { ok: false; reason: 'own-device' }

/**
 * Removes a device at once: it may not ask for anything any more, and what is written from now on is
 * sealed under keys that it does not have.
 */
export async function revokeDevice(phone: Phone, device: string): Promise<Revoked> {
  if (device === phone.identity.deviceId) return { ok: false, reason: 'own-device' }
  const refreshed = await refreshMembership(phone)
  if (!refreshed.ok) return refreshed
  const own = await verifyPerson((await ownChain(phone)).chain, verifierOf(phone))
  if (!own.ok) return { ok: false, reason: 'distrusted' }
  const target = own.value.devices.get(device)
  if (target && !target.revoked) {
    const epoch = own.value.epoch + 1
    const fresh = { me: [{ epoch, key: toText(phone.runtime.random(32)) }], us: [] }
    const keyring = joinKeyrings(phone.identity.secrets.keyring, fresh)
    const recipients = recipientsOf(own.value).filter((box) => box !== target.box)
    const file = await wrapPersonKeys(keyring, recipients)
    const unsigned = {
      type: 'revoke' as const,
      v: 1 as const,
      prev: own.value.head,
      device,
      epoch,
      keys: digestKeys(file),
      by: phone.identity.deviceId,
    }
    const link = { ...unsigned, sig: await signOwn(phone, unsigned) }
    const appended = await appendOwn(phone, link, file)
    if (!appended.ok) return appended
  }
  // If this is not answered, the next round does it.
  await keepEpoch(phone)
  return { ok: true, value: null }
}

const signOwn = (phone: Phone, unsigned: Parameters<typeof signedBytes>[0]): Promise<string> =>
  signAsDevice(phone.identity, signedBytes(unsigned), phone.runtime.subtle)

async function appendOwn(phone: Phone, link: PersonLink, keys: string): Promise<Answer<null>> {
  const answer = await callApi(phone, 'appendPersonLink', { body: { link, keys } })
  if (!answer.ok) return answer
  const belief = await believe(phone, answer.value)
  return belief.ok ? { ok: true, value: null } : { ok: false, reason: 'distrusted' }
}
