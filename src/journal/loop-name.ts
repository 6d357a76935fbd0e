import * as z from 'zod/mini'
import { MAX_LINE } from './entry.ts'
import { evidence } from './loop-note.ts'
import { bodyId, sharedWrite, turn } from './shared-write.ts'

/**
 * What the couple calls a loop that was found: "our Sunday-night loop". Either may name it, in a
 * record of their own; the highest (turn, person) is shown. An empty name takes it back. `us`.
 */
export const loopNameSchema = z.object({
  type: z.literal('loop-name'),
  name: z.string().check(z.maxLength(MAX_LINE)),
  entries: evidence,
  turn,
  /** Whose words they are, where the two used one phone. Otherwise its author's. */
  voice: z.optional(bodyId),
  ...sharedWrite,
})
export type LoopName = z.infer<typeof loopNameSchema>
