import * as z from 'zod/mini'
import { sharedWrite, turn } from './shared-write.ts'

/** The couple's day for the week until they choose: Sunday. Days count as `Date` counts them. */
export const FIRST_DAY = 0

/**
 * On which day the two look back, and in which zone their days are counted: one rule for both,
 * wherever they are. Each has one such record, and the highest (turn, person) counts. `us` in a
 * couple, `me` alone.
 */
export const rhythmSchema = z.object({
  type: z.literal('rhythm'),
  day: z.int().check(z.minimum(0), z.maximum(6)),
  zone: z.string().check(z.maxLength(64)),
  turn,
  write: z.optional(sharedWrite.write),
  stands: z.optional(sharedWrite.stands),
})
export type Rhythm = z.infer<typeof rhythmSchema>
