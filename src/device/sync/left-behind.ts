import { entryIn } from '../../journal/body.ts'
import type { Entry } from '../../journal/entry.ts'
import { standsFor } from '../../journal/shared-write.ts'
import { isSameMove } from '../../sync/envelope.ts'
import type { StoredRecord } from '../database.ts'
import type { Phone } from '../phone.ts'
import type { spendWrites } from '../shared-writes.ts'
import type { Arrived } from './open-rows.ts'

/** What a record of this person leaves behind when another revision takes its place here. */
export interface Left {
  /** The words of a moment that was deleted by somebody who had not seen them. */
  readonly lost: Entry | null
  /** Whether the moment's card has to say another move now. */
  readonly isMoved: boolean
  /** Shared writes of this device that nothing stands for any more. */
  readonly given: GivenUp | null
}
interface GivenUp {
  readonly by: Parameters<typeof spendWrites>[0]
  readonly before: unknown
  readonly after: unknown
}
export const NOTHING: Left = { lost: null, isMoved: false, given: null }

/** What `held` leaves behind where `next` takes its place. Waits for nothing, so it can be asked inside a transaction. */
export function leftBehind(
  phone: Phone,
  held: StoredRecord,
  next: StoredRecord,
  body: Arrived['body'],
): Left {
  if (held.author !== phone.me) return NOTHING
  if (held.audience === 'us') return { ...NOTHING, given: givenUp(phone, held, next) }
  if (held.type === 'past' || !body || body.type === 'unknown') return NOTHING
  const now = entryIn(body)
  // What was never shared has no card to follow it: most of a journal does not have to be opened again.
  if (now?.sharing.number === 0) return NOTHING
  const before = phone.vault.open(held.envelope)
  const entry = before.ok && before.body.type !== 'unknown' ? entryIn(before.body) : null
  if (!entry) return NOTHING
  const isUnseen = next.envelope.deleted && next.envelope.base !== held.digest
  return {
    ...NOTHING,
    lost: isUnseen ? entry : null,
    isMoved: now !== null && !isSameMove(entry.move, now.move),
  }
}

/** A delete beats an edit of this device that it had not seen, with all the shared writes that stood for. */
function givenUp(
  { db, vault }: Phone,
  held: StoredRecord,
  { envelope }: StoredRecord,
): GivenUp | null {
  const [before, after] = [vault.open(held.envelope), vault.open(envelope)]
  if (!before.ok || !after.ok) return null
  const { device } = vault
  if (standsFor(before.raw, device) <= standsFor(after.raw, device)) return null
  return { by: { db, device }, before: before.raw, after: after.raw }
}
