import { addDays } from 'date-fns/addDays'
import { startOfDay } from 'date-fns/startOfDay'
import type { Moment, Place } from '../../device/moments/read.ts'
import type { Loop } from '../tide/loops.ts'

/** Seven days, the last of which is today or lies in the past. */
export interface Span {
  readonly from: number
  readonly until: number
}

/** The seven days that end today, or end so many weeks earlier. */
export function spanOf(now: number, weeksAgo: number): Span {
  const until = addDays(startOfDay(now), 1 - 7 * weeksAgo).getTime()
  return { from: addDays(until, -7).getTime(), until }
}

/** The places that lie in these days. */
export function placesIn(places: readonly Place[], { from, until }: Span): string[] {
  return places.filter(({ at }) => at >= from && at < until).map(({ key }) => key)
}

/** The week at a glance. Only what both may see, where there are two. */
export interface Glance {
  readonly turnings: readonly Moment[]
  readonly loops: readonly Loop[]
  readonly own: readonly Loop[]
  /** Of the author's own moments, how many wait for the week. Only the author is told. */
  readonly waiting: number
}

/** Gathers a week from its moments and the loops that ended in it. */
export function glanceAt(
  moments: readonly Moment[],
  loops: readonly Loop[],
  paired: boolean,
): Glance {
  const here = new Set(moments.map(({ key }) => key))
  const isSeen = ({ visible }: Moment) => !paired || (visible.to === 'us' && visible.open)
  const inWeek = loops.filter(
    ({ keys, by }) => here.has(keys.at(-1) ?? '') && (by !== 'private' || !paired),
  )
  return {
    turnings: moments.filter((each) => each.move.kind === 'repair' && isSeen(each)),
    loops: inWeek.filter(({ by, short }) => by !== 'own' && !short),
    own: inWeek.filter(({ by }) => by === 'own'),
    waiting: moments.filter(
      ({ mine, visible }) =>
        mine && visible.to === 'us' && !visible.open && visible.opens === 'week',
    ).length,
  }
}
