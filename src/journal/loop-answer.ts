import * as z from 'zod/mini'
import { MAX_LINE } from './entry.ts'
import { evidence } from './loop-note.ts'
import { bodyId, sharedWrite, turn } from './shared-write.ts'

/** How one of the two saw a loop: not as it is drawn, or nothing said against it. */
export const SEEN = ['differently', 'so'] as const
export type Seen = (typeof SEEN)[number]

/**
 * One person's answer to a loop that was found: "not how I saw it", with a line if they like. It is
 * never an input of the detector. `us`.
 */
export const loopAnswerSchema = z.object({
  type: z.literal('loop-answer'),
  seen: z.enum(SEEN),
  line: z.optional(z.string().check(z.maxLength(MAX_LINE))),
  entries: evidence,
  turn,
  /** Whose answer it is, where the two used one phone. Otherwise its author's. */
  voice: z.optional(bodyId),
  ...sharedWrite,
})
export type LoopAnswer = z.infer<typeof loopAnswerSchema>
