import { Dexie } from 'dexie'
import { useEffect, useSyncExternalStore } from 'react'
import type { RunsState } from './runs.ts'
import { useWorld } from './world.tsx'

/**
 * The loops of this journal. They are looked for again when anything in it changes, in this tab or in
 * another, and when the app comes back to the front, since time alone ends a loop.
 */
export function useRuns(): RunsState {
  const { runs, runtime } = useWorld()
  useEffect(() => {
    const records = `idb://${runtime.database}/records/`
    const changed = (parts: object) => {
      if (Object.keys(parts).some((part) => part.startsWith(records))) runs.refresh()
    }
    const seen = () => {
      if (document.visibilityState === 'visible') runs.refresh()
    }
    runs.refresh()
    Dexie.on('storagemutated', changed)
    document.addEventListener('visibilitychange', seen)
    return () => {
      Dexie.on('storagemutated').unsubscribe(changed)
      document.removeEventListener('visibilitychange', seen)
    }
  }, [runs, runtime])
  return useSyncExternalStore(runs.listen, runs.read)
}
