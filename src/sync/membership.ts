import * as z from 'zod/mini'
import { canonical, digestOf, idSchema, keySchema, signatureSchema } from './bytes.ts'

/**
 * Who belongs to whom, as two short signed chains that a phone verifies itself.
 *
 * A person's chain says which devices speak for them. Its first link is signed by the root (derived
 * from the recovery phrase), each later one by the root or by a device that is in the chain by then.
 * A couple's chain begins with a genesis that names exactly two persons and is signed by both; there
 * is no link that adds a third.
 *
 * Every id is the digest of what it names, so nobody can give an id to other keys. `keys` is the
 * digest of an age file that wraps keys to devices and recovery keys; the file travels beside the
 * link, to those it is wrapped for.
 *
 * The two kinds of chain are tied together by `heads`: a couple's link names how far both persons'
 * chains had come when it was signed. Heads only move on. So a device that was revoked cannot sign a
 * later epoch, whoever carries the chains, and a couple whose heads lag behind is due a new epoch.
 */

/** Public keys of one device: Ed25519 for requests and links, X25519 for what is wrapped to it. */
export const deviceKeysSchema = z.strictObject({ sign: keySchema, box: keySchema })
export type DeviceKeys = z.infer<typeof deviceKeysSchema>

export const personLinkSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('person'),
    v: z.literal(1),
    /** Ed25519 key of the root. */
    root: keySchema,
    /** X25519 key to which keys are wrapped for the holder of the recovery phrase. */
    recovery: keySchema,
    device: deviceKeysSchema,
    epoch: z.literal(1),
    keys: idSchema,
    by: z.literal('root'),
    sig: signatureSchema,
  }),
  z.strictObject({
    type: z.literal('device'),
    v: z.literal(1),
    prev: idSchema,
    device: deviceKeysSchema,
    keys: idSchema,
    by: z.union([z.literal('root'), idSchema]),
    sig: signatureSchema,
  }),
  z.strictObject({
    type: z.literal('revoke'),
    v: z.literal(1),
    prev: idSchema,
    device: idSchema,
    /** The personal key's next epoch, wrapped to everyone but the revoked device. */
    epoch: z.int().check(z.minimum(2)),
    keys: idSchema,
    by: z.union([z.literal('root'), idSchema]),
    sig: signatureSchema,
  }),
])
export type PersonLink = z.infer<typeof personLinkSchema>
export const personChainSchema = z.array(personLinkSchema).check(z.minLength(1), z.maxLength(200))

/** How far both members' chains had come, in the order of `members`: the digest of a link each. */
const headsSchema = z.tuple([idSchema, idSchema])

/** One signature under a couple's link: which person, through which device. */
const signedBySchema = z.strictObject({ person: idSchema, device: idSchema, sig: signatureSchema })
export type SignedBy = z.infer<typeof signedBySchema>

export const coupleLinkSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('genesis'),
    v: z.literal(1),
    /** Exactly two, in the order of their ids. The first has the left lane. */
    members: z.tuple([idSchema, idSchema]),
    /** Random, so that pairing again makes another couple. */
    nonce: idSchema,
    epoch: z.literal(1),
    heads: headsSchema,
    keys: idSchema,
    /** In the order of `members`. */
    signed: z.tuple([signedBySchema, signedBySchema]),
  }),
  z.strictObject({
    type: z.literal('epoch'),
    v: z.literal(1),
    couple: idSchema,
    prev: idSchema,
    epoch: z.int().check(z.minimum(2)),
    heads: headsSchema,
    keys: idSchema,
    signed: z.tuple([signedBySchema]),
  }),
  z.strictObject({
    type: z.literal('leave'),
    v: z.literal(1),
    couple: idSchema,
    prev: idSchema,
    signed: z.tuple([signedBySchema]),
  }),
])
export type CoupleLink = z.infer<typeof coupleLinkSchema>
export type Genesis = Extract<CoupleLink, { type: 'genesis' }>
export const coupleChainSchema = z.array(coupleLinkSchema).check(z.minLength(1), z.maxLength(1000))

/** The digest by which a link names an age file; `file` is its base64url text. */
export const digestKeys = (file: string): string => digestOf(['tideline-keys', file])

/** The id of a person: what root and recovery key they have. */
export const personId = (root: string, recovery: string): string =>
  digestOf(['tideline-person-id', root, recovery])

/** The id of a device: its two keys. */
export const deviceId = (device: DeviceKeys): string =>
  digestOf(['tideline-device-id', device.sign, device.box])

/** The id of a couple: its genesis without the signatures. */
export const coupleId = (genesis: Omit<Genesis, 'signed'>): string =>
  digestOf(genesisParts(genesis))

const genesisParts = (genesis: Omit<Genesis, 'signed'>): unknown[] => {
  const { v, members, nonce, epoch, heads, keys } = genesis
  return ['tideline-genesis', v, members, nonce, epoch, heads, keys]
}

type Unsigned<T> = T extends unknown ? Omit<T, 'sig' | 'signed'> : never

/** The parts of a link that its signature covers. */
function linkParts(link: Unsigned<PersonLink> | Unsigned<CoupleLink>): unknown[] {
  switch (link.type) {
    case 'person': {
      const { v, root, recovery, device, epoch, keys, by } = link
      return ['tideline-person', v, root, recovery, device.sign, device.box, epoch, keys, by]
    }
    case 'device': {
      const { v, prev, device, keys, by } = link
      return ['tideline-device', v, prev, device.sign, device.box, keys, by]
    }
    case 'revoke': {
      const { v, prev, device, epoch, keys, by } = link
      return ['tideline-revoke', v, prev, device, epoch, keys, by]
    }
    case 'genesis':
      return genesisParts(link)
    case 'epoch': {
      const { v, couple, prev, epoch, heads, keys } = link
      return ['tideline-epoch', v, couple, prev, epoch, heads, keys]
    }
    case 'leave': {
      const { v, couple, prev } = link
      return ['tideline-leave', v, couple, prev]
    }
  }
}

/** The bytes a signature under `link` covers. */
export const signedBytes = (link: Unsigned<PersonLink> | Unsigned<CoupleLink>): Uint8Array =>
  canonical(linkParts(link))

/** The digest by which the next link names this one. */
export const digestLink = (link: PersonLink | CoupleLink): string => digestOf(linkParts(link))

/** Checks an Ed25519 signature; given by the runtime, since phone and server use different code. */
export type Verify = (key: string, bytes: Uint8Array, signature: string) => Promise<boolean>

/** A device of a verified chain: certified by one of its links, and revoked by a later one or not. */
export interface CertifiedDevice extends DeviceKeys {
  readonly revoked: boolean
  /** Index of the link that certified it, and of the one that revoked it. */
  readonly from: number
  readonly until: number | null
}

/** What a verified person's chain says. */
export interface Person {
  readonly id: string
  readonly root: string
  readonly recovery: string
  /** The epoch of the personal key. */
  readonly epoch: number
  /** All devices ever certified, by id; a revoked one may not sign but its records stay. */
  readonly devices: ReadonlyMap<string, CertifiedDevice>
  /** Digest of the last link. */
  readonly head: string
  /** Digests of all links, in order. */
  readonly links: readonly string[]
}

/** Why a chain was not believed. */
export type Distrust =
  | 'first-link'
  | 'not-first'
  | 'wrong-order'
  | 'unknown-signer'
  | 'bad-signature'
  | 'epoch'
  | 'members'
  | 'heads'
  | 'closed'

type Verdict<T> = { ok: true; value: T } | { ok: false; reason: Distrust }
const distrust = (reason: Distrust) => ({ ok: false, reason }) as const

/** Follows a person's chain link by link and says what it comes to, or the first thing wrong with it. */
export async function verifyPerson(
  chain: readonly PersonLink[],
  verify: Verify,
): Promise<Verdict<Person>> {
  const [first, ...rest] = chain
  if (first?.type !== 'person') return distrust('first-link')
  if (!(await verify(first.root, signedBytes(first), first.sig))) return distrust('bad-signature')
  const devices = new Map<string, CertifiedDevice>()
  const certify = (device: DeviceKeys, from: number) =>
    devices.set(deviceId(device), { ...device, revoked: false, from, until: null })
  certify(first.device, 0)
  let head = digestLink(first)
  const links = [head]
  let epoch: number = first.epoch
  for (const link of rest) {
    if (link.type === 'person') return distrust('not-first')
    if (link.prev !== head) return distrust('wrong-order')
    const signer = link.by === 'root' ? first.root : activeKey(devices, link.by)
    if (!signer) return distrust('unknown-signer')
    if (!(await verify(signer, signedBytes(link), link.sig))) return distrust('bad-signature')
    if (link.type === 'device') {
      if (devices.has(deviceId(link.device))) return distrust('wrong-order')
      certify(link.device, links.length)
    } else {
      const device = devices.get(link.device)
      if (!device || device.revoked) return distrust('unknown-signer')
      if (link.epoch !== epoch + 1) return distrust('epoch')
      devices.set(link.device, { ...device, revoked: true, until: links.length })
      epoch = link.epoch
    }
    head = digestLink(link)
    links.push(head)
  }
  const id = personId(first.root, first.recovery)
  const { root, recovery } = first
  return { ok: true, value: { id, root, recovery, epoch, devices, head, links } }
}

function activeKey(devices: ReadonlyMap<string, CertifiedDevice>, id: string): string | null {
  const device = devices.get(id)
  return device && !device.revoked ? device.sign : null
}

/** What a verified couple's chain says. */
export interface Couple {
  readonly id: string
  readonly members: readonly [string, string]
  readonly epoch: number
  /** How far the members' chains had come at the last epoch. */
  readonly heads: readonly [string, string]
  /** Nobody writes to a closed couple; it never opens again. */
  readonly closed: boolean
  readonly head: string
}

/**
 * Follows a couple's chain. `persons` are the verified chains of its two members, in any order.
 * Whoever signs has to be a device of its person at the heads that the link names; whoever leaves, one
 * that was not revoked by the last heads.
 */
export async function verifyCouple(
  chain: readonly CoupleLink[],
  persons: readonly Person[],
  verify: Verify,
): Promise<Verdict<Couple>> {
  const [first, ...rest] = chain
  if (first?.type !== 'genesis') return distrust('first-link')
  const { members } = first
  const [left, right] = members
  if (left >= right || first.signed[0].person !== left || first.signed[1].person !== right) {
    return distrust('members')
  }
  const both = members.map((id) => persons.find((each) => each.id === id))
  const indexesOf = (heads: readonly string[]) =>
    heads.map((head, side) => both[side]?.links.indexOf(head) ?? -1)
  const isSigned = async (link: CoupleLink, by: SignedBy, at: readonly number[]) => {
    const side = members.indexOf(by.person)
    const device = both[side]?.devices.get(by.device)
    const head = at[side] ?? -1
    if (!device || (device.until !== null && device.until <= head)) return false
    if (link.type !== 'leave' && device.from > head) return false
    return verify(device.sign, signedBytes(link), by.sig)
  }
  let at = indexesOf(first.heads)
  if (at.includes(-1)) return distrust('heads')
  for (const by of first.signed) {
    if (!(await isSigned(first, by, at))) return distrust('bad-signature')
  }
  const id = coupleId(first)
  let couple: Couple = {
    id,
    members,
    epoch: 1,
    heads: first.heads,
    closed: false,
    head: digestLink(first),
  }
  for (const link of rest) {
    if (link.type === 'genesis') return distrust('not-first')
    if (couple.closed) return distrust('closed')
    if (link.couple !== id || link.prev !== couple.head) return distrust('wrong-order')
    const next = link.type === 'epoch' ? indexesOf(link.heads) : at
    if (next.some((index, side) => index < (at[side] ?? 0))) return distrust('heads')
    if (!(await isSigned(link, link.signed[0], next))) return distrust('bad-signature')
    if (link.type === 'epoch' && link.epoch !== couple.epoch + 1) return distrust('epoch')
    at = next
    couple = {
      ...couple,
      ...(link.type === 'epoch' ? { epoch: link.epoch, heads: link.heads } : {}),
      closed: link.type === 'leave',
      head: digestLink(link),
    }
  }
  return { ok: true, value: couple }
}
