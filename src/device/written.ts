import type { Database, OutboxRow } from './database.ts'

/** Takes to the server what was written in this tab. */
export interface Carrier {
  /**
   * Asked inside the transaction of a write: who is given its rows, frozen, as soon as it has completed. Null:
   * they wait in the outbox for their turn.
   */
  readonly awaits: () => Promise<((rows: readonly OutboxRow[]) => void) | null>
  /** Something was written that may leave. */
  readonly call: () => void
}

/**
 * Who takes along what is written, by connection. A live query would tell them too, but only when everything
 * on the screen has been read and drawn again.
 */
export const carriers = new WeakMap<Database, Carrier>()

/**
 * When screens read what has changed. A promise: when it is kept, because what was written in this tab is just
 * leaving, and on a phone reading would take the processor, and the database, from what somebody waits for
 * elsewhere. True: at once, because it is just coming from elsewhere, and no finger waits for anything else.
 */
export const pace = new WeakMap<Database, Promise<false> | true>()
