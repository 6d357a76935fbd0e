import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import * as z from 'zod/mini'
import { idSchema, keySchema, toBytes, toText } from '../sync/bytes.ts'
import { type DeviceKeys, deviceId, personId } from '../sync/membership.ts'
import type { Database } from './database.ts'
import type { Runtime } from './runtime.ts'
import { type Keyring, openVault, type Vault } from './vault.ts'

/**
 * Who this phone is. Made on the very first start, offline, in a few milliseconds: a recovery seed
 * (the twelve words), from it a root and a recovery key; a personal key; and this device's own two
 * key pairs.
 *
 * On disk everything secret, the device's private halves included, lies sealed under one key: `wrap`,
 * which WebCrypto keeps to itself, or with an app lock a key that only its owner's passcode or passkey
 * gives (`lock.ts`). Were the pairs kept as keys of WebCrypto, they would lie in the profile's files
 * where no lock reaches them. Open, they cannot be read out of WebCrypto either.
 */

const ED25519 = { name: 'Ed25519' }
/** What stands before a raw 32-byte private key in PKCS #8 (RFC 8410, section 7). */
const PKCS8_PREFIX = {
  Ed25519: Uint8Array.from([0x30, 46, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 34, 4, 32]),
  X25519: Uint8Array.from([0x30, 46, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 34, 4, 32]),
}

const secretsSchema = z.object({
  /** The 16 bytes behind the twelve words: kept only until they stand on paper (`person/phrase.ts`). */
  seed: z.nullable(z.string()),
  root: keySchema,
  recovery: keySchema,
  keyring: z.object({
    me: z.array(z.object({ epoch: z.int(), key: keySchema })).check(z.minLength(1)),
    us: z.array(z.object({ couple: idSchema, epoch: z.int(), key: keySchema })),
  }),
})
/** What a phone keeps to itself. */
export type Secrets = z.infer<typeof secretsSchema>

/** The private halves of this device's pairs, raw. */
const halvesSchema = z.object({ sign: keySchema, box: keySchema })
type Halves = z.infer<typeof halvesSchema>

interface StoredIdentity {
  person: string
  device: DeviceKeys
  /** What the secrets lie under; null while an app lock keeps that key. */
  wrap: CryptoKey | null
  nonce: Uint8Array<ArrayBuffer>
  sealed: ArrayBuffer
  /** The pairs of a phone that was begun before there was an app lock, which cannot cover them. */
  sign?: CryptoKeyPair
  box?: CryptoKeyPair
}

/**
 * The row that says whose device this is, beside what is sealed: cheap to read whenever something is
 * written. Phones begun before it existed have none until they join another person.
 */
export const PERSON = 'person'

/** This phone's identity, opened. */
export interface Identity {
  readonly person: string
  readonly device: DeviceKeys
  readonly deviceId: string
  readonly sign: CryptoKeyPair
  readonly box: CryptoKeyPair
  readonly secrets: Secrets
  readonly vault: Vault
  /** What the secrets lie under on disk. */
  readonly wrap: CryptoKey
  /** Null: the pairs are older than app locks. */
  readonly halves: Halves | null
}

/**
 * Opens this phone's identity, or makes one where there is none. Two tabs that race get the same.
 * Where an app lock stands, the runtime is asked for its key, which takes as long as its owner takes.
 */
export async function openIdentity(db: Database, runtime: Runtime): Promise<Identity> {
  const stored = (await db.state.get('identity'))?.value as StoredIdentity | undefined
  if (stored) return unwrap(stored, stored.wrap ?? (await askForKey(db, runtime)), runtime)
  const made = await makeIdentity(runtime)
  const winner = await db.transaction('rw', db.state, async () => {
    const other = (await db.state.get('identity'))?.value as StoredIdentity | undefined
    if (!other) {
      await db.state.bulkAdd([
        { name: 'identity', value: made },
        { name: PERSON, value: made.person },
      ])
    }
    return other ?? made
  })
  return unwrap(winner, winner.wrap ?? (await askForKey(db, runtime)), runtime)
}

async function askForKey(db: Database, { unlock }: Runtime): Promise<CryptoKey> {
  if (!unlock) throw new Error('nobody is here to open the lock')
  return unlock(db)
}

async function makeIdentity(runtime: Runtime): Promise<StoredIdentity> {
  const { subtle, random } = runtime
  const seed = random(16)
  const halves = { sign: random(32), box: random(32) }
  const [root, recovery, sign, box, wrap] = await Promise.all([
    publicKeyOf(subtle, ED25519.name, rootKey(seed)),
    publicKeyOf(subtle, 'X25519', recoveryKey(seed)),
    publicKeyOf(subtle, ED25519.name, halves.sign),
    publicKeyOf(subtle, 'X25519', halves.box),
    newWrap(subtle),
  ])
  const device = { sign, box }
  const secrets: Secrets = {
    seed: toText(seed),
    root,
    recovery,
    keyring: { me: [{ epoch: 1, key: toText(random(32)) }], us: [] },
  }
  const person = personId(root, recovery)
  const own = { sign: toText(halves.sign), box: toText(halves.box) }
  return { person, device, wrap, ...(await wrapSecrets(secrets, own, wrap, runtime)) }
}

/** A key that WebCrypto keeps to itself, for secrets without an app lock. */
export const newWrap = (subtle: SubtleCrypto): Promise<CryptoKey> =>
  subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])

/** The root's private key: HKDF over the seed of the twelve words. */
export const rootKey = (seed: Uint8Array): Uint8Array =>
  hkdf(sha256, seed, undefined, utf8ToBytes('tideline/v1/root'), 32)

/** The recovery key's private half, to which keys are wrapped for the holder of the twelve words. */
export const recoveryKey = (seed: Uint8Array): Uint8Array =>
  hkdf(sha256, seed, undefined, utf8ToBytes('tideline/v1/recovery'), 32)

/** What a seed opens: the public keys that name a person, and the private ones, which stay in WebCrypto. */
export interface SeedKeys {
  readonly root: string
  readonly recovery: string
  readonly sign: CryptoKey
  readonly box: CryptoKey
}

/** Opens the 16 bytes behind twelve words. */
export async function openSeed(seed: Uint8Array, subtle: SubtleCrypto): Promise<SeedKeys> {
  const [root, recovery, sign, box] = await Promise.all([
    publicKeyOf(subtle, ED25519.name, rootKey(seed)),
    publicKeyOf(subtle, 'X25519', recoveryKey(seed)),
    importPrivate(subtle, ED25519.name, rootKey(seed), ['sign'], false),
    importPrivate(subtle, 'X25519', recoveryKey(seed), ['deriveBits'], false),
  ])
  return { root, recovery, sign, box }
}

/** Signs with the root. Only a phone that still has the seed can. */
export async function signAsRoot(
  seed: string,
  bytes: Uint8Array,
  subtle: SubtleCrypto,
): Promise<string> {
  const key = await importPrivate(subtle, ED25519.name, rootKey(toBytes(seed)), ['sign'], false)
  return toText(new Uint8Array(await subtle.sign(ED25519, key, Uint8Array.from(bytes))))
}

/** Signs with this device's key. */
export async function signAsDevice(
  identity: Identity,
  bytes: Uint8Array,
  subtle: SubtleCrypto,
): Promise<string> {
  const signature = await subtle.sign(ED25519, identity.sign.privateKey, Uint8Array.from(bytes))
  return toText(new Uint8Array(signature))
}

/** Checks an Ed25519 signature; false for anything that is not one. */
export async function verifySignature(
  key: string,
  bytes: Uint8Array,
  signature: string,
  subtle: SubtleCrypto,
): Promise<boolean> {
  try {
    const imported = await subtle.importKey('raw', toBytes(key), ED25519, false, ['verify'])
    return await subtle.verify(ED25519, imported, toBytes(signature), Uint8Array.from(bytes))
  } catch {
    return false
  }
}

/**
 * Replaces this phone's secrets, and its person where it joins another device's. Call `db.state.put`
 * with the answer inside the transaction that needs it; sealing happens here, before.
 */
export async function resealIdentity(
  identity: Identity,
  change: { secrets: Secrets; person?: string },
  db: Database,
  runtime: Runtime,
): Promise<{ name: 'identity'; value: unknown }> {
  const stored = (await db.state.get('identity'))?.value as StoredIdentity
  const { halves, wrap } = identity
  // Another tab has set or taken a lock: what is sealed under the former key would never open again.
  const held = await openSecrets(stored, wrap, runtime.subtle)
  // Where another tab has let go of the twelve words, this one's memory of them does not bring them back.
  const seed = held.secrets.seed === null ? null : change.secrets.seed
  const sealed = await wrapSecrets({ ...change.secrets, seed }, halves, wrap, runtime)
  return {
    name: 'identity',
    value: { ...stored, ...sealed, person: change.person ?? identity.person },
  }
}

/**
 * The same secrets under another key. `kept`: whether the phone keeps that key itself, or an app lock
 * does. Null where an app lock cannot cover this device's pairs.
 */
export async function rewrapIdentity(
  { person, device, secrets, halves }: Identity,
  wrap: CryptoKey,
  kept: boolean,
  runtime: Runtime,
): Promise<{ name: 'identity'; value: unknown } | null> {
  if (!halves) return null
  const sealed = await wrapSecrets(secrets, halves, wrap, runtime)
  return { name: 'identity', value: { person, device, wrap: kept ? wrap : null, ...sealed } }
}

async function wrapSecrets(
  secrets: Secrets,
  halves: Halves | null,
  wrap: CryptoKey,
  { subtle, random }: Runtime,
) {
  const nonce = random(12)
  const text = JSON.stringify({ ...secrets, ...(halves ? { halves } : {}) })
  const bytes = Uint8Array.from(utf8ToBytes(text))
  return { nonce, sealed: await subtle.encrypt({ name: 'AES-GCM', iv: nonce }, wrap, bytes) }
}

async function openSecrets(
  { nonce, sealed }: StoredIdentity,
  wrap: CryptoKey,
  subtle: SubtleCrypto,
): Promise<{ secrets: Secrets; halves: Halves | null }> {
  const plain = await subtle.decrypt({ name: 'AES-GCM', iv: nonce }, wrap, sealed)
  const value: unknown = JSON.parse(new TextDecoder().decode(plain))
  const { halves = null } = z.object({ halves: z.optional(halvesSchema) }).parse(value)
  return { secrets: secretsSchema.parse(value), halves }
}

async function unwrap(
  stored: StoredIdentity,
  wrap: CryptoKey,
  runtime: Runtime,
): Promise<Identity> {
  const { subtle } = runtime
  const { person, device } = stored
  const { secrets, halves } = await openSecrets(stored, wrap, subtle)
  const opening = Promise.all([
    halves ? openPair(subtle, 'Ed25519', device.sign, halves.sign) : stored.sign,
    halves ? openPair(subtle, 'X25519', device.box, halves.box) : stored.box,
  ])
  const id = deviceId(device)
  const keyring: Keyring = secrets.keyring
  // WebCrypto works elsewhere meanwhile.
  const vault = openVault({ person, device: id, keyring }, runtime.random)
  const [sign, box] = await opening
  if (!sign || !box) throw new Error('an identity without its pairs')
  return { person, device, deviceId: id, sign, box, secrets, vault, wrap, halves }
}

/** One of this device's pairs, as keys that WebCrypto does not let out. */
async function openPair(
  subtle: SubtleCrypto,
  name: 'Ed25519' | 'X25519',
  publicText: string,
  half: string,
): Promise<CryptoKeyPair> {
  const isSigning = name === 'Ed25519'
  const [publicKey, privateKey] = await Promise.all([
    subtle.importKey('raw', toBytes(publicText), { name }, true, isSigning ? ['verify'] : []),
    importPrivate(subtle, name, toBytes(half), [isSigning ? 'sign' : 'deriveBits'], false),
  ])
  return { publicKey, privateKey }
}

async function importPrivate(
  subtle: SubtleCrypto,
  name: string,
  raw: Uint8Array,
  usages: KeyUsage[],
  extractable: boolean,
): Promise<CryptoKey> {
  const prefix = name === 'Ed25519' ? PKCS8_PREFIX.Ed25519 : PKCS8_PREFIX.X25519
  const pkcs8 = Uint8Array.from([...prefix, ...raw])
  return subtle.importKey('pkcs8', pkcs8, { name }, extractable, usages)
}

async function publicKeyOf(subtle: SubtleCrypto, name: string, raw: Uint8Array): Promise<string> {
  const usages: KeyUsage[] = name === 'Ed25519' ? ['sign'] : ['deriveBits']
  const jwk = await subtle.exportKey('jwk', await importPrivate(subtle, name, raw, usages, true))
  return keySchema.parse(jwk.x)
}
