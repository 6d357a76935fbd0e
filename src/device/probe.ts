import { patiently } from './patiently.ts'
import type { Phone } from './phone.ts'
import { isStill } from './records.ts'

/**
 * Looks whether the database is still this phone's. A page that was away for long may have lost its
 * connection, which the first question brings back, or all that was in it; then the phone begins anew.
 */
export const probe = (phone: Phone): Promise<void> =>
  patiently(async () => {
    if (!(await isStill(phone.db, phone.me))) await phone.reopen()
  })

/** Looks whenever the page is seen again: whether there is anything to sync or not. */
export function probeWhenSeen(phone: Phone): void {
  document.addEventListener('visibilitychange', () => {
    // What cannot be asked now is asked the next time.
    if (document.visibilityState === 'visible') probe(phone).catch(() => undefined)
  })
}
