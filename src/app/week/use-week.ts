import { type Beat, readRhythm } from '../../device/couple/rhythm.ts'
import { readUs, type Us } from '../../device/couple/us.ts'
import { type Circle, readAllWeekParts } from '../../device/week/week.ts'
import type { Written } from '../../journal/week-view.ts'
import { useLive } from '../world.tsx'

/** All that the screens of Week are made of. */
export interface WeekData {
  readonly us: Us
  readonly beat: Beat
  /** Whose weeks are walked now: the couple's, or this phone's owner's alone. */
  readonly circle: Circle
  readonly parts: readonly Written[]
  /** The weeks its owner looked back on alone, in a couple or not. */
  readonly aloneParts: readonly Written[]
}

/**
 * Reads it, again whenever anything of it changes; undefined until first read. Each part is a live
 * query of its own: a query that awaits its way through many reads stops noticing what it read last.
 */
export function useWeek(): WeekData | undefined {
  const us = useLive(readUs)
  const beat = useLive(readRhythm)
  const all = useLive(readAllWeekParts)
  if (!us || !beat || !all) return undefined
  return {
    us,
    beat,
    circle: us.closed ? null : us.couple,
    parts: us.couple === null ? all.alone : all.us,
    aloneParts: all.alone,
  }
}
