import * as z from 'zod/mini'
import { idSchema } from '../../sync/bytes.ts'
import type { Envelope } from '../../sync/envelope.ts'
import type { Phone } from '../phone.ts'

/**
 * Where this phone is in its feed. `head` was fixed before the first page and moves up; `tail` moves
 * down until it is 0, while the past arrives.
 */
export const cursorSchema = z.object({
  incarnation: idSchema,
  head: z.int(),
  tail: z.int(),
  /** The tag of the envelope that had the number `head`, where it is known. */
  mark: z.optional(idSchema),
})
export type Cursor = z.infer<typeof cursorSchema>

/** The cursor; null before the first page. */
export async function readCursor({ db }: Phone): Promise<Cursor | null> {
  const value = (await db.state.get('cursor'))?.value
  return value === undefined ? null : cursorSchema.parse(value)
}

/** Whether all of the past is here, up to the cursor. */
export const hasWholePast = async (phone: Phone): Promise<boolean> =>
  (await readCursor(phone))?.tail === 0

/** The cursor moved up to `head`, where this envelope stands; null where it is not known. */
export function movedTo(
  { mark: _mark, ...cursor }: Cursor,
  head: number,
  there: Envelope | null,
): Cursor {
  return { ...cursor, head, ...(there ? { mark: there.tag } : {}) }
}

/** While there is no cursor: which life of the server has accepted something from here. */
export const ACCEPTED_BY = 'accepted-by'

/** The incarnation of the server that this phone last dealt with; null before the first time. */
export async function readLife(phone: Phone): Promise<string | null> {
  const cursor = await readCursor(phone)
  if (cursor) return cursor.incarnation
  return ((await phone.db.state.get(ACCEPTED_BY))?.value as string | undefined) ?? null
}
