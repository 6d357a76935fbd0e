import * as z from 'zod/mini'
import type { Membership } from '../sync/api.ts'
import {
  coupleChainSchema,
  type CoupleLink,
  digestKeys,
  digestLink,
  deviceId,
  type Distrust,
  type Person,
  type PersonLink,
  personChainSchema,
  signedBytes,
  type Verify,
  verifyCouple,
  verifyPerson,
} from '../sync/membership.ts'
import { type Answer, callApi } from './client.ts'
import { type KnownCouple, readCouple } from './couple.ts'
import type { Database } from './database.ts'
import { type Identity, resealIdentity, signAsRoot, verifySignature } from './identity.ts'
import type { Phone } from './phone.ts'
import type { Keyring } from './vault.ts'
import { joinKeyrings, unwrapCoupleKeys, wrapPersonKeys } from './wrap.ts'

/**
 * Who belongs to whom, as this phone has verified it. The server only carries the chains; what does
 * not verify, or contradicts what was verified before, is not believed.
 */

const ownSchema = z.object({
  chain: personChainSchema,
  keys: z.record(z.string(), z.string()),
})
/** This person's chain and the key files it names. */
export type OwnChain = z.infer<typeof ownSchema>

/** The verifier over this phone's WebCrypto. */
export const verifierOf =
  ({ runtime }: Phone): Verify =>
  (key, bytes, signature) =>
    verifySignature(key, bytes, signature, runtime.subtle)

/** This person's chain; made, and signed by the root, the first time it is needed. */
export async function ownChain(phone: Phone): Promise<OwnChain> {
  const stored = (await phone.db.state.get('chain'))?.value
  if (stored !== undefined) return ownSchema.parse(stored)
  const { identity, runtime, db } = phone
  const { seed, root, recovery, keyring } = identity.secrets
  if (seed === null) throw new Error('a phone without a chain has its seed')
  const file = await wrapPersonKeys({ me: keyring.me, us: [] }, [identity.device.box, recovery])
  const keys = digestKeys(file)
  const unsigned = {
    type: 'person' as const,
    v: 1 as const,
    root,
    recovery,
    device: identity.device,
    epoch: 1 as const,
    keys,
    by: 'root' as const,
  }
  const link: PersonLink = {
    ...unsigned,
    sig: await signAsRoot(seed, signedBytes(unsigned), runtime.subtle),
  }
  const made: OwnChain = { chain: [link], keys: { [keys]: file } }
  return db.transaction('rw', db.state, async () => {
    const other = (await db.state.get('chain'))?.value
    if (other !== undefined) return ownSchema.parse(other)
    await db.state.put({ name: 'chain', value: made })
    return made
  })
}

/** Makes this person known to the API. From then on the journal is kept there too, sealed. */
export async function register(phone: Phone): Promise<Answer<null>> {
  if (await phone.db.state.get('registered')) return { ok: true, value: null }
  return registerAgain(phone)
}

/** The same, to an API that may have forgotten. What this phone knows of itself does not change meanwhile. */
export async function registerAgain(phone: Phone): Promise<Answer<null>> {
  const { chain, keys } = await ownChain(phone)
  const answer = await callApi(phone, 'register', { body: { chain, keys } })
  if (!answer.ok) return answer
  await phone.db.state.put({ name: 'registered', value: true })
  return { ok: true, value: null }
}

/** What this phone made of an answer about membership. */
export type Belief =
  | { ok: true; couple: KnownCouple | null }
  | { ok: false; reason: Distrust | 'keys' }

/** Asks the API who belongs to whom, verifies the answer and keeps what is new of it. */
export async function refreshMembership(phone: Phone): Promise<Answer<Belief>> {
  const answer = await callApi(phone, 'membership')
  return answer.ok ? { ok: true, value: await believe(phone, answer.value) } : answer
}

/**
 * Verifies chains and adopts them: own devices, the couple, its keys. Pins what it has seen: an own
 * chain that is shorter or another, a partner who is somebody else, or an epoch that goes down is not
 * believed, and nothing changes.
 */
export async function believe(phone: Phone, told: Membership): Promise<Belief> {
  const { db, me } = phone
  const verify = verifierOf(phone)
  const own = await verifyPerson(told.person, verify)
  if (!own.ok) return own
  const pinned = await ownChain(phone)
  const continues = pinned.chain.every(
    (link, index) => told.person[index] && digestLink(link) === digestLink(told.person[index]),
  )
  if (own.value.id !== me || !continues) return { ok: false, reason: 'first-link' }
  let couple: KnownCouple | null = await readCouple(db)
  let keyring: Keyring = phone.identity.secrets.keyring
  if (told.couple && told.partner) {
    const partner = await verifyPerson(told.partner, verify)
    if (!partner.ok) return partner
    const verified = await verifyCouple(told.couple, [own.value, partner.value], verify)
    if (!verified.ok) return verified
    const { id, members, epoch, closed } = verified.value
    const other = members.find((each) => each !== me)
    if (!members.includes(me) || !other) return { ok: false, reason: 'members' }
    if (couple && !couple.closed && couple.id !== id) return { ok: false, reason: 'members' }
    const since = couple?.id === id ? couple.since : phone.runtime.clock()
    couple = { id, members: [...members], partner: other, closed, since }
    keyring = await openKeys(phone, keyring, told)
    if (!keyring.us.some((each) => each.couple === id && each.epoch === epoch)) {
      return { ok: false, reason: 'keys' }
    }
    if (!(await continuesPinned(phone, told))) return { ok: false, reason: 'wrong-order' }
    await pinChains(phone, told, partner.value)
  }
  await adopt(phone, { chain: told.person, keys: told.keys }, couple, keyring)
  return { ok: true, couple }
}

/** Opens the key files of the couple's chain that hold something this device does not have yet. */
async function openKeys(phone: Phone, held: Keyring, told: Membership): Promise<Keyring> {
  let keyring = held
  const couple = coupleOf(told)
  if (couple === undefined) return held
  for (const link of told.couple ?? []) {
    if (link.type === 'leave') continue
    if (keyring.us.some((each) => each.epoch === link.epoch && each.couple === couple)) continue
    const file = told.keys[link.keys]
    if (!file || digestKeys(file) !== link.keys) continue
    const us = await unwrapCoupleKeys(file, couple, phone.identity.box.privateKey)
    if (us) keyring = joinKeyrings(keyring, { me: [], us })
  }
  return keyring
}

const coupleOf = ({ couple }: Membership): string | undefined =>
  couple?.[0]?.type === 'genesis' ? digestLink(couple[0]) : undefined

/** Whether the chains told go on from those seen before: a shorter one would undo somebody's leaving. */
async function continuesPinned({ db }: Phone, told: Membership): Promise<boolean> {
  const read = pinnedSchema.safeParse((await db.state.get('chains'))?.value)
  if (!read.success || !told.couple || !told.partner) return true
  const goesOn = (before: Links, now: Links) =>
    before.every((link, index) => now[index] && digestLink(link) === digestLink(now[index]))
  const { couple, partner } = read.data
  const isOther =
    couple[0] && told.couple[0] && digestLink(couple[0]) !== digestLink(told.couple[0])
  return isOther || (goesOn(couple, told.couple) && goesOn(partner, told.partner))
}

const pinnedSchema = z.object({ couple: coupleChainSchema, partner: personChainSchema })
type Links = readonly (PersonLink | CoupleLink)[]

async function pinChains({ db }: Phone, told: Membership, partner: Person): Promise<void> {
  const value = {
    couple: coupleChainSchema.parse(told.couple),
    partner: told.partner,
    id: partner.id,
  }
  await db.state.put({ name: 'chains', value })
}

async function adopt(
  phone: Phone,
  chain: OwnChain,
  couple: KnownCouple | null,
  keyring: Keyring,
): Promise<void> {
  const { db, identity, runtime } = phone
  const grown = JSON.stringify(keyring) !== JSON.stringify(identity.secrets.keyring)
  const secrets = {
    ...identity.secrets,
    keyring: structuredClone(keyring) as Identity['secrets']['keyring'],
  }
  const row = grown ? await resealIdentity(identity, { secrets }, db, runtime) : null
  await db.transaction('rw', db.state, async () => {
    // Only what is new: whoever watches these rows would take an equal one for a change.
    await putIfNew(db, 'chain', chain)
    if (couple) await putIfNew(db, 'couple', couple)
    if (row) await db.state.put(row)
  })
  if (row) await phone.reopen()
}

async function putIfNew(db: Database, name: string, value: unknown): Promise<void> {
  const held = (await db.state.get(name))?.value
  if (JSON.stringify(held) !== JSON.stringify(value)) await db.state.put({ name, value })
}

/** The X25519 keys of a person that keys are wrapped to: every active device, and recovery. */
export const recipientsOf = (person: Person): string[] => [
  ...[...person.devices.values()].filter((each) => !each.revoked).map((each) => each.box),
  person.recovery,
]

/** This device's id, from its keys. */
export const ownDeviceId = ({ identity }: Phone): string => deviceId(identity.device)
