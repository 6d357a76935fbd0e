import { takeOverCrypto } from './crypto.ts'
import { takeOverTimers } from './turns.ts'

/** Has to be loaded before anything else: what libraries take from the process is the world's own from here on. */
takeOverTimers()
takeOverCrypto()
takeOverClone()

/** The disks copy mostly texts and numbers, for which the real one is slow; everything else it still does. */
function takeOverClone(): void {
  const real = globalThis.structuredClone
  const copy = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(copy)
    // Of an object with something behind it only what is its own is copied.
    if (value.constructor !== Object) return real(value)
    const copied: Record<string, unknown> = {}
    for (const key of Object.keys(value)) copied[key] = copy((value as never)[key])
    return copied
  }
  globalThis.structuredClone = copy
}
