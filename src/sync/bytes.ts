import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { base64urlnopad } from '@scure/base'
import * as z from 'zod/mini'

/** Bytes on the wire are base64url without padding (RFC 4648, section 5). */
export const toText = (bytes: Uint8Array): string => base64urlnopad.encode(bytes)

/** The bytes behind base64url text. Throws on text that is not canonical base64url. */
export const toBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(base64urlnopad.decode(text))

/**
 * The bytes that are hashed, authenticated or signed: UTF-8 of a JSON array without white space,
 * whose first element names what it is. Arrays need no rule about the order of keys.
 */
export const canonical = (parts: readonly unknown[]): Uint8Array =>
  utf8ToBytes(JSON.stringify(parts))

/** The first 16 bytes of SHA-256 over `canonical(parts)`, as 22 characters. */
export const digestOf = (parts: readonly unknown[]): string =>
  toText(sha256(canonical(parts)).subarray(0, 16))

const text = (pattern: RegExp) => z.string().check(z.regex(pattern))

/** 16 bytes: ids of persons, devices, couples, records and mailboxes, digests and tags. */
export const idSchema = text(/^[A-Za-z0-9_-]{21}[AQgw]$/)
/** 32 bytes: public keys, hashes of tokens, nonces. */
export const keySchema = text(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/)
/** 64 bytes: an Ed25519 signature. */
export const signatureSchema = text(/^[A-Za-z0-9_-]{85}[AQgw]$/)
/** Any bytes up to `max`. */
export const blobSchema = (max: number) =>
  z
    .string()
    .check(
      z.regex(/^[A-Za-z0-9_-]+$/),
      z.maxLength(Math.ceil((max * 4) / 3)),
      z.refine(isCanonical, 'not canonical base64url'),
    )

/** Whether the bits that the last character has to spare are zero, so that one value has one text. */
function isCanonical(text: string): boolean {
  const last = text.at(-1) ?? ''
  if (text.length % 4 === 2) return 'AQgw'.includes(last)
  if (text.length % 4 === 3) return 'AEIMQUYcgkosw048'.includes(last)
  return text.length % 4 === 0
}
