import { startTransition, useEffect, useState } from 'react'
import type { Mark } from '../../device/moments/marks.ts'
import { askWorker } from '../ask-worker.ts'
import { onRecordsChanged } from '../records-changed.ts'
import { useWorld } from '../world.tsx'

export type Marks = ReadonlyMap<string, Mark>

/** What is known of the moments: so far, or all of it. */
export interface MarksState {
  readonly marks: Marks | null
  readonly isLooking: boolean
}

const NOTHING: MarksState = { marks: null, isLooking: true }
/** What comes in within so many ms is shown together; what changes within the same time is looked at once. */
const TOGETHER = 120

/**
 * What a filter has to know of every moment, found in the worker from the first time it is wanted. What
 * is found shows as it comes; later, when something in the journal changes, all of it at once.
 */
export function useMarks(isWanted: boolean): MarksState {
  const { runtime } = useWorld()
  const [state, setState] = useState(NOTHING)
  useEffect(() => {
    if (!isWanted) return
    let here = true
    let known: Marks | null = null
    let timer: ReturnType<typeof setTimeout> | undefined

    const show = (marks: Marks | null, isLooking: boolean) => {
      // A long journal is sorted anew for it: what a finger does meanwhile comes first.
      if (here) startTransition(() => setState({ marks, isLooking }))
    }

    async function look(): Promise<void> {
      const found = new Map<string, Mark>()
      let shown = performance.now()
      await askWorker(runtime, { about: 'moments' }, (part) => {
        for (const [place, mark] of part) found.set(place, mark)
        if (known || performance.now() - shown < TOGETHER) return
        shown = performance.now()
        show(new Map(found), true)
      })
      known = found
      show(found, false)
    }

    const lookSoon = () => {
      clearTimeout(timer)
      timer = setTimeout(lookAgain, TOGETHER)
    }
    // What could not be found out now is found out at the next change; until then what is known stays.
    const lookAgain = () => void look().catch(() => show(known, false))
    lookAgain()
    const stop = onRecordsChanged(runtime, lookSoon)
    return () => {
      here = false
      clearTimeout(timer)
      stop()
    }
  }, [runtime, isWanted])
  return state
}
