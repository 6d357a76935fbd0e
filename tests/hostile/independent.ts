import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto'

/**
 * A program of its own: seals, signs and opens as Tideline does, with `node:crypto` alone, written from `src/sync/README.md`,
 * RFC 8439, draft-irtf-cfrg-xchacha-03 and age-encryption.org/v1. It imports nothing of Tideline.
 */

export const bytes = (text: string): Buffer => Buffer.from(text, 'base64url')
export const text = (raw: Uint8Array): string => Buffer.from(raw).toString('base64url')
export const canonical = (parts: unknown): Buffer => Buffer.from(JSON.stringify(parts))
export const digest = (parts: unknown): string =>
  text(createHash('sha256').update(canonical(parts)).digest().subarray(0, 16))

export const derive = (
  key: Uint8Array,
  info: string,
  length = 32,
  salt = Buffer.alloc(0),
): Buffer => Buffer.from(hkdfSync('sha256', key, salt, info, length))

export const mac = (key: Uint8Array, data: Uint8Array): Buffer =>
  createHmac('sha256', key).update(data).digest()

const PKCS8 = {
  ed25519: '302e020100300506032b657004220420',
  x25519: '302e020100300506032b656e04220420',
}

/** A private key from its 32 bytes. */
export const privateKey = (kind: keyof typeof PKCS8, raw: Uint8Array): KeyObject =>
  createPrivateKey({
    key: Buffer.concat([Buffer.from(PKCS8[kind], 'hex'), raw]),
    format: 'der',
    type: 'pkcs8',
  })
export const publicOf = (key: KeyObject): string =>
  createPublicKey(key).export({ format: 'jwk' }).x as string

export const isSigned = (key: string, data: Uint8Array, signature: string): boolean =>
  verify(
    null,
    data,
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' }),
    bytes(signature),
  )

export const signed = (key: KeyObject, data: Uint8Array): string => text(sign(null, data, key))

function sealChaCha(
  key: Uint8Array,
  nonce: Uint8Array,
  plain: Uint8Array,
  data: Uint8Array,
): Buffer {
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 })
  cipher.setAAD(data, { plaintextLength: plain.length })
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** ChaCha20-Poly1305 (RFC 8439). */
function openChaCha(
  key: Uint8Array,
  nonce: Uint8Array,
  sealed: Uint8Array,
  data: Uint8Array,
): Buffer {
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 })
  decipher.setAAD(data, { plaintextLength: sealed.length - 16 })
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
}

/** XChaCha20-Poly1305: nonce in front. */
export function openXChaCha(key: Uint8Array, sealed: Uint8Array, data: Uint8Array): Buffer {
  const subkey = hchacha20(key, sealed.subarray(0, 16))
  const nonce = Buffer.concat([Buffer.alloc(4), sealed.subarray(16, 24)])
  return openChaCha(subkey, nonce, sealed.subarray(24), data)
}

export function sealXChaCha(key: Uint8Array, plain: Uint8Array, data: Uint8Array): Buffer {
  const nonce = randomBytes(24)
  const subkey = hchacha20(key, nonce.subarray(0, 16))
  const rest = Buffer.concat([Buffer.alloc(4), nonce.subarray(16)])
  return Buffer.concat([nonce, sealChaCha(subkey, rest, plain, data)])
}

function hchacha20(key: Uint8Array, nonce: Uint8Array): Buffer {
  const words = new Uint32Array(16)
  words.set([0x61707865, 0x3320646e, 0x79622d32, 0x6b206574])
  for (let n = 0; n < 8; n += 1) words[4 + n] = Buffer.from(key).readUInt32LE(4 * n)
  for (let n = 0; n < 4; n += 1) words[12 + n] = Buffer.from(nonce).readUInt32LE(4 * n)
  const at = (n: number): number => words[n] ?? 0
  const turn = (target: number, add: number, mix: number, by: number): void => {
    words[target] = at(target) + at(add)
    const mixed = at(mix) ^ at(target)
    words[mix] = (mixed << by) | (mixed >>> (32 - by))
  }
  const quarter = (a: number, b: number, c: number, d: number): void => {
    turn(a, b, d, 16)
    turn(c, d, b, 12)
    turn(a, b, d, 8)
    turn(c, d, b, 7)
  }
  for (let round = 0; round < 10; round += 1) {
    for (let n = 0; n < 4; n += 1) quarter(n, 4 + n, 8 + n, 12 + n)
    for (let n = 0; n < 4; n += 1)
      quarter(n, 4 + ((n + 1) % 4), 8 + ((n + 2) % 4), 12 + ((n + 3) % 4))
  }
  const out = Buffer.alloc(32)
  for (let n = 0; n < 4; n += 1) {
    out.writeUInt32LE(at(n), 4 * n)
    out.writeUInt32LE(at(12 + n), 16 + 4 * n)
  }
  return out
}

const unpadded = (raw: Uint8Array): string => Buffer.from(raw).toString('base64').replace(/=+$/, '')
const x25519 = (key: string): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: key }, format: 'jwk' })

/** An age file that whoever has one of these X25519 keys can open. */
export function sealAge(plain: Uint8Array, recipients: readonly string[]): Buffer {
  const fileKey = randomBytes(16)
  const stanzas = recipients.map((recipient) => {
    const once = privateKey('x25519', randomBytes(32))
    const share = bytes(publicOf(once))
    const shared = diffieHellman({ privateKey: once, publicKey: x25519(recipient) })
    const salt = Buffer.concat([share, bytes(recipient)])
    const wrap = derive(shared, 'age-encryption.org/v1/X25519', 32, salt)
    const wrapped = sealChaCha(wrap, Buffer.alloc(12), fileKey, Buffer.alloc(0))
    return `-> X25519 ${unpadded(share)}\n${unpadded(wrapped)}\n`
  })
  const header = `age-encryption.org/v1\n${stanzas.join('')}---`
  const headerMac = unpadded(mac(derive(fileKey, 'header'), Buffer.from(header)))
  const nonce = randomBytes(16)
  const last = Buffer.concat([Buffer.alloc(11), Buffer.from([1])])
  const payload = sealChaCha(derive(fileKey, 'payload', 32, nonce), last, plain, Buffer.alloc(0))
  return Buffer.concat([Buffer.from(`${header} ${headerMac}\n`), nonce, payload])
}

/** Opens an age file with an X25519 private key; null where it is for nobody with that key. */
export function openAge(file: Uint8Array, key: KeyObject): Buffer | null {
  const raw = Buffer.from(file)
  const end = raw.indexOf('\n--- ')
  const header = raw.subarray(0, end + 4)
  const headerMac = raw.subarray(end + 5, raw.indexOf('\n', end + 5)).toString()
  const body = raw.subarray(raw.indexOf('\n', end + 5) + 1)
  const lines = header.toString().split('\n')
  if (lines[0] !== 'age-encryption.org/v1') return null
  const ours = bytes(publicOf(key))
  for (const [n, line] of lines.entries()) {
    const share = /^-> X25519 (\S+)$/.exec(line)?.[1]
    if (!share) continue
    const theirs = Buffer.from(share, 'base64')
    const shared = diffieHellman({ privateKey: key, publicKey: x25519(text(theirs)) })
    const salt = Buffer.concat([theirs, ours])
    const wrap = derive(shared, 'age-encryption.org/v1/X25519', 32, salt)
    try {
      const wrapped = Buffer.from(lines[n + 1] ?? '', 'base64')
      const fileKey = openChaCha(wrap, Buffer.alloc(12), wrapped, Buffer.alloc(0))
      const expected = unpadded(mac(derive(fileKey, 'header'), header))
      if (expected !== headerMac) return null
      const payload = derive(fileKey, 'payload', 32, body.subarray(0, 16))
      // What Tideline wraps fits into one chunk: counter 0, and the mark of the last.
      const nonce = Buffer.concat([Buffer.alloc(11), Buffer.from([1])])
      return openChaCha(payload, nonce, body.subarray(16), Buffer.alloc(0))
    } catch {
      // Another recipient's stanza.
    }
  }
  return null
}
