import { format, sayDay, sayTime } from './dates.ts'
import { sayList } from './days.ts'

/** A date that is the same everywhere, "2026-03-01": "Sunday 1 March". */
export const sayDate = (date: string, now: number): string =>
  sayDay(Date.parse(`${date}T12:00:00`), now)

/** "Sunday" for 0, as `Date` counts days. */
export const sayWeekday = (day: number): string =>
  // The first of February 2026 is a Sunday.
  format(new Date(2026, 1, 1 + day, 12).getTime(), { weekday: 'long' })

/** "17:00" for 17, or "5:00 pm" where people write it so. */
export const sayHour = (hour: number): string => sayTime(new Date(2026, 1, 1, hour).getTime())

/** "on Monday, Friday and today", from "on Monday", "on Friday", "today". */
export const sayOnDays = (days: readonly string[]): string =>
  sayList(days.map((day, place) => (place > 0 ? day.replace(/^on /, '') : day)))
