import * as z from 'zod/mini'
import { sharedWhereTwo, turn } from './shared-write.ts'

/** Pairs of hues, each of one weight and lightness (`app/tokens.css`). The first is there until somebody chooses. */
export const PAIRS = ['shore', 'harbour', 'moor'] as const
export type Pair = (typeof PAIRS)[number]

/** The two hues of a pair. Neither comes before the other. */
export const HUES = ['first', 'second'] as const
export type Hue = (typeof HUES)[number]

/**
 * Which two hues the couple has, and which of them is its author's: the other is left to the other. Each has
 * one such record, and the highest (turn, person) counts. `us` in a couple, `me` alone.
 */
export const huesSchema = z.object({
  type: z.literal('hues'),
  /** A newer version may know more pairs than this one. */
  pair: z.string().check(z.maxLength(16)),
  mine: z.enum(HUES),
  turn,
  ...sharedWhereTwo,
})
export type HuesBody = z.infer<typeof huesSchema>
