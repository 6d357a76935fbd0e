import * as z from 'zod/mini'
import type { EarlierKeys } from './earlier-keys.ts'
import { bodyId } from './shared-write.ts'

/**
 * Two who are two again, after one of them had left: each may say that what they had opened to each
 * other before may come back. Only what both have said counts. `of` are their couples of before; empty,
 * it says nothing, as if it were not there. One record a person and couple. `us`.
 */
const restoreSchema = z.object({ of: z.array(bodyId).check(z.maxLength(100)) })

/** The couples of before that a record of this type names; none where it is not what it promises. */
export const readNamed = (body: unknown): readonly string[] =>
  restoreSchema.safeParse(body).data?.of ?? []

/** The couples of before that both have named. */
export const namedByBoth = (mine: readonly string[], theirs: readonly string[]): string[] =>
  mine.filter((each) => theirs.includes(each))

/** Whether a couple that is over was one with `partner`, by a person's own note. */
export const isWith = (note: EarlierKeys, partner: string): boolean => note.partner === partner
