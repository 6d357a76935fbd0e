import * as z from 'zod/mini'
import { wordsSchema } from './entry.ts'
import { moveSchema } from './move.ts'

/**
 * One journal as one JSON file: all that its author wrote, and the partner's opened moves without any
 * words. A phone that imports it takes what is its author's and ignores the others; the detector's
 * command line reads the moves.
 *
 * The first version held moments alone. What came with the second is optional, so that either is read.
 */

const id = z.string().check(z.regex(/^[A-Za-z0-9_-]{21}[AQgw]$/))

export const journalFileSchema = z.looseObject({
  format: z.literal('tideline-journal'),
  version: z.union([z.literal(1), z.literal(2)]),
  exportedAt: z.string(),
  entries: z.array(
    z.looseObject({
      id,
      author: z.enum(['me', 'partner']),
      move: moveSchema,
      words: z.optional(wordsSchema),
      /** False where the author left the entry out of loops. */
      loops: z.optional(z.boolean()),
      /** What the author promised when the moment was made a pause, and when they came back. */
      pause: z.optional(z.looseObject({ until: z.string(), ended: z.optional(z.string()) })),
      /** What was half written about it, as it was. */
      draft: z.optional(z.unknown()),
    }),
  ),
  /** Texts that were kept beside a moment, `of`, when two phones or tabs had written it apart. */
  past: z.optional(z.array(z.looseObject({ id, of: id, move: moveSchema, words: wordsSchema }))),
  /** What was said, planned and set when a week was looked back on; `together`: by two. */
  weeks: z.optional(z.array(z.looseObject({ id, together: z.boolean(), week: z.string() }))),
  /** Drawn loops, names of loops, and how its author saw one. They rest on moments of two. */
  loops: z.optional(z.array(z.looseObject({ id }))),
  /** What its author said to a moment of either with one tap. */
  replies: z.optional(z.array(z.looseObject({ id }))),
})
export type JournalFile = z.infer<typeof journalFileSchema>
/** The version that is written. */
export const JOURNAL_VERSION = 2
