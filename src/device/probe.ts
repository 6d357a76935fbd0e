import { patiently } from './patiently.ts'
import type { Phone } from './phone.ts'
import { isStill } from './put.ts'

/**
 * Looks whether the database is still this phone's. A page that was away for long may have lost its
 * connection, which the first question brings back, or all that was in it; then the phone begins anew.
 */
export const probe = (phone: Phone): Promise<void> =>
  patiently(phone.db, async () => {
    if (!(await isStill(phone.db, phone.me))) await phone.reopen()
  })

/**
 * Looks whenever the page is seen again, and when the browser takes the connection away: whether there is
 * anything to sync or not.
 */
export function probeWhenSeen(phone: Phone): void {
  // What cannot be asked now is asked the next time.
  const look = () => void probe(phone).catch(() => undefined)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') look()
  })
  // Not from inside Dexie's own closing.
  phone.db.on('close', () => void setTimeout(look))
}
