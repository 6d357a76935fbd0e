import type { Told } from '../../device/loops/loop-notes.ts'
import { readLoopNotes, tellDrawn, tellLoops } from '../../device/loops/loop-notes.ts'
import { type DrawnLoop, readOwnLoops } from '../../device/loops/own-loops.ts'
import { readUs, type Us } from '../../device/couple/us.ts'
import type { Cycle } from '../../patterns/detection.ts'
import { isMoving, type Loop } from '../tide/loops.ts'
import { readOpened } from '../../device/moments/opened.ts'
import { useNews, useStanding } from '../use-news.ts'
import { useRuns } from '../use-runs.ts'
import { useLive } from '../world.tsx'
import { findCycle } from './find.ts'

/** A loop that was found, with all that is known of it. */
export interface FoundStory {
  readonly phase: 'found'
  readonly us: Us
  readonly cycle: Cycle
  /** Places of its moments on the timeline, and from the detector's ids to them. */
  readonly keys: readonly string[]
  readonly keyOf: Readonly<Record<string, string>>
  readonly isPrivate: boolean
  /** It has neither come to rest nor been quiet for long: no story yet. */
  readonly isMoving: boolean
  readonly told: Told | null
}

/** A loop that the two drew. */
export interface DrawnStory {
  readonly phase: 'drawn'
  readonly us: Us
  readonly drawn: DrawnLoop
  readonly told: Told | null
}

export type Story =
  | { readonly phase: 'reading' }
  | { readonly phase: 'looking' }
  | { readonly phase: 'gone' }
  | FoundStory
  | DrawnStory

/** Looks a loop up in what is found and drawn now; a loop is never stored. */
export function useStory({ id, by }: Pick<Loop, 'id' | 'by'>): Story {
  const us = useLive(readUs)
  const own = useLive(readOwnLoops)
  const notes = useLive(readLoopNotes)
  // It does not grow under the eyes of who reads it.
  const { waiting } = useNews(useLive(readOpened))
  const { runs, phase } = useStanding(useRuns(), waiting.size > 0)
  if (!us || !own || !notes) return { phase: 'reading' }
  if (by === 'own') {
    const drawn = own.find((each) => each.id === id)
    if (!drawn) return { phase: 'gone' }
    return { phase: 'drawn', us, drawn, told: tellDrawn(notes, own).get(id) ?? null }
  }
  if (!runs) return { phase: phase === 'failed' ? 'gone' : 'looking' }
  const found = findCycle(runs, by, id)
  if (!found) return { phase: 'gone' }
  const { cycle, keys } = found
  const told = by === 'shared' ? tellLoops(notes, runs.shared.cycles).get(id) : null
  return {
    phase: 'found',
    us,
    cycle,
    keys,
    keyOf: runs.keyOf,
    isPrivate: by === 'private',
    isMoving: isMoving(cycle, Date.parse(runs.now)),
    told: told ?? null,
  }
}
