import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  diffieHellman,
  KeyObject,
} from 'node:crypto'
import nodeCrypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { Chance } from './random.ts'

/**
 * WebCrypto over the same real algorithms, each answered at once. The browser's own works on another
 * thread and comes back when it likes, so that no seed would replay.
 */

const PKCS8 = {
  Ed25519: Buffer.from('302e020100300506032b657004220420', 'hex'),
  X25519: Buffer.from('302e020100300506032b656e04220420', 'hex'),
} as const
type Curve = keyof typeof PKCS8

const asBytes = (data: BufferSource): Buffer<ArrayBuffer> =>
  ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data)

const asBuffer = (bytes: Buffer): ArrayBuffer => Uint8Array.from(bytes).buffer

const privateKey = (curve: Curve, seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8[curve], seed]), format: 'der', type: 'pkcs8' })

const publicKey = (curve: Curve, x: string): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: curve, x }, format: 'jwk' })

const TAG_BYTES = 16

let chance = new Chance('keys')

/** From now on the process's randomness follows from this seed. */
export function seedKeys(seed: string): void {
  chance = new Chance(`${seed} keys`)
  imported.clear()
}

/** Puts this in the place of the process's own `crypto`, for libraries that take theirs from there. */
export function takeOverCrypto(): void {
  Object.defineProperty(globalThis, 'crypto', { value: simulatedCrypto(), configurable: true })
  takeOverVerify()
}

/**
 * Curves are what took most of a run's time, and nobody forges here (tests/hostile does): a signature
 * is a digest of the public key and the data, on the phones and in the server alike.
 */
const signatureOf = (open: Uint8Array, data: Uint8Array): Buffer<ArrayBuffer> =>
  Buffer.from(createHash('sha512').update(open).update(data).digest())

/** What was imported before: of a world there are a few keys, each asked for at every start and request. */
const imported = new Map<string, CryptoKey>()

const publicKeys = new WeakMap<object, Buffer<ArrayBuffer>>()

function publicBytes(key: CryptoKey | KeyObject): Buffer<ArrayBuffer> {
  const known = publicKeys.get(key)
  if (known) return known
  const object = key instanceof KeyObject ? key : KeyObject.from(key)
  const open = object.type === 'private' ? createPublicKey(object) : object
  const bytes = Buffer.from(open.export({ format: 'jwk' }).x!, 'base64url')
  publicKeys.set(key, bytes)
  return bytes
}

function takeOverVerify(): void {
  const check = (_: unknown, data: Uint8Array, key: KeyObject, signature: Buffer): boolean =>
    signature.equals(signatureOf(publicBytes(key), data))
  nodeCrypto.verify = check as typeof nodeCrypto.verify
  syncBuiltinESMExports()
}

/** A `crypto` with seeded randomness, and whose promises are settled already. */
function simulatedCrypto(): Crypto {
  const subtle = {
    async generateKey(
      algorithm: { name: string },
      extractable: boolean,
      usages: KeyUsage[],
    ): Promise<CryptoKey | CryptoKeyPair> {
      if (algorithm.name === 'AES-GCM') {
        const key = createSecretKey(chance.bytes(32))
        return key.toCryptoKey('AES-GCM', extractable, usages) as CryptoKey
      }
      const secret = privateKey(algorithm.name as Curve, chance.bytes(32))
      const open = createPublicKey(secret)
      const toUse = usages.filter((each) => each !== 'verify')
      return {
        privateKey: secret.toCryptoKey(algorithm.name, extractable, toUse),
        publicKey: open.toCryptoKey(
          algorithm.name,
          true,
          algorithm.name === 'Ed25519' ? ['verify'] : [],
        ),
      } as CryptoKeyPair
    },
    async importKey(
      format: string,
      data: BufferSource,
      algorithm: { name: string } | string,
      extractable: boolean,
      usages: KeyUsage[],
    ): Promise<CryptoKey> {
      const curve = (typeof algorithm === 'string' ? algorithm : algorithm.name) as Curve
      const bytes = asBytes(data).toString('base64url')
      const name = JSON.stringify([format, curve, extractable, usages, bytes])
      const known = imported.get(name)
      if (known) return known
      const key =
        format === 'pkcs8'
          ? createPrivateKey({ key: asBytes(data), format: 'der', type: 'pkcs8' })
          : publicKey(curve, bytes)
      const made = key.toCryptoKey(curve, extractable, usages) as CryptoKey
      imported.set(name, made)
      return made
    },
    async exportKey(format: string, key: CryptoKey): Promise<ArrayBuffer | JsonWebKey> {
      const object = KeyObject.from(key)
      const jwk = (object.type === 'private' ? createPublicKey(object) : object).export({
        format: 'jwk',
      })
      return format === 'jwk' ? jwk : asBuffer(Buffer.from(jwk.x!, 'base64url'))
    },
    sign: async (_: unknown, key: CryptoKey, data: BufferSource) =>
      asBuffer(signatureOf(publicBytes(key), asBytes(data))),
    verify: async (_: unknown, key: CryptoKey, signature: BufferSource, data: BufferSource) =>
      asBytes(signature).equals(signatureOf(publicBytes(key), asBytes(data))),
    async deriveBits({ public: peer }: { public: CryptoKey }, key: CryptoKey) {
      return asBuffer(
        diffieHellman({
          privateKey: KeyObject.from(key),
          publicKey: KeyObject.from(peer),
        }),
      )
    },
    digest: async (name: string, data: BufferSource) =>
      asBuffer(createHash(name.replace('-', '').toLowerCase()).update(asBytes(data)).digest()),
    async encrypt({ iv }: { iv: BufferSource }, key: CryptoKey, data: BufferSource) {
      const cipher = createCipheriv('aes-256-gcm', KeyObject.from(key), asBytes(iv))
      const sealed = [cipher.update(asBytes(data)), cipher.final(), cipher.getAuthTag()]
      return asBuffer(Buffer.concat(sealed))
    },
    async decrypt({ iv }: { iv: BufferSource }, key: CryptoKey, data: BufferSource) {
      const bytes = asBytes(data)
      const cipher = createDecipheriv('aes-256-gcm', KeyObject.from(key), asBytes(iv))
      cipher.setAuthTag(bytes.subarray(-TAG_BYTES))
      const plain = [cipher.update(bytes.subarray(0, -TAG_BYTES)), cipher.final()]
      return asBuffer(Buffer.concat(plain))
    },
  }
  return {
    subtle: subtle as unknown as SubtleCrypto,
    getRandomValues: <T extends ArrayBufferView>(array: T): T => {
      const bytes = chance.bytes(array.byteLength)
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(bytes)
      return array
    },
    randomUUID: () => {
      throw new Error('nothing here uses it')
    },
  }
}
