import type { Database } from './database.ts'

/** So often in all a question is asked whose connection went away under it. */
const ATTEMPTS = 3
/** So long it waits before it is asked again, in ms, and four times as long before the last time. */
const PAUSE = 200
/** How a question ends whose connection was taken away: before it is known, while it is, and afterwards. */
const LOST = new Set(['AbortError', 'UnknownError', 'InvalidStateError', 'DatabaseClosedError'])

/**
 * What `ask` answers from the database. A browser may take the connection away at any time: Dexie opens it
 * again with the next question, but lets the one fall that was being answered, and then a live query would
 * be silent until something else changes. Where opening itself failed, as it does while the browser still
 * clears, Dexie would never try again: it is opened here. Any other error is thrown at once.
 */
export async function patiently<T>(db: Database, ask: () => Promise<T>, attempt = 1): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (attempt === ATTEMPTS || !isConnectionLost(error)) throw error
    await new Promise((resolve) => setTimeout(resolve, PAUSE * 4 ** (attempt - 1)))
    // Whoever closed it themselves wants it closed.
    if (db.hasFailed() && !db.hasBeenClosed()) await db.open().catch(() => undefined)
    return patiently(db, ask, attempt + 1)
  }
}

/** Tells whether a question ended because the browser took the connection away. */
export const isConnectionLost = (error: unknown): boolean =>
  error instanceof Error && LOST.has(error.name)
