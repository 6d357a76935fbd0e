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
 * key pairs, which WebCrypto never lets out.
 *
 * On disk everything secret lies sealed under `wrap`, a key that WebCrypto keeps too.
 */

const ED25519 = { name: 'Ed25519' }
const X25519 = { name: 'X25519' }
/** What stands before a raw 32-byte private key in PKCS #8 (RFC 8410, section 7). */
const PKCS8_PREFIX = {
  Ed25519: Uint8Array.from([0x30, 46, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 34, 4, 32]),
  X25519: Uint8Array.from([0x30, 46, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 34, 4, 32]),
}

const secretsSchema = z.object({
  /** The 16 bytes behind the twelve words: kept only until its owner has written them down. */
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

interface StoredIdentity {
  person: string
  sign: CryptoKeyPair
  box: CryptoKeyPair
  device: DeviceKeys
  wrap: CryptoKey
  nonce: Uint8Array<ArrayBuffer>
  sealed: ArrayBuffer
}

/** This phone's identity, opened. */
export interface Identity {
  readonly person: string
  readonly device: DeviceKeys
  readonly deviceId: string
  readonly sign: CryptoKeyPair
  readonly box: CryptoKeyPair
  readonly secrets: Secrets
  readonly vault: Vault
}

/** Opens this phone's identity, or makes one where there is none. Two tabs that race get the same. */
export async function openIdentity(db: Database, runtime: Runtime): Promise<Identity> {
  const stored = (await db.state.get('identity'))?.value as StoredIdentity | undefined
  if (stored) return unwrap(stored, runtime)
  const made = await makeIdentity(runtime)
  const winner = await db.transaction('rw', db.state, async () => {
    const other = (await db.state.get('identity'))?.value as StoredIdentity | undefined
    if (!other) await db.state.add({ name: 'identity', value: made })
    return other ?? made
  })
  return unwrap(winner, runtime)
}

async function makeIdentity(runtime: Runtime): Promise<StoredIdentity> {
  const { subtle, random } = runtime
  const seed = random(16)
  const [root, recovery, sign, box, wrap] = await Promise.all([
    publicKeyOf(subtle, ED25519.name, rootKey(seed)),
    publicKeyOf(subtle, X25519.name, recoveryKey(seed)),
    subtle.generateKey(ED25519, false, ['sign', 'verify']) as Promise<CryptoKeyPair>,
    subtle.generateKey(X25519, false, ['deriveBits']) as Promise<CryptoKeyPair>,
    subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
  ])
  const device = {
    sign: await exportPublic(subtle, sign.publicKey),
    box: await exportPublic(subtle, box.publicKey),
  }
  const secrets: Secrets = {
    seed: toText(seed),
    root,
    recovery,
    keyring: { me: [{ epoch: 1, key: toText(random(32)) }], us: [] },
  }
  const person = personId(root, recovery)
  return { person, sign, box, device, wrap, ...(await wrapSecrets(secrets, wrap, runtime)) }
}

/** The root's private key: HKDF over the seed of the twelve words. */
export const rootKey = (seed: Uint8Array): Uint8Array =>
  hkdf(sha256, seed, undefined, utf8ToBytes('tideline/v1/root'), 32)

/** The recovery key's private half, to which keys are wrapped for the holder of the twelve words. */
export const recoveryKey = (seed: Uint8Array): Uint8Array =>
  hkdf(sha256, seed, undefined, utf8ToBytes('tideline/v1/recovery'), 32)

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
  const sealed = await wrapSecrets(change.secrets, stored.wrap, runtime)
  return {
    name: 'identity',
    value: { ...stored, ...sealed, person: change.person ?? identity.person },
  }
}

async function wrapSecrets(secrets: Secrets, wrap: CryptoKey, { subtle, random }: Runtime) {
  const nonce = random(12)
  const bytes = Uint8Array.from(utf8ToBytes(JSON.stringify(secrets)))
  return { nonce, sealed: await subtle.encrypt({ name: 'AES-GCM', iv: nonce }, wrap, bytes) }
}

async function unwrap(stored: StoredIdentity, runtime: Runtime): Promise<Identity> {
  const { person, device, sign, box } = stored
  const plain = await runtime.subtle.decrypt(
    { name: 'AES-GCM', iv: stored.nonce },
    stored.wrap,
    stored.sealed,
  )
  const secrets = secretsSchema.parse(JSON.parse(new TextDecoder().decode(plain)))
  const id = deviceId(device)
  const keyring: Keyring = secrets.keyring
  const vault = openVault({ person, device: id, keyring }, runtime.random)
  return { person, device, deviceId: id, sign, box, secrets, vault }
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

async function exportPublic(subtle: SubtleCrypto, key: CryptoKey): Promise<string> {
  return toText(new Uint8Array(await subtle.exportKey('raw', key)))
}
