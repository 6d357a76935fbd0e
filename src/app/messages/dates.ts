import { differenceInCalendarDays } from 'date-fns/differenceInCalendarDays'
import { instantOf, isDateOnly } from '../../journal/move.ts'
import type { Writing } from './locale.tsx'

/** The language of dates: the person's own kind of English, or British where they read another. */
export function language(): string {
  const spoken = typeof navigator === 'undefined' ? [] : navigator.languages
  return spoken.find((each) => each.startsWith('en')) ?? 'en-GB'
}

const english = { today: 'today', yesterday: 'yesterday', someTime: 'some time that day' }

/** As everything else on the screen is written (`locale.tsx`). */
let written: Writing = (catalogue) => catalogue

/** Has dates written another way. Said once, before anything is drawn. */
export function writeDates(writing: Writing): void {
  written = writing
}

/** The words around dates as they are written on this screen. */
export const asWritten: Writing = (catalogue) => written(catalogue)

const formats = new Map<string, Intl.DateTimeFormat>()

/** An instant in the language of dates, as `options` say. Formats are made once. */
export function format(
  instant: number,
  options: Intl.DateTimeFormatOptions,
  zone?: string,
): string {
  const key = JSON.stringify([options, zone])
  let made = formats.get(key)
  if (!made) {
    made = new Intl.DateTimeFormat(language(), zone ? { ...options, timeZone: zone } : options)
    formats.set(key, made)
  }
  return written({ text: made.format(instant) }).text
}

/** "19:02", or "7:02 pm" where people write it so. */
export function sayTime(instant: number, zone?: string): string {
  return format(instant, { hour: 'numeric', minute: '2-digit' }, zone)
}

/** "Tuesday 3 March", with the year where it is not this one. */
export function sayDay(instant: number, now: number): string {
  const sameYear = new Date(instant).getFullYear() === new Date(now).getFullYear()
  return format(instant, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  })
}

/** "today", "yesterday", the weekday within a week, else the date: as inside a sentence. */
export function sayDayWithin(instant: number, now: number): string {
  const ago = differenceInCalendarDays(now, instant)
  if (ago === 0) return written(english).today
  if (ago === 1) return written(english).yesterday
  return ago > 1 && ago < 7 ? format(instant, { weekday: 'long' }) : sayDay(instant, now)
}

/** The time of a move; a date alone is "some time that day". */
export function sayWhen(at: string): string {
  return isDateOnly(at) ? written(english).someTime : sayTime(instantOf(at))
}

/** The day and time of a move in one phrase: "Yesterday, 19:02". */
export function sayMoment(at: string, now: number): string {
  const said = sayThen(at, now)
  return said.charAt(0).toUpperCase() + said.slice(1)
}

/** The same inside a sentence: "yesterday, 19:02". */
export function sayThen(at: string, now: number): string {
  return `${sayDayWithin(instantOf(at), now)}, ${sayWhen(at)}`
}

/** The time alone where it was today, else with its day: "19:02", "Yesterday, 22:40". */
export function sayRecent(at: string, now: number): string {
  return differenceInCalendarDays(now, instantOf(at)) === 0 ? sayWhen(at) : sayMoment(at, now)
}
