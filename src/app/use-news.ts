import { useCallback, useEffect, useMemo, useState } from 'react'
import type { RunsState } from './runs.ts'
import { whenSettled } from './when-settled.ts'

/** What the other has opened, on a screen that is being looked at. */
export interface News {
  /** What was there when the screen had settled, and what was brought in since. */
  readonly seen: readonly string[]
  /** What has come since then. It waits: nothing of the other's comes in under somebody's eyes. */
  readonly waiting: ReadonlySet<string>
  readonly bringIn: () => void
}

const NONE: readonly string[] = []

/** Tells what of `opened` (`device/moments/opened.ts`) came after this screen had settled. */
export function useNews(opened: readonly string[] | undefined): News {
  const [known, setKnown] = useState<readonly string[] | null>(null)
  const [isSettled, setSettled] = useState(false)
  useEffect(() => whenSettled(() => setSettled(true)), [])
  const seen = known ?? NONE
  const fresh = useMemo(() => (opened ?? NONE).filter((key) => !seen.includes(key)), [opened, seen])
  const bringIn = useCallback(() => setKnown([...seen, ...fresh]), [seen, fresh])
  // What was here, or on its way, when the screen was opened comes with the rest.
  if (opened && (known === null || (!isSettled && fresh.length > 0))) bringIn()
  const waiting = useMemo(() => new Set(isSettled ? fresh : NONE), [isSettled, fresh])
  return { seen, waiting, bringIn }
}

/** The loops as they stood before there was anything that waits; those that are found now, where none stood. */
export function useStanding(found: RunsState, isWaiting: boolean): RunsState {
  const [standing, setStanding] = useState(found)
  const isOld = isWaiting && standing.runs !== null
  if (!isOld && standing !== found) setStanding(found)
  return isOld ? standing : found
}
