import { addDays } from 'date-fns/addDays'
import { format } from './dates.ts'

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
  return `${first} to ${last}`
}
