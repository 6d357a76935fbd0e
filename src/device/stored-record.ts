import type { Body } from '../journal/body.ts'
import type { Entry } from '../journal/entry.ts'
import { instantOf, type Move } from '../journal/move.ts'
import type { Envelope } from '../sync/envelope.ts'
import { keyOf, type StoredRecord } from './database.ts'
import { digestedWhenAsked } from './digested.ts'
import type { Phone } from './phone.ts'

/** What stands on this phone for an envelope, and what is inside one's own. */

/** What stands on this phone for an envelope: itself, and in the clear what is needed to find it. */
export function storedRecord(
  envelope: Envelope,
  body: { readonly type: string } | null,
  { me }: { readonly me: string },
  seq: number | null,
): StoredRecord {
  const { author, audience } = envelope
  const stored: StoredRecord = digestedWhenAsked({
    key: keyOf(envelope),
    author,
    audience,
    envelope,
    seq,
  })
  if (!body || envelope.deleted) return stored
  if (body.type === 'entry') {
    const { move, sharing } = body as Entry
    stored.at = instantOf(move.at)
    if (sharing.with === 'us') stored.opensAt = Date.parse(sharing.opensAt)
  } else if (body.type === 'card') {
    stored.type = 'card'
    if (author !== me) stored.at = instantOf((body as { move: Move } & { type: string }).move.at)
  } else {
    stored.type = body.type
  }
  return stored
}

/** The body of an own record; null where there is none, it is gone, or it is of a newer version. */
export const readOwnBody = async (phone: Phone, id: string): Promise<Body | null> =>
  ownBodyIn(phone, await phone.db.records.get(keyOf({ author: phone.me, id })))

/** The same of a record that has been read. */
export function ownBodyIn(phone: Phone, record: StoredRecord | undefined): Body | null {
  if (!record || record.envelope.deleted) return null
  const opened = phone.vault.open(record.envelope)
  return opened.ok && opened.body.type !== 'unknown' ? opened.body : null
}
