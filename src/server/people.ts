import type * as z from 'zod/mini'
import type { appendPersonLinkSchema, Membership, registerSchema } from '../sync/api.ts'
import {
  digestKeys,
  digestLink,
  type Person,
  type PersonLink,
  verifyPerson,
} from '../sync/membership.ts'
import type { Device, Key } from './caller.ts'
import { verify } from './ed25519.ts'
import type { Hub } from './hub.ts'
import { isRefusal, refuse, type Refusal } from './problem.ts'
import type { StoredDevice } from './store/membership.ts'
import type { Store, Transaction } from './store/store.ts'

const MAX_LINKS = 200

/**
 * A person's first request, or the same again, or with more links than are known here: a restored
 * database gets back what it has lost. A chain that parts from the known one is not believed.
 */
export async function register(
  store: Store,
  { key }: Key,
  { chain, keys }: z.infer<typeof registerSchema>,
): Promise<{ answer: object } | Refusal> {
  const offered = await believe(chain)
  if (isRefusal(offered)) return offered
  return store.transaction(async (tx) => {
    const { id } = offered.person
    if (await tx.isForgotten(id)) return refuse('deleted')
    const known = await tx.lockPerson(id)
    const longer = longerOf(known?.chain ?? [], chain)
    if (!longer) return refuse('distrusted', 'chain: parts from the known one')
    const believed = longer === chain ? offered : await believe(longer)
    if (isRefusal(believed)) return believed
    const signer = believed.devices.find((device) => device.sign === key)
    if (!signer) return refuse('distrusted', 'chain: the signer is not in it')
    if (signer.isRevoked) return refuse('revoked')
    const files = keysNamedBy(longer, keys, known ? await tx.keyFilesOf([id]) : {})
    if (isRefusal(files)) return files
    await tx.savePerson({ id, chain: longer, epoch: believed.person.epoch }, believed.devices)
    await tx.takeKey(signer)
    await tx.keepKeyFiles(id, files)
    return { answer: { person: id, device: signer.id, incarnation: store.incarnation } }
  }, offered.person.id)
}

/** Adds a device to the caller's chain, or revokes one. The same link again changes nothing. */
export async function appendPersonLink(
  { store, hub }: { store: Store; hub: Hub },
  caller: Device,
  { link, keys }: z.infer<typeof appendPersonLinkSchema>,
): Promise<{ answer: Membership } | Refusal> {
  if (!isKeyFile(link.keys, keys)) return refuse('malformed', 'keys: not what the link names')
  const done = await store.transaction(async (tx) => {
    const known = await tx.lockPerson(caller.person)
    if (!known) return refuse('unknown-device')
    const digest = digestLink(link)
    if (known.chain.some((each) => digestLink(each) === digest)) return readMembership(tx, known.id)
    if (known.chain.length >= MAX_LINKS) return refuse('malformed', `at most ${MAX_LINKS} links`)
    const chain = [...known.chain, link]
    const believed = await believe(chain)
    if (isRefusal(believed)) return believed
    const { person, devices } = believed
    await tx.savePerson({ id: person.id, chain, epoch: person.epoch }, devices)
    await tx.keepKeyFiles(person.id, { [link.keys]: keys })
    if (link.type === 'revoke') await tx.announce([{ type: 'dismissed', device: link.device }])
    return readMembership(tx, person.id)
  }, caller.person)
  if (isRefusal(done)) return done
  if (link.type === 'revoke') hub.dismiss(link.device)
  return { answer: done }
}

/**
 * A person's membership, for whoever signs with the root of their chain: the holder of the recovery
 * phrase, on a phone that nobody knows yet. For everyone else there is no such person.
 */
export async function recover(
  store: Store,
  { key }: Key,
  id: string,
): Promise<{ answer: Membership } | Refusal> {
  return store.transaction(async (tx) => {
    const [first] = (await tx.findPerson(id))?.chain ?? []
    if (first?.type !== 'person' || first.root !== key) return refuse('not-found')
    return { answer: await readMembership(tx, id) }
  })
}

/** All that a phone needs to know who belongs to whom; never a key file of the partner's own. */
export async function readMembership(tx: Transaction, id: string): Promise<Membership> {
  const person = await tx.findPerson(id)
  if (!person) throw new Error('A caller without a person')
  const couple = person.couple === null ? null : await tx.findCouple(person.couple)
  const partnerId = couple?.members.find((member) => member !== id)
  const partner = partnerId === undefined ? null : await tx.findPerson(partnerId)
  return {
    person: [...person.chain],
    couple: couple && [...couple.chain],
    partner: partner && [...partner.chain],
    partnerDeleted: couple !== null && partner === null,
    keys: await tx.keyFilesOf(couple ? [id, couple.id] : [id]),
  }
}

/** Verifies a person's chain; what it comes to, and its devices as they are kept. */
export async function believe(
  chain: readonly PersonLink[],
): Promise<{ person: Person; devices: StoredDevice[] } | Refusal> {
  const verdict = await verifyPerson(chain, verify)
  if (!verdict.ok) return refuse('distrusted', `chain: ${verdict.reason}`)
  const person = verdict.value
  const devices = [...person.devices].map(([id, device]) => ({
    id,
    sign: device.sign,
    person: person.id,
    isRevoked: device.revoked,
  }))
  // Requests name their device by the signing key alone.
  if (new Set(devices.map((device) => device.sign)).size < devices.length) {
    return refuse('distrusted', 'chain: two devices sign with one key')
  }
  return { person, devices }
}

/** The longer of two chains, or null where neither goes on from the other. */
function longerOf(
  known: readonly PersonLink[],
  offered: readonly PersonLink[],
): readonly PersonLink[] | null {
  const [shorter, longer] = known.length < offered.length ? [known, offered] : [offered, known]
  const agrees = shorter.every((link, i) => {
    const other = longer[i]
    return other !== undefined && digestLink(link) === digestLink(other)
  })
  return agrees ? longer : null
}

/**
 * Every link names a key file, which comes with it or is here. What else comes along is left out: a
 * phone that brings back a lost chain sends all it holds.
 */
function keysNamedBy(
  chain: readonly PersonLink[],
  keys: Readonly<Record<string, string>>,
  known: Readonly<Record<string, string>>,
): Record<string, string> | Refusal {
  const kept: Record<string, string> = {}
  for (const { keys: digest } of chain) {
    const file = Object.hasOwn(keys, digest) ? keys[digest] : undefined
    if (file !== undefined && isKeyFile(digest, file)) kept[digest] = file
    else if (file !== undefined) return refuse('malformed', 'keys: not what the link names')
    else if (!Object.hasOwn(known, digest)) return refuse('malformed', 'keys: one is missing')
  }
  return kept
}

/** Tells whether a link that names `digest` means this file. */
export const isKeyFile = (digest: string, file: string): boolean => digestKeys(file) === digest
