import type { Database } from './database.ts'

/**
 * A browser may clear what it keeps for an app, even under its hands. The phone that goes on is an empty
 * one; what had been sent comes back by twelve words or by another phone, and its owner is told so.
 */

const CLEARED = 'cleared'

/** Notes that it was cleared. */
export async function noteCleared(db: Database, at: number): Promise<void> {
  await db.state.put({ name: CLEARED, value: at })
}

/** Whether it was, and its owner has not said yet that they know. For a live query. */
export async function wasCleared({ db }: { readonly db: Database }): Promise<boolean> {
  return (await db.state.get(CLEARED)) !== undefined
}

/** They know. */
export async function forgetCleared({ db }: { readonly db: Database }): Promise<void> {
  await db.state.delete(CLEARED)
}
