import type { Runtime } from '../../device/runtime.ts'

let held: CryptoKey | null = null
let asking: Promise<CryptoKey> | null = null

/** The key that the app lock gave while this page lives; null without a lock. Workers need it too. */
export const heldKey = (): CryptoKey | null => held

/** Shows the lock screen over everything, once, until its owner has opened it. */
export const unlock: NonNullable<Runtime['unlock']> = (db) => {
  asking ??= (async () => {
    const { askToUnlock } = await import('./ask-to-unlock.tsx')
    held = await askToUnlock(db)
    return held
  })()
  return asking
}
