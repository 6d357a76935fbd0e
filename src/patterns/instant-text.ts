const DAY_MS = 86_400_000
const TWO = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'))

/**
 * An instant in milliseconds as ISO 8601 in UTC: what `toISOString` gives for the years 0 to 9999,
 * several times faster.
 */
export function instantText(instant: number): string {
  const day = Math.floor(instant / DAY_MS)
  const ms = instant - day * DAY_MS
  const minutes = Math.floor(ms / 60_000)
  const left = ms - minutes * 60_000
  const seconds = Math.floor(left / 1000)
  const thousandths = left - seconds * 1000
  const clock = `${TWO[Math.floor(minutes / 60)]}:${TWO[minutes % 60]}:${TWO[seconds]}`
  const rest = thousandths === 0 ? '000' : String(thousandths).padStart(3, '0')
  return `${dateOf(day)}T${clock}.${rest}Z`
}

/** Counts from 1 March of the year 0, in eras of 400 years (Hinnant, "chrono-compatible dates"). */
function dateOf(day: number): string {
  const since = day + 719_468
  const era = Math.floor(since / 146_097)
  const dayOfEra = since - era * 146_097
  const leaps =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365)
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100)
  const dayOfYear = dayOfEra - (365 * yearOfEra + leapDays)
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const date = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${TWO[Math.floor(year / 100)]}${TWO[year % 100]}-${TWO[month]}-${TWO[date]}`
}
