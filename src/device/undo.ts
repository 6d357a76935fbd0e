import type { OutboxRow } from './database.ts'

/** How long a delete can be undone, in ms. */
export const UNDO_TIME = 10_000

/**
 * Whether a delete is held back yet, so that it can be undone. No longer than that from any moment on: the clock
 * by which it was deleted may have been put right since.
 */
export function isHeldBack({ heldUntil = 0 }: Pick<OutboxRow, 'heldUntil'>, now: number): boolean {
  return heldUntil > now && heldUntil - now <= UNDO_TIME
}
