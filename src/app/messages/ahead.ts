import { differenceInCalendarDays } from 'date-fns/differenceInCalendarDays'
import { instantOf } from '../../journal/move.ts'
import { asWritten, format, sayDay, sayThen, sayTime, sayWhen } from './dates.ts'

const english = {
  at: (time: string) => `at ${time}`,
  tomorrow: (time: string) => `tomorrow at ${time}`,
  dayAt: (day: string, time: string) => `on ${day} at ${time}`,
}

/** The same inside a sentence: "at 19:02", "yesterday, 22:40". */
export function sayAgo(at: string, now: number): string {
  const isToday = differenceInCalendarDays(now, instantOf(at)) === 0
  return isToday ? words().at(sayWhen(at)) : sayThen(at, now)
}

/** A time to come: "at 9:00" today, "tomorrow at 9:00", "on Sunday at 18:00". */
export function sayAhead(instant: number, now: number): string {
  const days = differenceInCalendarDays(instant, now)
  const time = sayTime(instant)
  if (days <= 0) return words().at(time)
  if (days === 1) return words().tomorrow(time)
  return words().dayAt(days < 7 ? format(instant, { weekday: 'long' }) : sayDay(instant, now), time)
}

const words = () => asWritten(english)
