import * as z from 'zod/mini'
import { keySchema } from './bytes.ts'

/**
 * How a request says who sends it: a DPoP-style proof (after RFC 9449), a JWT in the header `DPoP`
 * signed with the device's Ed25519 key over method, path with query, time and a nonce. Not over the
 * body: content is authenticated by keys inside the envelope, and a signature that covered it would
 * be a transferable proof of a diary.
 *
 * It was chosen over RFC 9421 message signatures for size and upkeep: `jose` has no dependencies,
 * signs with a non-extractable WebCrypto key, costs the phone 5 KB and is maintained as the reference
 * for JOSE in JavaScript.
 */

export const PROOF_HEADER = 'dpop'
export const PROOF_TYPE = 'dpop+jwt'
export const PROOF_ALGORITHM = 'EdDSA'

/** The protected header carries the public key, so that a key unknown to the server can still prove itself. */
export const proofHeaderSchema = z.object({
  typ: z.literal(PROOF_TYPE),
  alg: z.literal(PROOF_ALGORITHM),
  jwk: z.strictObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: keySchema }),
})

export const proofClaimsSchema = z.object({
  /** Method, in capitals. */
  htm: z.string(),
  /** Path and query as requested. The origin is left out: a proxy in front of the API changes it. */
  htu: z.string(),
  /** Seconds since 1970, by the phone's clock as corrected by the server's last `clock` answer. */
  iat: z.int(),
  /** Random; the server refuses one it has seen within the allowed skew. */
  jti: z.string().check(z.minLength(16), z.maxLength(64)),
})
export type ProofClaims = z.infer<typeof proofClaimsSchema>
