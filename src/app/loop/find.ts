import type { Runs } from '../../device/loops/cycles.ts'
import type { Moment } from '../../device/moments/read.ts'
import { instantOf, isDateOnly } from '../../journal/move.ts'
import type { Cycle, Ending } from '../../patterns/detection.ts'

/** A loop the detector found, with the places of its moments on the timeline. */
export interface Found {
  readonly cycle: Cycle
  readonly keys: readonly string[]
}

/** Looks a loop up in the shared run, or in the one that only this phone's owner sees. */
export function findCycle(runs: Runs, by: 'shared' | 'private', id: string): Found | null {
  const cycles = by === 'shared' ? runs.shared.cycles : (runs.own?.cycles ?? [])
  const cycle = cycles.find((each) => each.id === id)
  return cycle ? { cycle, keys: cycle.entries.flatMap((each) => runs.keyOf[each] ?? []) } : null
}

/** The moment that set a loop off, where there is one: it stands first. */
export function setOffBy(moments: readonly Moment[]): Moment | null {
  const [first] = moments
  return first?.move.kind === 'trigger' ? first : null
}

/** The turning back that a loop came to rest with. */
export function restedWith(ending: Ending, moments: readonly Moment[]): Moment | null {
  const last = moments.at(-1)
  return ending === 'repair' && last?.move.kind === 'repair' ? last : null
}

/** How a loop that was drawn ended, as far as its moments tell. */
export const endOfDrawn = (moments: readonly Moment[]): Ending =>
  moments.at(-1)?.move.kind === 'repair' ? 'repair' : 'unknown'

const HOUR = 3_600_000

/** Hours between two moments that both have a time; null where one is a date alone. */
export function hoursBetween(a: Moment, b: Moment): number | null {
  if (isDateOnly(a.move.at) || isDateOnly(b.move.at)) return null
  return Math.abs(instantOf(b.move.at) - instantOf(a.move.at)) / HOUR
}
