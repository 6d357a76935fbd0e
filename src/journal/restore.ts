import * as z from 'zod/mini'
import { bodyId, sharedWrite } from './shared-write.ts'

/**
 * Two who are two again, after one of them had left: each may say that what they had opened to each
 * other before may come back. Only what both have said counts. `of` are their couples of before; empty,
 * it says nothing, as if it were not there. One record a person and couple. `us`.
 */
export const restoreSchema = z.object({
  type: z.literal('restore'),
  of: z.array(bodyId).check(z.maxLength(100)),
  ...sharedWrite,
})
export type Restore = z.infer<typeof restoreSchema>

/** The couples of before that both have named. */
export const namedByBoth = (mine: readonly string[], theirs: readonly string[]): string[] =>
  mine.filter((each) => theirs.includes(each))
