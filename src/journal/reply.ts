import * as z from 'zod/mini'
import { bodyId, sharedWrite } from './shared-write.ts'

/** What may be said to a moment with one tap. The order is the order on the screen. */
export const REPLIES = ['thanks', 'week', 'yes'] as const
export type ReplyWord = (typeof REPLIES)[number]

/**
 * What one person says to an opened moment: thank you for telling me, let's talk about it in our week,
 * and yes to its request. One record a person and card; an empty one says nothing, as if there were
 * none. Words of a newer version are kept. `us`.
 */
export const replySchema = z.object({
  type: z.literal('reply'),
  /** The id of the card. */
  of: bodyId,
  said: z.array(z.string().check(z.maxLength(40))).check(z.maxLength(16)),
  ...sharedWrite,
})
export type Reply = z.infer<typeof replySchema>
