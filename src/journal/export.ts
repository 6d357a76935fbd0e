import * as z from 'zod/mini'
import { wordsSchema } from './entry.ts'
import { moveSchema } from './move.ts'

/**
 * One journal as one JSON file: the author's own entries with their words, and the partner's opened
 * moves without any. A phone that imports it takes the entries of `me` and ignores the others; the
 * detector's command line reads both.
 */
export const journalFileSchema = z.looseObject({
  format: z.literal('tideline-journal'),
  version: z.literal(1),
  exportedAt: z.string(),
  entries: z.array(
    z.looseObject({
      id: z.string().check(z.regex(/^[A-Za-z0-9_-]{21}[AQgw]$/)),
      author: z.enum(['me', 'partner']),
      move: moveSchema,
      words: z.optional(wordsSchema),
      /** False where the author left the entry out of loops. */
      loops: z.optional(z.boolean()),
    }),
  ),
})
export type JournalFile = z.infer<typeof journalFileSchema>
