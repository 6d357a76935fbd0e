import { differenceInCalendarDays } from 'date-fns/differenceInCalendarDays'
import type { sharing } from '../messages/sharing.ts'

/** The words of a choice whose "morning" is at that instant, in ms: past midnight it is not tomorrow's any more. */
export function sayWhichMorning(m: typeof sharing, clock: number, morning: number): typeof sharing {
  if (differenceInCalendarDays(morning, clock) !== 0) return m
  const { choice, confirm } = m.thisMorning
  return {
    ...m,
    choice: { ...m.choice, morning: choice },
    confirm: { ...m.confirm, morning: confirm },
  }
}
