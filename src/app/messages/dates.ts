import { differenceInCalendarDays } from 'date-fns/differenceInCalendarDays'
import { instantOf, isDateOnly } from '../../journal/move.ts'

/** The language of dates: the person's own kind of English, or British where they read another. */
export function language(): string {
  const spoken = typeof navigator === 'undefined' ? [] : navigator.languages
  return spoken.find((each) => each.startsWith('en')) ?? 'en-GB'
}

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
  return made.format(instant)
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

/** "Today", "Yesterday", the weekday within a week, else the date. */
export function sayNearDay(instant: number, now: number): string {
  const ago = differenceInCalendarDays(now, instant)
  if (ago === 0) return 'Today'
  if (ago === 1) return 'Yesterday'
  if (ago > 1 && ago < 7) return format(instant, { weekday: 'long' })
  return sayDay(instant, now)
}

/** "today", "yesterday", "on Monday", else "on 3 March". */
export function sayOnDay(instant: number, now: number): string {
  const ago = differenceInCalendarDays(now, instant)
  if (ago === 0) return 'today'
  if (ago === 1) return 'yesterday'
  return `on ${format(instant, ago > 1 && ago < 7 ? { weekday: 'long' } : { day: 'numeric', month: 'long' })}`
}

/** "on Monday, on Friday and today". */
export function sayList(parts: readonly string[]): string {
  return new Intl.ListFormat(language(), { type: 'conjunction' }).format(parts)
}

/** "3 March to 9 March". */
export function sayDays(from: number, to: number): string {
  const options = { day: 'numeric', month: 'long' } as const
  return `${format(from, options)} to ${format(to, options)}`
}

/** The time of a move; a date alone is "some time that day". */
export function sayWhen(at: string): string {
  return isDateOnly(at) ? 'some time that day' : sayTime(instantOf(at))
}

/** The day and time of a move in one phrase: "Tuesday 3 March, 19:02". */
export function sayMoment(at: string, now: number): string {
  return `${sayNearDay(instantOf(at), now)}, ${sayWhen(at)}`
}

/** The same inside a sentence: "today, 19:02". */
export function sayThen(at: string, now: number): string {
  const said = sayMoment(at, now)
  return /^(?:Today|Yesterday)/.test(said) ? said.charAt(0).toLowerCase() + said.slice(1) : said
}

/** The time alone where it was today, else with its day: "19:02", "Yesterday, 22:40". */
export function sayRecent(at: string, now: number): string {
  return differenceInCalendarDays(now, instantOf(at)) === 0 ? sayWhen(at) : sayMoment(at, now)
}

/** A time to come: "at 9:00" today, "tomorrow at 9:00", "on Sunday at 18:00". */
export function sayAhead(instant: number, now: number): string {
  const days = differenceInCalendarDays(instant, now)
  const time = sayTime(instant)
  if (days <= 0) return `at ${time}`
  if (days === 1) return `tomorrow at ${time}`
  return `on ${days < 7 ? format(instant, { weekday: 'long' }) : sayDay(instant, now)} at ${time}`
}

/** `2026-03-01` of an instant in this phone's zone, as date fields want it. */
export function dateField(instant: number): string {
  const date = new Date(instant)
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
}

/** `19:02` of an instant in this phone's zone, as time fields want it. */
export function timeField(instant: number): string {
  const date = new Date(instant)
  return `${pad(date.getHours())}:${pad(date.getMinutes())}`
}

function pad(number: number): string {
  return String(number).padStart(2, '0')
}
