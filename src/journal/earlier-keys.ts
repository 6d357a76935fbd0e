import * as z from 'zod/mini'
import { bodyId } from './shared-write.ts'

/** Beyond so many epochs the oldest are left out: a record has a greatest size. */
export const MOST_EARLIER = 500

/**
 * The keys of a couple this person was in, by epoch: a later phone of theirs, that begins with twelve
 * words, could not open what they shared and were shown then. `me`.
 */
export const earlierKeysSchema = z.object({
  type: z.literal('earlier-keys'),
  couple: bodyId,
  /** Who the other of the two was, as this person's phone had verified it; absent where it did not know. */
  partner: z.optional(bodyId),
  keys: z
    .array(z.object({ epoch: z.int(), key: z.string().check(z.length(43)) }))
    .check(z.maxLength(MOST_EARLIER)),
})
export type EarlierKeys = z.infer<typeof earlierKeysSchema>
