import * as z from 'zod/mini'
import { moveSchema } from './move.ts'

/** The longest text of each field, in UTF-16 units. Sealed together they stay under one size class. */
export const MAX_NOTE = 4000
export const MAX_LINE = 280
export const MAX_NAME = 60

const line = z.string().check(z.maxLength(MAX_LINE))
const feelings = z.array(z.string().check(z.maxLength(60))).check(z.maxLength(24))

/**
 * Everything of an entry that the detector does not read. Always sealed. The order is the order in
 * which a story is told: what set it off, felt, underneath, the story, needed, the request, a note.
 */
export const wordsSchema = z.object({
  /** A situation of the author's own, beside the listed ones. */
  situation: z.optional(line),
  /** What I felt on the surface: codes of the list, or own words. */
  felt: z.optional(feelings),
  /** What was underneath: codes of the list, or own words. */
  underneath: z.optional(feelings),
  /** The story I told myself. */
  story: z.optional(z.string().check(z.maxLength(MAX_NOTE))),
  needed: z.optional(line),
  request: z.optional(line),
  note: z.optional(z.string().check(z.maxLength(MAX_NOTE))),
})
export type Words = z.infer<typeof wordsSchema>

export const WORD_FIELDS = [
  'situation',
  'felt',
  'underneath',
  'story',
  'needed',
  'request',
  'note',
] as const satisfies readonly (keyof Words)[]
export type WordField = (typeof WORD_FIELDS)[number]

const instant = z
  .string()
  .check(z.refine((text) => !Number.isNaN(Date.parse(text)), 'not an instant'))

/**
 * Who may see an entry.
 *
 * `me`: its author alone; with `loops: false` it is also left out of the author's private loops.
 * `us`: a card is made of it at `opensAt` (an instant), with the fields in `words` and no others;
 * an empty list is the moment alone. `number` counts how often the entry has been shared, so that
 * sharing again after unsharing makes a new card.
 */
export const sharingSchema = z.discriminatedUnion('with', [
  z.object({ with: z.literal('me'), number: z.number(), loops: z.boolean() }),
  z.object({
    with: z.literal('us'),
    number: z.number(),
    opens: z.enum(['now', 'morning', 'week']),
    opensAt: instant,
    words: z.array(z.enum(WORD_FIELDS)),
    /** Not yet was said to a week: one that is begun long before `opensAt` does not bring it forward. */
    notYet: z.optional(z.literal(true)),
    /** Whom it was given to: what waits for one couple never opens to another. */
    couple: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{21}[AQgw]$/))),
  }),
])
export type Sharing = z.infer<typeof sharingSchema>

/** Only me, and part of my own loops: what an entry is until its author chooses. */
export const ONLY_ME: Sharing = { with: 'me', number: 0, loops: true }

/** One moment, as its author alone holds it: the body of a `me` record. */
export const entrySchema = z.object({
  type: z.literal('entry'),
  move: moveSchema,
  words: wordsSchema,
  sharing: sharingSchema,
})
export type Entry = z.infer<typeof entrySchema>

/** The words with empty texts and lists left out, so that two ways of writing nothing are one. */
export function tidyWords(words: Words): Words {
  const kept: Words = {}
  for (const field of WORD_FIELDS) {
    const value = words[field]
    if (value !== undefined && value.length > 0) Object.assign(kept, { [field]: value })
  }
  return kept
}

/** The fields of `words` that hold something. */
export function filledFields(words: Words): WordField[] {
  return WORD_FIELDS.filter((field) => (words[field]?.length ?? 0) > 0)
}
