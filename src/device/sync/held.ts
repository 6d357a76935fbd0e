import { DISTRUST } from '../couple/distrust.ts'
import { LEAVING, type Leaving } from '../couple/leaving.ts'
import type { OutboxRow } from '../database.ts'
import type { Phone } from '../phone.ts'

/** What must not leave now, though it waits: asked when rows are taken, and again when they are sent. */
export interface Hold {
  /** Somebody's key is not what it was: nothing more goes to the two until it is. */
  readonly isDistrusted: boolean
  /** The couple this person has left, until the server has heard of it. */
  readonly left: string | null
}

export async function readHold({ db }: Pick<Phone, 'db'>): Promise<Hold> {
  const [distrust, leaving] = await db.state.bulkGet([DISTRUST, LEAVING])
  const left = (leaving?.value as Leaving | undefined)?.couple ?? null
  return { isDistrusted: distrust !== undefined, left }
}

/** Whether a row is kept back. What takes something back may go to a couple that was left. */
export const isHeld = (
  { envelope }: Pick<OutboxRow, 'envelope'>,
  { isDistrusted, left }: Hold,
): boolean =>
  envelope.audience === 'us' && (isDistrusted || (envelope.couple === left && !envelope.deleted))
