import { TZDate, tzOffset } from '@date-fns/tz'

/** Times of day in a zone. Every function takes an instant in ms since 1970 and an IANA zone. */

/** Hours at the reader within which something may open. */
export const OPENS_FROM = 8
export const OPENS_UNTIL = 21
const MORNING = 9
/** Until this hour it is still the night before: nobody means the day after by "tomorrow morning". */
const NIGHT_ENDS = 5

/** How far a zone is ahead of UTC at an instant, in whole minutes: for times of long ago some engines answer fractions. */
export const offsetAt = (instant: number, zone: string): number =>
  Math.round(tzOffset(zone, new Date(instant)))

/** Whether this phone knows a zone of that name. */
export const isZone = (zone: string): boolean => Number.isFinite(tzOffset(zone, new Date(0)))

/** An instant as a move carries it: to the second, with the zone's offset at that time. */
export const toWhen = (instant: number, zone: string): string =>
  writeWhen(instant, offsetAt(instant, zone))

/** The same with the offset itself, in minutes east of UTC. */
export function writeWhen(instant: number, offset: number): string {
  const local = new Date(instant + offset * 60_000).toISOString().slice(0, 19)
  const minutes = Math.abs(offset)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** Nine o'clock on the day after. */
export function nextMorning(instant: number, zone: string): number {
  return hourOn(new TZDate(instant, zone), 1, MORNING, zone)
}

/** Nine o'clock after the next sleep: in the small hours that of the same day. */
export function comingMorning(instant: number, zone: string): number {
  const date = new TZDate(instant, zone)
  return hourOn(date, date.getHours() < NIGHT_ENDS ? 0 : 1, MORNING, zone)
}

/**
 * The next time what waits for the week opens, strictly after `instant`: at the couple's hour of
 * their day, in the couple's zone. Where that is night at the reader, it is their next morning.
 */
export function nextWeek(
  instant: number,
  beat: { readonly day: number; readonly hour: number; readonly zone: string },
  reader: string,
): number {
  const date = new TZDate(instant, beat.zone)
  const ahead = (beat.day - date.getDay() + 7) % 7
  const at = (days: number) => awake(hourOn(date, days, beat.hour, beat.zone), reader)
  // Early on the day after, one that was put off to the reader's morning is still to come.
  const next = [ahead - 7, ahead, ahead + 7].map(at).find((each) => each > instant)
  return next ?? at(ahead + 7)
}

/** An instant, or where it is night at the reader the morning that follows it. */
function awake(instant: number, reader: string): number {
  if (isOpeningHour(instant, reader)) return instant
  const date = new TZDate(instant, reader)
  return hourOn(date, date.getHours() < OPENS_FROM ? 0 : 1, OPENS_FROM, reader)
}

const hourOn = (date: TZDate, days: number, hour: number, zone: string): number =>
  new TZDate(date.getFullYear(), date.getMonth(), date.getDate() + days, hour, 0, zone).getTime()

/** Whether something may open now: between eight in the morning and nine in the evening. */
export function isOpeningHour(instant: number, zone: string): boolean {
  const hour = new TZDate(instant, zone).getHours()
  return hour >= OPENS_FROM && hour < OPENS_UNTIL
}
