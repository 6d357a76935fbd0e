import { createContext, use, useContext, useEffect, useState } from 'react'
import type { Phone } from '../device/phone.ts'
import type { Runtime } from '../device/runtime.ts'
import type { RunsKeeper } from './runs.ts'

/** The journal a screen belongs to: one's own, or the made-up couple's. */
export interface World {
  readonly demo: boolean
  readonly runtime: Runtime
  /** The phone, as soon as it is open. It is opened once. */
  readonly opening: Promise<Phone>
  /** Finds the loops of this journal, away from the screen. */
  readonly runs: RunsKeeper
}

const WorldContext = createContext<World | null>(null)

/** Puts everything inside into one journal. */
export const WorldProvider = WorldContext

/** The journal this screen belongs to. */
export function useWorld(): World {
  const world = useContext(WorldContext)
  if (!world) throw new Error('A screen stands outside every journal')
  return world
}

/** The open phone; suspends until it is. */
export function usePhone(): Phone {
  return use(useWorld().opening)
}

/** What `read` answers from the open phone, again whenever it changes; undefined until first read. */
export function useLive<T>(
  read: (phone: Phone) => Promise<T>,
  dependencies: readonly unknown[] = [],
): T | undefined {
  const phone = usePhone()
  const [seen, setSeen] = useState<{ value: T } | { error: unknown } | null>(null)
  // The hook of Dexie's own would bring Dexie along before the first screen is drawn.
  useEffect(() => {
    let turn = 0
    const watching = phone
      .live(async (arrived) => {
        const asked = ++turn
        // Reading again waits until what has changed is on the screen: "Kept" comes before the list of today.
        // What came by itself has nothing to wait for.
        if (asked > 1 && !arrived) await nextPaint()
        // Another change came meanwhile, and another reading: Dexie drops the answer of this one.
        return asked < turn ? (undefined as T) : read(phone)
      })
      .subscribe({
        next: (value) => setSeen({ value }),
        error: (error: unknown) => setSeen({ error }),
      })
    return () => watching.unsubscribe()
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the caller says what `read` depends on
  }, [phone, ...dependencies])
  if (seen && 'error' in seen) throw seen.error
  return seen?.value
}

/** So long a page in the background waits, which paints nothing, in ms. */
const UNSEEN = 100

/** Waits for the next paint, and until it is over. */
function nextPaint(): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, UNSEEN)
    requestAnimationFrame(() => {
      clearTimeout(late)
      setTimeout(resolve)
    })
  })
}
