/** An instant, and what the author's own clock showed then, both in milliseconds. */
export interface When {
  instant: number
  wall: number
}

const MINUTE = 60_000
const DAY = 86_400_000

/**
 * Reads the time of a move that has passed `isWhen`: the same instant as `instantOf`, several times
 * faster, and with the wall clock of whoever wrote it. A date alone is noon UTC. Whoever reads a hundred
 * thousand gives one object to read them `into`.
 */
export function readWhen(at: string, into: When = { instant: 0, wall: 0 }): When {
  const day = daysFromCivil(digits(at, 0, 4), digits(at, 5, 2), digits(at, 8, 2)) * DAY
  if (at.length === 10) return write(into, day + DAY / 2, 0)
  let wall = day + (digits(at, 11, 2) * 60 + digits(at, 14, 2)) * MINUTE
  let next = 16
  if (at.charCodeAt(next) === 58 /* : */) {
    wall += digits(at, 17, 2) * 1000
    next = 19
    if (at.charCodeAt(next) === 46 /* . */) {
      next++
      for (let unit = 100; isDigit(at.charCodeAt(next)); unit = Math.floor(unit / 10)) {
        wall += (at.charCodeAt(next) - 48) * unit
        next++
      }
    }
  }
  const sign = at.charCodeAt(next)
  if (sign === 90 /* Z */) return write(into, wall, 0)
  const offset = (digits(at, next + 1, 2) * 60 + digits(at, next + 4, 2)) * MINUTE
  return write(into, wall, sign === 45 /* - */ ? -offset : offset)
}

function write(into: When, wall: number, offset: number): When {
  into.instant = wall - offset
  into.wall = wall
  return into
}

function digits(text: string, from: number, count: number): number {
  let value = 0
  for (let i = from; i < from + count; i++) value = value * 10 + text.charCodeAt(i) - 48
  return value
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** Days since 1970-01-01 in the Gregorian calendar, by counting years from March on. */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}
