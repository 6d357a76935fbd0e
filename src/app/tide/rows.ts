import type { Place } from '../../device/read.ts'
import type { Loop } from './loops.ts'

/** One line of the timeline. */
export type Row =
  | {
      readonly type: 'rule'
      readonly key: string
      readonly day: number | null
      readonly gap: number
    }
  | { readonly type: 'moment'; readonly key: string; readonly at: number; readonly place: string }
  | { readonly type: 'loop'; readonly key: string; readonly loop: Loop }

const HOUR = 60 * 60 * 1000
/** Longer gaps are folded to one rule. */
export const FOLD_HOURS = 12

/**
 * The rows of a timeline, oldest first: a rule where a day begins or a gap is folded, the moments, and
 * after a loop's last moment the way to its page. `dayOf` names the day of an instant.
 */
export function buildRows(
  places: readonly Place[],
  loops: readonly Loop[],
  dayOf: (instant: number) => string,
): Row[] {
  const ends = groupByEnd(loops)
  const rows: Row[] = []
  let before: Place | null = null
  let dayBefore = ''
  for (const place of places) {
    const day = dayOf(place.at)
    const gap = before ? (place.at - before.at) / HOUR : 0
    if (day !== dayBefore || gap > FOLD_HOURS) {
      rows.push({
        type: 'rule',
        key: `rule ${place.key}`,
        day: day === dayBefore ? null : place.at,
        gap: gap > FOLD_HOURS ? gap : 0,
      })
    }
    rows.push({ type: 'moment', key: place.key, at: place.at, place: place.key })
    for (const loop of ends.get(place.key) ?? []) {
      rows.push({ type: 'loop', key: `loop ${loop.by} ${loop.id}`, loop })
    }
    before = place
    dayBefore = day
  }
  return rows
}

function groupByEnd(loops: readonly Loop[]): Map<string, Loop[]> {
  const ends = new Map<string, Loop[]>()
  for (const loop of loops) {
    const last = loop.keys.at(-1)
    if (last !== undefined) ends.set(last, [...(ends.get(last) ?? []), loop])
  }
  return ends
}

/** Names days by the calendar of this phone; the same day is asked for often, so it is remembered. */
export function dayNamer(): (instant: number) => string {
  const date = new Date()
  return (instant) => {
    date.setTime(instant)
    return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`
  }
}
