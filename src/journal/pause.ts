import * as z from 'zod/mini'
import { entrySchema } from './entry.ts'
import { instantOf, isDateOnly, isWhen } from './move.ts'
import { sharedWrite } from './shared-write.ts'

/**
 * A break with a promised return: "I'll be back at 20:40". It is not a move and the detector never
 * sees it. Whether its author came back is asked of them alone: yes is a turning back, no makes it
 * the stepping back that it was kept as.
 */

const minute = z
  .string()
  .check(z.refine((text) => isWhen(text) && !isDateOnly(text), 'not a time with an offset'))

/** What an entry becomes when its author promises to return: everything of it is still inside. `me`. */
export const pauseSchema = z.object({
  type: z.literal('pause'),
  entry: entrySchema,
  until: minute,
  /** Which card of it the partner has, counted from 1; 0 where it was made without a partner. */
  number: z.int().check(z.nonnegative()),
  /** When its author came back; absent while that is open. */
  ended: z.optional(minute),
})
export type Pause = z.infer<typeof pauseSchema>

/** What the partner gets of a pause: when it began, when its author will be back, and nothing else. `us`. */
export const pauseCardSchema = z.object({
  type: z.literal('pause-card'),
  at: minute,
  until: minute,
  ...sharedWrite,
})
export type PauseCard = z.infer<typeof pauseCardSchema>

/** A return is promised to the minute: the one that `instant`, in ms, falls into or comes before. */
export const toMinute = (instant: number): number => Math.ceil(instant / 60_000) * 60_000

/** The longest pause, in ms. What takes longer is not a pause any more. */
export const LONGEST_PAUSE = 7 * 24 * 60 * 60 * 1000

/** Tells whether `until` may be promised at `now`: ahead, and not too far. */
export const isPromise = (until: number, now: number): boolean =>
  until > now && until - now <= LONGEST_PAUSE

/** How long "Did you come back?" waits for an answer, in ms. After that it stays a pause. */
const ASKED_FOR = 48 * 60 * 60 * 1000

/** Tells whether its author is asked at `now` whether they came back. */
export function isAsked(pause: { readonly until: string; readonly ended?: string }, now: number) {
  const until = instantOf(pause.until)
  return pause.ended === undefined && until <= now && now - until < ASKED_FOR
}
