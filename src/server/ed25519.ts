import { createPublicKey, type KeyObject, verify as verifySignature } from 'node:crypto'
import type { Verify } from '../sync/membership.ts'

/** Checks an Ed25519 signature, key and signature as base64url. */
export function isSignedBy(key: string, bytes: Uint8Array, signature: string): boolean {
  const read = importKey(key)
  return read !== null && verifySignature(null, bytes, read, toBuffer(signature))
}

/** The same for the chains of `sync`, which allow for runtimes that verify asynchronously. */
export const verify: Verify = (key, bytes, signature) =>
  Promise.resolve(isSignedBy(key, bytes, signature))

const toBuffer = (text: string): Buffer => Buffer.from(text, 'base64url')

/** Keys that were asked for lately, ready to verify with; reading one costs half as much as verifying. */
const imported = new Map<string, KeyObject | null>()
const MOST_IMPORTED = 1000

function importKey(x: string): KeyObject | null {
  const known = imported.get(x)
  const key = known === undefined ? readKey(x) : known
  imported.delete(x)
  imported.set(x, key)
  const [oldest] = imported.keys()
  if (imported.size > MOST_IMPORTED && oldest !== undefined) imported.delete(oldest)
  return key
}

/** 32 bytes that are no point of the curve are no key. */
function readKey(x: string): KeyObject | null {
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  } catch {
    return null
  }
}
