import { MAX_CLOCK_SKEW_SECONDS } from '../sync/limits.ts'
import { proofClaimsSchema, proofHeaderSchema } from '../sync/proof.ts'
import { isSignedBy } from './ed25519.ts'
import { refuse, type Refusal } from './problem.ts'

/** What a proof said, once it was found good: who signed, with which nonce, when. */
export interface Proof {
  readonly key: string
  readonly nonce: string
  readonly seconds: number
}

const MAX_PROOF_LENGTH = 2048
const SIGNATURE = /^[A-Za-z0-9_-]{85}[AQgw]$/

/**
 * Reads the proof of a request. It holds for one method, one path with its query, and a little
 * while. Whether it was used before is asked later (`replays.ts`), so that only those who may be
 * here fill that memory.
 */
export function readProof(
  text: string | undefined,
  method: string,
  target: string,
  now: number,
): Proof | Refusal {
  if (text === undefined) return refuse('unsigned')
  const parts = text.length <= MAX_PROOF_LENGTH ? text.split('.') : []
  const [protectedText, claimsText, signature] = parts
  if (parts.length !== 3 || !protectedText || !claimsText || !signature) return unreadable
  const header = proofHeaderSchema.safeParse(parseJson(protectedText))
  const claims = proofClaimsSchema.safeParse(parseJson(claimsText))
  if (!header.success || !claims.success || !SIGNATURE.test(signature)) return unreadable
  const key = header.data.jwk.x
  const signed = Buffer.from(`${protectedText}.${claimsText}`)
  if (!isSignedBy(key, signed, signature)) return refuse('bad-signature', 'signature')
  const { htm, htu, iat: seconds, jti: nonce } = claims.data
  if (htm !== method) return refuse('bad-signature', 'htm')
  if (htu !== target) return refuse('bad-signature', 'htu')
  if (Math.abs(now / 1000 - seconds) > MAX_CLOCK_SKEW_SECONDS) {
    return refuse('clock', 'iat', { time: now })
  }
  return { key, nonce, seconds }
}

const unreadable = refuse('bad-signature', 'not a proof')

function parseJson(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString())
  } catch {
    return undefined
  }
}
