import { TZDate, tzOffset } from '@date-fns/tz'

/** Times of day in a zone. Every function takes an instant in ms since 1970 and an IANA zone. */

/** Hours at the reader within which something may open. */
export const OPENS_FROM = 8
export const OPENS_UNTIL = 21
const MORNING = 9
/** The day and hour of the couple's week until they choose: Sunday, late afternoon. */
const WEEK_DAY = 0
const WEEK_HOUR = 17

/** How far a zone is ahead of UTC at an instant, in whole minutes: for times of long ago some engines answer fractions. */
export const offsetAt = (instant: number, zone: string): number =>
  Math.round(tzOffset(zone, new Date(instant)))

/** Whether this phone knows a zone of that name. */
export const isZone = (zone: string): boolean => Number.isFinite(tzOffset(zone, new Date(0)))

/** An instant as a move carries it: to the second, with the zone's offset at that time. */
export function toWhen(instant: number, zone: string): string {
  const offset = offsetAt(instant, zone)
  const local = new Date(instant + offset * 60_000).toISOString().slice(0, 19)
  const minutes = Math.abs(offset)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** Nine o'clock on the day after. */
export function nextMorning(instant: number, zone: string): number {
  const date = new TZDate(instant, zone)
  return new TZDate(
    date.getFullYear(),
    date.getMonth(),
    date.getDate() + 1,
    MORNING,
    0,
    zone,
  ).getTime()
}

/** The next time the couple's week begins, strictly after `instant`. */
export function nextWeek(instant: number, zone: string): number {
  const date = new TZDate(instant, zone)
  const ahead = (WEEK_DAY - date.getDay() + 7) % 7
  const at = (days: number) =>
    new TZDate(
      date.getFullYear(),
      date.getMonth(),
      date.getDate() + days,
      WEEK_HOUR,
      0,
      zone,
    ).getTime()
  return at(ahead) > instant ? at(ahead) : at(ahead + 7)
}

/** Whether something may open now: between eight in the morning and nine in the evening. */
export function isOpeningHour(instant: number, zone: string): boolean {
  const hour = new TZDate(instant, zone).getHours()
  return hour >= OPENS_FROM && hour < OPENS_UNTIL
}
