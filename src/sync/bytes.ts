import { sha256 } from '@noble/hashes/sha2.js'
import * as z from 'zod/mini'

// Of every browser, every worker and Node. A phone that gets a long journal decodes each record, and
// what is written in JavaScript takes it ten times as long.
declare function atob(text: string): string
declare function btoa(text: string): string
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>
}
const utf8 = new TextEncoder()

/** Bytes on the wire are base64url without padding (RFC 4648, section 5). */
export function toText(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** The bytes behind base64url text. Throws on text that is not canonical base64url. */
export function toBytes(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]*$/.test(text) || !isCanonical(text)) throw new Error('not canonical base64url')
  const decoded = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = new Uint8Array(decoded.length)
  for (let at = 0; at < decoded.length; at += 1) bytes[at] = decoded.charCodeAt(at)
  return bytes
}

/**
 * The bytes that are hashed, authenticated or signed: UTF-8 of a JSON array without white space,
 * whose first element names what it is. Arrays need no rule about the order of keys.
 */
export const canonical = (parts: readonly unknown[]): Uint8Array =>
  utf8.encode(JSON.stringify(parts))

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
