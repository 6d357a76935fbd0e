import type { Outcome } from '../../device/couple/pairing-end.ts'
import type { PairingFailure } from '../../device/couple/pairing-messages.ts'
import { pairing } from '../messages/pairing.ts'

export type Refusal = Extract<Outcome, { ok: false }>['reason'] | PairingFailure

/** Why an invite or a joining did not work, in a sentence. */
export function sayRefusal(reason: Refusal, m: typeof pairing): string {
  const known = m.failed as Readonly<Record<string, unknown>>
  const said = known[reason]
  return typeof said === 'string' ? said : m.failed.other(reason)
}
