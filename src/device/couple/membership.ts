import * as z from 'zod/mini'
import type { Membership } from '../../sync/api.ts'
import {
  coupleChainSchema,
  digestKeys,
  digestLink,
  deviceId,
  type Distrust,
  type Person,
  type PersonLink,
  personChainSchema,
  type SignedBy,
  signedBytes,
  type Verify,
  verifyCouple,
  verifyPerson,
} from '../../sync/membership.ts'
import { type Answer, callApi } from '../client.ts'
import { type KnownCouple, readCouple } from './couple.ts'
import { noteEarlierPartner } from './earlier-partner.ts'
import { DISTRUST } from './distrust.ts'
import type { Database } from '../database.ts'
import {
  type Identity,
  resealIdentity,
  signAsDevice,
  signAsRoot,
  verifySignature,
} from '../identity.ts'
import type { Phone } from '../phone.ts'
import type { Keyring } from '../vault.ts'
import { goesOnFrom, type Links, type Standing } from './standing.ts'
import { joinKeyrings, unwrapCoupleKeys, unwrapPersonKeys, wrapPersonKeys } from '../wrap.ts'

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

/**
 * What this phone made of an answer about membership. `behind`: it is older than what was seen before,
 * as after a restore. `keys`: a key it should have got is not for it. Everything else is an attack.
 */
export type Belief =
  | { ok: true; couple: KnownCouple | null }
  | { ok: false; reason: Distrust | 'keys' | 'behind' }

/** Asks the API who belongs to whom, verifies the answer and keeps what is new of it. */
export async function refreshMembership(phone: Phone): Promise<Answer<Belief>> {
  const answer = await callApi(phone, 'membership')
  return answer.ok ? { ok: true, value: await believe(phone, answer.value) } : answer
}

/**
 * Verifies chains and adopts them: own devices, the couple, its keys. Pins what it has seen: an own
 * chain that is shorter or another, a partner who is somebody else, or an epoch that goes down is not
 * believed, and nothing changes. What is not merely behind stops this phone from sharing anything
 * until the API tells again what was known (`couple.ts`).
 */
export async function believe(phone: Phone, told: Membership): Promise<Belief> {
  const { db } = phone
  const judged = await judge(phone, told)
  if (!judged.ok) {
    if (judged.reason !== 'behind') await db.state.put({ name: DISTRUST, value: judged.reason })
    return judged
  }
  await adopt(phone, told, judged)
  return { ok: true, couple: judged.couple }
}

interface Judged {
  readonly ok: true
  readonly couple: KnownCouple | null
  readonly keyring: Keyring
  /** The partner whose chains are pinned from now on. */
  readonly partner: { readonly id: string; readonly chain: readonly PersonLink[] } | null
}
type Refused = Extract<Belief, { ok: false }>
const refused = (reason: Refused['reason']): Refused => ({ ok: false, reason })

async function judge(phone: Phone, told: Membership): Promise<Judged | Refused> {
  const { db, me } = phone
  const verify = verifierOf(phone)
  const own = await verifyPerson(told.person, verify)
  if (!own.ok) return own
  const pinned = await ownChain(phone)
  if (own.value.id !== me) return refused('first-link')
  const standing = goesOnFrom(pinned.chain, told.person)
  if (standing !== 'goes-on') return refused(standing === 'behind' ? 'behind' : 'wrong-order')
  const before = await readCouple(db)
  const held = await openOwnKeys(phone, phone.identity.secrets.keyring, told)
  if (!held.me.some((each) => each.epoch === own.value.epoch)) return refused('keys')
  // Of somebody who has deleted their account this phone may still have the chain, and with it the
  // means to see who left. Their absence alone says nothing.
  const partnerChain = told.partner ?? (await pinnedPartner(phone))
  if (!told.couple || !partnerChain) {
    return { ok: true, couple: before, keyring: held, partner: null }
  }
  const partner = await verifyPerson(partnerChain, verify)
  if (!partner.ok) return partner
  const verified = await verifyCouple(told.couple, [own.value, partner.value], verify)
  // Their chain went on after this phone last saw it, and then they went: nothing new can be believed.
  const isCutOff = !verified.ok && verified.reason === 'heads' && told.partner === null
  if (isCutOff) return { ok: true, couple: before, keyring: held, partner: null }
  if (!verified.ok) return verified
  const { id, members, epoch, closed, head } = verified.value
  const other = members.find((each) => each !== me)
  if (!members.includes(me) || !other) return refused('members')
  const isSame = before?.id === id
  if (before && !isSame && !isNewer(phone, id, before, closed)) return refused('members')
  if (await isWithdrawn(phone, id)) {
    if (!closed) await signLeave(phone, id, head)
    return { ok: true, couple: before, keyring: held, partner: null }
  }
  const seen = await standsToPinned(phone, told.couple, partnerChain)
  if (seen !== 'goes-on') return refused(seen === 'behind' ? 'behind' : 'wrong-order')
  const keyring = await openCoupleKeys(phone, held, id, told)
  // Nobody writes to a couple that is over, and of whoever has deleted their account no key file is left.
  const isHeld = keyring.us.some((each) => each.couple === id && each.epoch === epoch)
  if (!isHeld && !closed) return refused('keys')
  const couple = {
    id,
    members: [...members] as [string, string],
    partner: other,
    // Whoever left here has left, whatever the server has heard of it.
    closed: closed || (isSame && before.closed),
    since: isSame ? before.since : phone.runtime.clock(),
  }
  return { ok: true, couple, keyring, partner: { id: partner.value.id, chain: partnerChain } }
}

/**
 * Whether another couple than the known one may come after it. Its genesis is signed by a device of this
 * person, so they have left the known one on that device, if not on this. A couple whose keys this
 * phone has held before is an earlier one, and nobody goes back to it.
 */
function isNewer({ identity }: Phone, id: string, known: KnownCouple, closed: boolean): boolean {
  const { us } = identity.secrets.keyring
  return !us.some((each) => each.couple === id) && (known.closed || !closed)
}

/** Opens the key files of this person's own chain that hold something this device does not have yet. */
async function openOwnKeys(phone: Phone, held: Keyring, told: Membership): Promise<Keyring> {
  let keyring = held
  for (const link of told.person) {
    if (link.type !== 'revoke' || keyring.me.some((each) => each.epoch === link.epoch)) continue
    const file = told.keys[link.keys]
    if (!file || digestKeys(file) !== link.keys) continue
    const more = await unwrapPersonKeys(file, phone.identity.box.privateKey)
    if (more) keyring = joinKeyrings(keyring, more)
  }
  return keyring
}

/** The same for the couple's chain. */
async function openCoupleKeys(
  phone: Phone,
  held: Keyring,
  couple: string,
  told: Membership,
): Promise<Keyring> {
  let keyring = held
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

/** Set once the server says that the partner's account is gone, until there is another couple. */
export const PARTNER_DELETED = 'partner-deleted'

const pinnedPartner = async ({ db }: Phone) =>
  pinnedSchema.safeParse((await db.state.get('chains'))?.value).data?.partner ?? null

const pinnedSchema = z.object({ couple: coupleChainSchema, partner: personChainSchema })

async function standsToPinned({ db }: Phone, couple: Links, partner: Links): Promise<Standing> {
  const read = pinnedSchema.safeParse((await db.state.get('chains'))?.value)
  if (!read.success) return 'goes-on'
  const [before] = read.data.couple
  const isOther = before && couple[0] && digestLink(before) !== digestLink(couple[0])
  if (isOther) return 'goes-on'
  const standings = [goesOnFrom(read.data.couple, couple), goesOnFrom(read.data.partner, partner)]
  return standings.find((each) => each === 'parted') ?? standings.find(isBehind) ?? 'goes-on'
}

const isBehind = (standing: Standing): boolean => standing === 'behind'

/** Keeps what was believed: all of it, in one transaction, and only what is new. True: there are new keys. */
async function adopt(phone: Phone, told: Membership, judged: Judged): Promise<void> {
  const { db, identity, runtime } = phone
  const { couple, keyring, partner } = judged
  const grown = JSON.stringify(keyring) !== JSON.stringify(identity.secrets.keyring)
  const secrets = {
    ...identity.secrets,
    keyring: structuredClone(keyring) as Identity['secrets']['keyring'],
  }
  const row = grown ? await resealIdentity(identity, { secrets }, db, runtime) : null
  await db.transaction('rw', db.state, db.records, async () => {
    // Whoever watches these rows would take an equal one for a change.
    await putIfNew(db, 'chain', { chain: told.person, keys: told.keys })
    if (partner) {
      const chains = { couple: told.couple, partner: partner.chain, id: partner.id }
      await putIfNew(db, 'chains', chains)
    }
    if (couple) await beginCouple(db, couple)
    if (couple) await putIfNew(db, 'couple', couple)
    if (told.partnerDeleted) await putIfNew(db, PARTNER_DELETED, true)
    if (await db.state.get(DISTRUST)) await db.state.delete(DISTRUST)
    if (row) await db.state.put(row)
  })
  if (row) await phone.reopen()
}

/** Another couple than before begins with nothing: what an earlier one shared leaves the timeline. */
async function beginCouple(db: Database, couple: KnownCouple): Promise<void> {
  const before = await readCouple(db)
  if (!before || before.id === couple.id) return
  await noteEarlierPartner(db, before)
  await db.state.bulkDelete(['writes', 'spent-writes', PARTNER_DELETED])
  await db.records
    .where('audience')
    .equals('us')
    .filter(({ at, envelope }) => at !== undefined && envelope.couple !== couple.id)
    .modify((record) => {
      delete record.at
    })
}

async function putIfNew(db: Database, name: string, value: unknown): Promise<void> {
  const held = (await db.state.get(name))?.value
  if (JSON.stringify(held) !== JSON.stringify(value)) await db.state.put({ name, value })
}

const withdrawnSchema = z.array(z.string())

async function readWithdrawn({ db }: Phone): Promise<string[]> {
  return withdrawnSchema.safeParse((await db.state.get('withdrawn'))?.value).data ?? []
}

const isWithdrawn = async (phone: Phone, couple: string): Promise<boolean> =>
  (await readWithdrawn(phone)).includes(couple)

/**
 * Takes back a signature under a genesis. Where the other signs it all the same, this phone does not
 * believe in that couple, and leaves it as soon as it hears of it: nothing was ever shared in it.
 */
export async function withdrawCouple(phone: Phone, couple: string): Promise<void> {
  const value = [...new Set([...(await readWithdrawn(phone)), couple])]
  await phone.db.state.put({ name: 'withdrawn', value })
}

async function signLeave(phone: Phone, couple: string, prev: string): Promise<void> {
  const unsigned = { type: 'leave' as const, v: 1 as const, couple, prev }
  const signed = await signCoupleLink(phone, unsigned)
  // Without an answer it is tried again the next time the couple is told.
  await callApi(phone, 'appendCoupleLink', { body: { link: { ...unsigned, signed }, keys: null } })
}

/** This device's signature under a further link of its couple's chain. */
export async function signCoupleLink(
  { me, identity, runtime }: Phone,
  unsigned: Parameters<typeof signedBytes>[0],
): Promise<[SignedBy]> {
  const sig = await signAsDevice(identity, signedBytes(unsigned), runtime.subtle)
  return [{ person: me, device: identity.deviceId, sig }]
}

/** The X25519 keys of a person that keys are wrapped to: every active device, and recovery. */
export const recipientsOf = (person: Person): string[] => [
  ...[...person.devices.values()].filter((each) => !each.revoked).map((each) => each.box),
  person.recovery,
]

/** This device's id, from its keys. */
export const ownDeviceId = ({ identity }: Phone): string => deviceId(identity.device)
