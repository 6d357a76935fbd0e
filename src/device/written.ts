import type { Database } from './database.ts'

/**
 * Says that something was written that may be sent at once. A live query would say it too, but only when
 * everything on the screen has been read and drawn again.
 */

const listeners = new WeakMap<Database, Set<() => void>>()

/** Calls `now` after every such write through this connection, until the answer is called. */
export function onWritten(db: Database, now: () => void): () => void {
  const all = listeners.get(db) ?? new Set()
  listeners.set(db, all)
  all.add(now)
  return () => void all.delete(now)
}

/** To be called when the transaction has completed. */
export function sayWritten(db: Database): void {
  for (const now of listeners.get(db) ?? []) now()
}
