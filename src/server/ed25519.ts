import { createPublicKey, type KeyObject, verify as verifySignature } from 'node:crypto'
import type { Verify } from '../sync/membership.ts'

/** Checks an Ed25519 signature, key and signature as base64url. */
export function isSignedBy(key: string, bytes: Uint8Array, signature: string): boolean {
  const imported = importKey(key)
  return imported !== null && verifySignature(null, bytes, imported, toBuffer(signature))
}

/** The same for the chains of `sync`, which allow for runtimes that verify asynchronously. */
export const verify: Verify = (key, bytes, signature) =>
  Promise.resolve(isSignedBy(key, bytes, signature))

const toBuffer = (text: string): Buffer => Buffer.from(text, 'base64url')

/** 32 bytes that are no point of the curve are no key. */
function importKey(x: string): KeyObject | null {
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  } catch {
    return null
  }
}
