import type { Runtime } from '../../device/runtime.ts'

let held: CryptoKey | null = null
let asking: Promise<CryptoKey> | null = null

/** The key that the app lock gave while this page lives; null without a lock. Workers need it too. */
export const heldKey = (): CryptoKey | null => held

let isOpen = false

/** The phone has been opened, so its keys are in this page. */
export const noteOpen = (): void => {
  isOpen = true
}

/**
 * Shows the lock screen over everything, once, until its owner has opened it. A page that was open when
 * another tab set the lock starts anew first: what it has in memory goes with it.
 */
export const unlock: NonNullable<Runtime['unlock']> = (db) => {
  asking ??= (async () => {
    if (isOpen) {
      window.location.reload()
      return new Promise<never>(() => undefined)
    }
    const { askToUnlock } = await import('./ask-to-unlock.tsx')
    held = await askToUnlock(db)
    return held
  })()
  return asking
}
