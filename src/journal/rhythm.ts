import * as z from 'zod/mini'
import { sharedWhereTwo, turn } from './shared-write.ts'

/** The couple's day for the week until they choose: Sunday. Days count as `Date` counts them. */
export const FIRST_DAY = 0
/** And the hour at which what is kept for the week opens: late afternoon. */
export const FIRST_HOUR = 17

/**
 * On which day and from which hour the two look back, and in which zone both are counted: one rule for
 * both, wherever they are. Before there was an hour it was `FIRST_HOUR`. Each has one such record, and the highest (turn, person) counts. `us` in a
 * couple, `me` alone.
 */
export const rhythmSchema = z.object({
  type: z.literal('rhythm'),
  day: z.int().check(z.minimum(0), z.maximum(6)),
  hour: z.optional(z.int().check(z.minimum(0), z.maximum(23))),
  zone: z.string().check(z.maxLength(64)),
  turn,
  ...sharedWhereTwo,
})
export type Rhythm = z.infer<typeof rhythmSchema>
