/**
 * Days and clock times of a zone, without a clock of our own and without a table of zones: whoever
 * asks says how far the zone is from UTC.
 */

/** Minutes ahead of UTC: one number, or, where summer and winter differ, a number for each instant. */
export type Zone = number | ((instant: number) => number)

const MINUTE = 60_000
const DAY = 86_400_000

/** The day of an instant, counted from 1970-01-01, on the calendar of the zone. */
export function dayOf(instant: number, zone: Zone): number {
  return Math.floor((instant + offsetAt(instant, zone) * MINUTE) / DAY)
}

/** The Monday of a day's week. 1970-01-01 was a Thursday. */
export function mondayOf(day: number): number {
  return day - ((((day + 3) % 7) + 7) % 7)
}

/** The instant at which the clocks of the zone show `minute` on `day`. */
export function instantOn(day: number, minute: number, zone: Zone): number {
  const wall = day * DAY + minute * MINUTE
  // The offset is known for instants only: guess one, then correct it once.
  const guess = wall - offsetAt(wall, zone) * MINUTE
  return wall - offsetAt(guess, zone) * MINUTE
}

/** An instant as the zone writes it, to the minute: `2026-03-01T19:02+01:00`. */
export function writeInstant(instant: number, zone: Zone): string {
  const offset = offsetAt(instant, zone)
  const wall = new Date(instant + offset * MINUTE).toISOString().slice(0, 16)
  const ahead = Math.abs(offset)
  return `${wall}${offset < 0 ? '-' : '+'}${two(Math.floor(ahead / 60))}:${two(ahead % 60)}`
}

/** A day as it is written: `2026-03-01`. */
export function writeDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10)
}

/** Whole minutes: some browsers answer fractions for the zones of long ago. */
function offsetAt(instant: number, zone: Zone): number {
  return Math.round(typeof zone === 'number' ? zone : zone(instant))
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}
