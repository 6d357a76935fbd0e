import type { Pause } from '../../device/moments/pause.ts'
import type { Place } from '../../device/moments/read.ts'
import { instantOf } from '../../journal/move.ts'
import type { Loop } from './loops.ts'

/** One line of the timeline. */
export type Row =
  | {
      readonly type: 'rule'
      readonly key: string
      /** The day that begins here; null where only a gap is folded. */
      readonly day: number | null
      /** Hours folded here; 0 where none are. */
      readonly gap: number
      /** The first day of the week that begins here, where one does. */
      readonly week: number | null
    }
  | { readonly type: 'moment'; readonly key: string; readonly at: number; readonly place: string }
  | { readonly type: 'pause'; readonly key: string; readonly pause: Pause }
  | { readonly type: 'loop'; readonly key: string; readonly loop: Loop }
  /** Here ends a stretch of a week or more in which one side is written. */
  | { readonly type: 'one-sided'; readonly key: string }

const HOUR = 60 * 60 * 1000
/** Longer gaps are folded to one rule. */
export const FOLD_HOURS = 12

/** Which day and which week an instant falls into. Days and weeks are equal when their numbers are. */
export interface Calendar {
  readonly dayOf: (instant: number) => number
  /** The instant at which the week begins. */
  readonly weekOf: (instant: number) => number
}

/** What stands on a timeline beside its moments. */
export interface Beside {
  readonly loops: readonly Loop[]
  readonly pauses?: readonly Pause[]
  /** Instants at which a one-sided stretch ends. */
  readonly oneSided?: readonly number[]
}

/**
 * The rows of a timeline, oldest first: a rule where a day or a week begins or a gap is folded, the
 * moments and pauses, and after a loop's last moment the way to its page.
 */
export function buildRows(
  places: readonly Place[],
  { loops, pauses = [], oneSided = [] }: Beside,
  calendar: Calendar,
): Row[] {
  const ends = groupByEnd(loops)
  const rows: Row[] = []
  const quiet = [...pauses]
  const stretches = oneSided.toSorted((a, b) => a - b)
  let before: number | null = null
  let [dayBefore, weekBefore] = [Number.NaN, Number.NaN]

  function begin(at: number, key: string): void {
    const [day, week] = [calendar.dayOf(at), calendar.weekOf(at)]
    const gap = before === null ? 0 : (at - before) / HOUR
    if (day !== dayBefore || gap > FOLD_HOURS) {
      rows.push({
        type: 'rule',
        key: `rule ${key}`,
        day: day === dayBefore ? null : at,
        gap: gap > FOLD_HOURS ? gap : 0,
        week: week === weekBefore ? null : week,
      })
    }
    ;[before, dayBefore, weekBefore] = [at, day, week]
  }

  function pauseUntil(at: number): void {
    for (let next = quiet[0]; next && instantOf(next.at) <= at; next = quiet[0]) {
      quiet.shift()
      begin(instantOf(next.at), next.key)
      rows.push({ type: 'pause', key: `pause ${next.key}`, pause: next })
    }
  }

  for (const [n, place] of places.entries()) {
    pauseUntil(place.at)
    begin(place.at, place.key)
    rows.push({ type: 'moment', key: place.key, at: place.at, place: place.key })
    for (const loop of ends.get(place.key) ?? []) {
      rows.push({ type: 'loop', key: loopRowKey(loop), loop })
    }
    const following = places[n + 1]?.at ?? Number.POSITIVE_INFINITY
    while (stretches[0] !== undefined && stretches[0] < following) {
      const end = stretches.shift()
      if (end !== undefined && end >= place.at) rows.push({ type: 'one-sided', key: `side ${end}` })
    }
  }
  pauseUntil(Number.POSITIVE_INFINITY)
  return rows
}

/**
 * How high a row is before it has been measured, in rem. Where words do not wrap it is exactly so: what
 * is scrolled to does not move then when it is drawn.
 */
export function heightOf(row: Row): number {
  switch (row.type) {
    case 'rule': {
      const parts = [
        ...(isFolded(row) ? [2.3125] : []),
        ...(row.week === null ? [] : [2.0625]),
        ...(row.day === null ? [] : [1.3125]),
      ]
      return 0.5 + parts.reduce((sum, each) => sum + each, 0) + 0.25 * (parts.length - 1)
    }
    case 'loop':
      return 4
    case 'one-sided':
      return 3.453
    case 'pause':
      return 2.75
    case 'moment':
      return 3.75
  }
}

/** Tells whether a rule says how long nothing was written. A night between two days needs no saying. */
export const isFolded = ({ gap, day }: { gap: number; day: number | null }): boolean =>
  gap >= 36 || (gap > 0 && day === null)

/** Tells whether two rows say the same, however often the rows have been built between them. */
export function isSameRow(a: Row, b: Row): boolean {
  if (a.key !== b.key) return false
  if (a.type === 'rule' && b.type === 'rule') {
    return a.day === b.day && a.gap === b.gap && a.week === b.week
  }
  if (a.type === 'moment' && b.type === 'moment') return a.at === b.at && a.place === b.place
  if (a.type === 'pause' && b.type === 'pause') return a.pause === b.pause
  if (a.type === 'loop' && b.type === 'loop') return a.loop === b.loop
  return a.type === b.type
}

/** The key of the row that leads to a loop. */
export const loopRowKey = ({ by, id }: Pick<Loop, 'by' | 'id'>): string => `loop ${by} ${id}`

/** The first row at or after an instant, or else the last: where a jump to a day leads. */
export function rowAt(rows: readonly Row[], instant: number): number {
  const found = rows.findIndex((row) =>
    row.type === 'rule' ? row.day !== null && row.day >= instant : rowTime(row) >= instant,
  )
  return found === -1 ? rows.length - 1 : found
}

function rowTime(row: Row): number {
  if (row.type === 'moment') return row.at
  return row.type === 'pause' ? instantOf(row.pause.at) : Number.NEGATIVE_INFINITY
}

function groupByEnd(loops: readonly Loop[]): Map<string, Loop[]> {
  const ends = new Map<string, Loop[]>()
  for (const loop of loops) {
    const last = loop.keys.at(-1)
    if (last !== undefined) ends.set(last, [...(ends.get(last) ?? []), loop])
  }
  return ends
}

/**
 * The calendar of this phone, with weeks that begin on `weekStart` (0 is Sunday). The same day is
 * asked for often, so it is remembered until the next begins.
 */
export function phoneCalendar(weekStart: number): Calendar {
  let [from, until, week] = [Number.NaN, Number.NaN, Number.NaN]
  function look(instant: number): void {
    if (instant >= from && instant < until) return
    const date = new Date(instant)
    const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()]
    from = new Date(year, month, day).getTime()
    until = new Date(year, month, day + 1).getTime()
    week = new Date(year, month, day - ((date.getDay() - weekStart + 7) % 7)).getTime()
  }
  return {
    dayOf(instant) {
      look(instant)
      return from
    },
    weekOf(instant) {
      look(instant)
      return week
    },
  }
}
