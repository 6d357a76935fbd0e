import { DEMO_COUPLE } from '../src/journal/demo.ts'
import { type Entry, ONLY_ME, type Sharing, type Words } from '../src/journal/entry.ts'
import type { AuthoredMove, Intensity, Kind, Move } from '../src/journal/move.ts'

/**
 * The two whom all the tests are about, each with a phone, and what they write. Stories start at
 * seven in the evening of Monday 2 March 2026, and tell their times as hours after that.
 */

export interface Person {
  readonly name: string
  /** Where the phone shows its time. The two are an hour apart, so that nothing can mix them up. */
  readonly zone: string
  /** Minutes ahead of UTC on the evening when the stories start. */
  readonly offset: number
}

export const people = {
  first: { name: DEMO_COUPLE.me, zone: 'Europe/Berlin', offset: 60 },
  second: { name: DEMO_COUPLE.partner, zone: 'Europe/Lisbon', offset: 0 },
} as const satisfies Record<string, Person>
export type Who = keyof typeof people

/** When the stories start, in milliseconds since 1970. */
export const MONDAY_EVENING = Date.UTC(2026, 2, 2, 19)

const HOUR = 3_600_000
const MINUTE = 60_000

/** The instant so many hours into the story. */
export function hoursIn(hours: number): number {
  return MONDAY_EVENING + Math.round(hours * HOUR)
}

/** That instant as a move of theirs would carry it, with the offset of their phone. */
export function timeIn(hours: number, who: Who = 'first'): string {
  const { offset } = people[who]
  const wall = new Date(hoursIn(hours) + offset * MINUTE).toISOString().slice(0, 19)
  return `${wall}+${String(offset / 60).padStart(2, '0')}:00`
}

export interface MoveDetails {
  readonly who?: Who
  readonly intensity?: Intensity
  readonly triggers?: readonly string[]
}

/** The part of an entry that the detector reads. */
export function moveAt(hours: number, kind: Kind, details: MoveDetails = {}): Move {
  const { who, intensity, triggers } = details
  return {
    kind,
    at: timeIn(hours, who),
    ...(intensity === undefined ? {} : { intensity }),
    ...(triggers === undefined ? {} : { triggers: [...triggers] }),
  }
}

export interface EntryDetails extends MoveDetails {
  readonly words?: Words
  readonly sharing?: Sharing
}

/** One moment as its author holds it; only theirs, unless the story says otherwise. */
export function entryAt(hours: number, kind: Kind, details: EntryDetails = {}): Entry {
  const { words = {}, sharing = ONLY_ME } = details
  return { type: 'entry', move: moveAt(hours, kind, details), words, sharing }
}

/** One line of the detector's input, by either of the two. Ids follow the author and the time. */
export function momentAt(
  hours: number,
  who: Who,
  kind: Kind,
  details: Omit<MoveDetails, 'who'> = {},
): AuthoredMove {
  const id = idOf(`${who}-${kind}-${hours}`)
  return { ...moveAt(hours, kind, { ...details, who }), id, author: who }
}

/** An id of a record that can be read in a failing test: the text, filled up to 22 characters. */
export function idOf(text: string): string {
  return `${text
    .replaceAll(/[^A-Za-z0-9_-]/g, '_')
    .padEnd(21, '-')
    .slice(0, 21)}A`
}
