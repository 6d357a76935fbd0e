import * as z from 'zod/mini'
import { KINDS } from './kind.ts'

// In a file of their own, so that the four forms are drawn before any schema is evaluated.
export { KINDS, type Kind } from './kind.ts'

/** How strong it was, from hardly to overwhelming. On the screen these are sizes, never numbers. */
export const INTENSITIES = [1, 2, 3, 4, 5] as const
export type Intensity = (typeof INTENSITIES)[number]

/**
 * Situations that set people off. The code travels in the move, which the API may read on a shared
 * card; `own` says that the author typed a situation of their own, which stays in the sealed words.
 */
export const SITUATIONS = [
  'no-reply',
  'tone',
  'plans-changed',
  'late',
  'phone',
  'money',
  'in-laws',
  'children',
  'chores',
  'sex',
  'work',
  'jealousy',
  'not-heard',
  'alone-time',
  'own',
] as const
export type Situation = (typeof SITUATIONS)[number]

/** Most situations one move may name. */
export const MAX_TRIGGERS = 8

const DATE = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`
const TIME = String.raw`(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?`
const OFFSET = String.raw`(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)`
const WHEN = new RegExp(`^${DATE}(?:T${TIME}${OFFSET})?$`)

/**
 * Tells whether `text` is a time a move may carry: ISO 8601 with a UTC offset, to the minute or
 * finer, or a date alone, which means some time that day. The calendar day has to exist, and the
 * instant to lie in a year of four digits.
 */
export function isWhen(text: string): boolean {
  if (!WHEN.test(text)) return false
  const day = text.slice(0, 10)
  const parsed = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== day) return false
  const instant = instantOf(text)
  return instant >= FIRST_INSTANT && instant <= LAST_INSTANT
}

const FIRST_INSTANT = Date.parse('0000-01-01T00:00:00Z')
const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z')

/** Tells whether `at` is a date alone. */
export function isDateOnly(at: string): boolean {
  return at.length === 10
}

/**
 * The instant of a move in milliseconds since 1970. A date alone answers noon UTC of that day, the
 * middle of what it may mean.
 */
export function instantOf(at: string): number {
  return Date.parse(isDateOnly(at) ? `${at}T12:00:00Z` : at)
}

/**
 * The part of an entry that the detector reads. `triggers` is open to any short code, so that an
 * older phone keeps a situation that a newer one has learnt.
 */
export const moveSchema = z.object({
  kind: z.enum(KINDS),
  at: z.string().check(z.refine(isWhen, 'not a time with an offset, nor a date')),
  intensity: z.optional(z.literal(INTENSITIES)),
  triggers: z.optional(
    z.array(z.string().check(z.regex(/^[a-z0-9-]{1,40}$/))).check(z.maxLength(MAX_TRIGGERS)),
  ),
})
export type Move = z.infer<typeof moveSchema>

/** A move, whose it is, and the id of the entry or card it belongs to: one line of the detector's input. */
export interface AuthoredMove extends Move {
  readonly id: string
  readonly author: string
}

/** The order of the timeline: by instant, then by id, so that two phones agree on ties. */
export function compareMoves(a: { at: string; id: string }, b: { at: string; id: string }): number {
  return instantOf(a.at) - instantOf(b.at) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}
