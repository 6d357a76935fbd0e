import type { Database } from './database.ts'

/**
 * Who is to hear, by connection, that something was written that may be sent at once. A live query would
 * say it too, but only when everything on the screen has been read and drawn again.
 */
export const whenWritten = new WeakMap<Database, () => void>()
