import type { RouteName, ROUTES } from '../sync/api.ts'
import type { Limiter } from './limiter.ts'
import { isRefusal, refuse, type Refusal } from './problem.ts'
import { readProof } from './proof.ts'
import type { Replays } from './replays.ts'
import type { Store } from './store/store.ts'

/** Who sent a request. A `key` has proved itself alone; a `device` speaks for a person. */
export interface Key {
  readonly key: string
}
export interface Device extends Key {
  readonly person: string
  readonly device: string
}

/** The caller that a route is sure to have. */
export type CallerOf<R extends RouteName> = (typeof ROUTES)[R]['signer'] extends 'device'
  ? Device
  : (typeof ROUTES)[R]['signer'] extends 'key'
    ? Key
    : null

export interface Gate {
  readonly store: Store
  readonly clock: () => number
  readonly replays: Replays
  /** The share of each person on the routes of devices. */
  readonly people: Limiter
  /** The share of each address on all others, and for proofs that do not hold. */
  readonly addresses: Limiter
}

/** What a request shows at the door. */
export interface Visit {
  readonly proof: string | undefined
  readonly method: string
  readonly target: string
  readonly address: string
}

/**
 * Finds out who asks, or why they may not. A person's requests count against the person alone:
 * whoever shares an address with them can neither slow them down nor notice them.
 */
export async function admit(
  gate: Gate,
  signer: 'device' | 'key' | 'none',
  visit: Visit,
): Promise<{ caller: Device | Key | null } | Refusal> {
  const stranger = (refusal?: Refusal): Refusal | undefined => {
    const wait = gate.addresses.take(visit.address)
    return wait > 0 ? refuse('busy', undefined, { retryAfter: wait }) : refusal
  }
  if (signer === 'none') return stranger() ?? { caller: null }
  const proof = readProof(visit.proof, visit.method, visit.target, gate.clock())
  if (isRefusal(proof)) return stranger(proof) ?? proof
  const { key, nonce, seconds } = proof
  const found = signer === 'device' ? await gate.store.findDevice(key) : null
  if (signer === 'key') {
    const busy = stranger()
    if (busy) return busy
  } else {
    const refusal = !found ? refuse('unknown-device') : found.isRevoked ? refuse('revoked') : null
    if (refusal) return stranger(refusal) ?? refusal
    const wait = found ? gate.people.take(found.person) : 0
    if (wait > 0) return refuse('busy', undefined, { retryAfter: wait })
  }
  const noted = await gate.replays.note(key, nonce, seconds)
  if (noted === 'replayed') return refuse('replayed', 'jti')
  if (noted === 'full') return refuse('busy', undefined, { retryAfter: 60 })
  return { caller: found ? { key, person: found.person, device: found.id } : { key } }
}
