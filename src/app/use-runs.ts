import { useEffect, useSyncExternalStore } from 'react'
import { readStatus } from '../device/status.ts'
import { readPlaces } from '../device/read.ts'
import type { RunsState } from './runs.ts'
import { useLive, useWorld } from './world.tsx'

/**
 * The loops of this journal. They are looked for again when a moment comes, goes or changes, and when
 * the app comes back to the front, since time alone ends a loop.
 */
export function useRuns(): RunsState {
  const { runs } = useWorld()
  // What an edit touches is the table of records or the outbox; either is a reason to look again.
  const places = useLive(readPlaces)
  const status = useLive(readStatus)
  useEffect(() => {
    if (places && status) runs.refresh()
  }, [runs, places, status])
  useEffect(() => {
    const seen = () => {
      if (document.visibilityState === 'visible') runs.refresh()
    }
    document.addEventListener('visibilitychange', seen)
    return () => document.removeEventListener('visibilitychange', seen)
  }, [runs])
  return useSyncExternalStore(runs.listen, runs.read)
}
