import { liveQuery } from 'dexie'
import type { Database } from '../../device/database.ts'
import { readLock } from '../../device/person/lock.ts'

const MINUTE = 60_000
/** Even who looks away at once does not want to be locked out while reading. */
const SHORTEST_REST = 2 * MINUTE

/** Locking is starting anew: the keys go with the page, and drafts are on the disk already. */
export const lockNow = (): void => window.location.reload()

/**
 * Locks a page whose lock has been opened after its owner has been away for as long as they chose, or has
 * touched nothing for as long; where they took the lock away meanwhile, it is left alone.
 */
export function lockWhenAway(db: Database): void {
  let after: number | null = null
  let since = Date.now()
  let timer: ReturnType<typeof setTimeout> | undefined

  const limit = (minutes: number): number =>
    document.visibilityState === 'hidden'
      ? minutes * MINUTE
      : Math.max(minutes * MINUTE, SHORTEST_REST)
  const check = (): void => {
    clearTimeout(timer)
    if (after === null) return
    const left = since + limit(after) - Date.now()
    // A phone that slept has not run its timers: the clock says how long it was.
    if (left <= 0) lockNow()
    else timer = setTimeout(check, left)
  }
  const touch = (): void => {
    if (document.visibilityState === 'visible') since = Date.now()
  }

  liveQuery(() => readLock(db)).subscribe({
    next: (lock) => {
      after = lock?.after ?? null
      check()
    },
    // The database went away, and with it what was to be locked.
    error: () => clearTimeout(timer),
  })
  // Not `scroll`: a page also scrolls by itself, when something comes.
  for (const event of ['pointerdown', 'keydown', 'wheel'] as const) {
    window.addEventListener(event, touch, { passive: true, capture: true })
  }
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') since = Date.now()
    check()
  })
}
