import type { Reason } from '../../sync/problem.ts'
import type { Phone } from '../phone.ts'
import { withdrawCouple } from './membership.ts'
import type { Progress, Stop } from './pairing-messages.ts'
import { forget, keep, keepStop, load, sendStops } from './pairing-progress.ts'

/** How a pairing is stopped by its owner, on either side. */

/** What came of beginning one. */
export type Outcome =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly reason: 'offline' | 'own-invite' | 'not-an-invite' | 'withdrawn' | Reason
    }

/** The pictures differ: somebody stands in between, or it is somebody else. The invite is burnt. */
export async function sayDifferent(phone: Phone): Promise<void> {
  await stop(phone, 'mismatch', (progress) =>
    keep(phone, { ...progress, end: 'mismatch', sent: {} }),
  )
}

/** Takes an invite or a joining back, or forgets one that has ended. */
export async function cancelPairing(phone: Phone): Promise<void> {
  await stop(phone, 'withdrawn', () => forget(phone))
  await forget(phone)
}

/**
 * Stops what is under way, in one transaction: no step comes in between. What this phone has signed by
 * now counts as withdrawn: should the other sign it too, the couple is left at once.
 */
async function stop(
  phone: Phone,
  reason: Stop,
  end: (progress: Progress) => Promise<void>,
): Promise<void> {
  await phone.db.transaction('rw', phone.db.state, async () => {
    const progress = await load(phone)
    if (!progress || progress.end) return
    if (progress.couple) await withdrawCouple(phone, progress.couple)
    await keepStop(phone, progress, reason)
    await end(progress)
  })
  await sendStops(phone)
}
