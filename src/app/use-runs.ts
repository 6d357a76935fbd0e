import { useEffect, useSyncExternalStore } from 'react'
import { onRecordsChanged } from './records-changed.ts'
import type { RunsState } from './runs.ts'
import { useWorld } from './world.tsx'

/**
 * The loops of this journal. They are looked for again when anything in it changes, in this tab or in
 * another, and when the app comes back to the front, since time alone ends a loop.
 */
export function useRuns(): RunsState {
  const { runs, runtime } = useWorld()
  useEffect(() => {
    const seen = () => {
      if (document.visibilityState === 'visible') runs.refresh()
    }
    runs.refresh()
    const stop = onRecordsChanged(runtime, runs.refresh)
    document.addEventListener('visibilitychange', seen)
    return () => {
      stop()
      document.removeEventListener('visibilitychange', seen)
    }
  }, [runs, runtime])
  return useSyncExternalStore(runs.listen, runs.read)
}
