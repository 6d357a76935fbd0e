import { addDays } from 'date-fns/addDays'
import { differenceInCalendarDays } from 'date-fns/differenceInCalendarDays'
import { asWritten, format, language, sayDayWithin } from './dates.ts'

const english = {
  onDay: (day: string) => `on ${day}`,
  span: (from: string, to: string) => `${from} to ${to}`,
}
const words = () => asWritten(english)

/** "Tuesday 10": within a week whose dates have been said. */
export function sayShortDay(instant: number): string {
  return format(instant, { weekday: 'long', day: 'numeric' })
}

/** "9 to 15 November", by the instant the week begins; with the year where it is not this one. */
export function sayWeek(start: number, now: number): string {
  const end = addDays(start, 6).getTime()
  const [from, to, today] = [new Date(start), new Date(end), new Date(now)]
  const month = { day: 'numeric', month: 'long' } as const
  const last = format(
    end,
    to.getFullYear() === today.getFullYear() ? month : { ...month, year: 'numeric' },
  )
  const first = format(start, from.getMonth() === to.getMonth() ? { day: 'numeric' } : month)
  return saySpan(first, last)
}

/** "today", "yesterday", "on Monday", else "on 3 March". */
export function sayOnDay(instant: number, now: number): string {
  const ago = differenceInCalendarDays(now, instant)
  if (ago === 0 || ago === 1) return sayDayWithin(instant, now)
  const isNear = ago > 1 && ago < 7
  return words().onDay(
    format(instant, isNear ? { weekday: 'long' } : { day: 'numeric', month: 'long' }),
  )
}

/** "on Monday, on Friday and today". */
export function sayList(parts: readonly string[]): string {
  return asWritten({ list: new Intl.ListFormat(language(), { type: 'conjunction' }).format(parts) })
    .list
}

/** "3 March to 9 March". */
export function sayDays(from: number, to: number): string {
  const options = { day: 'numeric', month: 'long' } as const
  return saySpan(format(from, options), format(to, options))
}

/** "3 March to 9 March", of two days that are said already. */
const saySpan = (from: string, to: string): string => words().span(from, to)
