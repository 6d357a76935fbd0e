import { TZDate } from '@date-fns/tz'
import type { Beat } from '../couple/rhythm.ts'

/**
 * Weeks by name. A week is seven whole days in the couple's zone, and its name is the last of them:
 * the day on which it is looked back on. Instants are ms since 1970.
 */

const DAYS = 7
/** How many days early or late a week can be looked back on; further on it is the next one's turn. */
const REACH = 3

/** What a week is counted by: at which hour it opens makes no difference to it. */
type Day = Pick<Beat, 'day' | 'zone'>

/** Where a week begins, and where it ends: the instant after its last day. */
export interface Span {
  readonly from: number
  readonly until: number
}

/** The week that can be looked back on now: the one whose day is nearest. */
export function weekAt(now: number, { day, zone }: Day): string {
  const today = new TZDate(now, zone)
  const ahead = (day - today.getDay() + DAYS) % DAYS
  return nameOf(today, ahead > REACH ? ahead - DAYS : ahead)
}

/** The week whose day comes next, today not counted. */
export function weekAfter(now: number, { day, zone }: Day): string {
  const today = new TZDate(now, zone)
  const ahead = (day - today.getDay() + DAYS) % DAYS
  return nameOf(today, ahead === 0 ? DAYS : ahead)
}

/** The name of the day it is now, to compare with weeks' names. */
export const dayAt = (now: number, zone: string): string => nameOf(new TZDate(now, zone), 0)

/** The week so many weeks before. */
export function weekBefore(week: string, count = 1): string {
  const date = new Date(`${week}T12:00:00Z`)
  date.setUTCDate(date.getUTCDate() - DAYS * count)
  return date.toISOString().slice(0, 10)
}

/** The seven days of a week, in the couple's zone. */
export function spanOfWeek(week: string, zone: string): Span {
  const [year = 1970, month = 1, day = 1] = week.split('-').map(Number)
  const midnight = (offset: number) =>
    new TZDate(year, month - 1, day + offset, 0, 0, zone).getTime()
  return { from: midnight(1 - DAYS), until: midnight(1) }
}

/** What is looked at: those seven days, and where it is done late the days since. */
export function spanToLook(week: string, zone: string): Span {
  const { from, until } = spanOfWeek(week, zone)
  return { from, until: until + REACH * 24 * 60 * 60 * 1000 }
}

function nameOf(today: TZDate, offset: number): string {
  const date = new Date(Date.UTC(today.getFullYear(), today.getMonth(), today.getDate() + offset))
  return date.toISOString().slice(0, 10)
}
