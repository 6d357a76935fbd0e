const DAY_MS = 86_400_000
const ZERO = 48

/**
 * An instant in milliseconds as ISO 8601 in UTC: what `toISOString` gives for the years 0 to 9999,
 * several times faster.
 */
export function instantText(instant: number): string {
  const days = Math.floor(instant / DAY_MS)
  const ms = instant - days * DAY_MS
  const [hour, minute] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60]
  const [second, thousandth] = [Math.floor(ms / 1000) % 60, ms % 1000]
  const { year, month, day } = dateOf(days)
  // In one go: a text put together from pieces is kept as its pieces.
  return String.fromCharCode(
    digit(year, 1000),
    digit(year, 100),
    digit(year, 10),
    digit(year, 1),
    45,
    digit(month, 10),
    digit(month, 1),
    45,
    digit(day, 10),
    digit(day, 1),
    84,
    digit(hour, 10),
    digit(hour, 1),
    58,
    digit(minute, 10),
    digit(minute, 1),
    58,
    digit(second, 10),
    digit(second, 1),
    46,
    digit(thousandth, 100),
    digit(thousandth, 10),
    digit(thousandth, 1),
    90,
  )
}

/** The code of one digit of a number, by the worth of its place. */
function digit(number: number, worth: number): number {
  return ZERO + (Math.trunc(number / worth) % 10)
}

/** Counts from 1 March of the year 0, in eras of 400 years (Hinnant, "chrono-compatible dates"). */
function dateOf(days: number): { year: number; month: number; day: number } {
  const since = days + 719_468
  const era = Math.floor(since / 146_097)
  const dayOfEra = since - era * 146_097
  const leaps =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365)
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100)
  const dayOfYear = dayOfEra - (365 * yearOfEra + leapDays)
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}
