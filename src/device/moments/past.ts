import type { Entry } from '../../journal/entry.ts'
import type { EnvelopeHead } from '../../sync/envelope.ts'
import { keyOf } from '../database.ts'
import type { Phone } from '../phone.ts'
import type { Edit } from '../edit.ts'
import { storedRecord } from '../stored-record.ts'

/** Texts that lost, against another device's edit or against a delete. They stay with their author. */

/** The id of a losing text: the same text is the same record on whichever device it is found. */
export const pastId = ({ vault }: Phone, of: string, { move, words }: Entry): string =>
  vault.deriveId('past', JSON.stringify([of, move, words]))

/** The edit that keeps a losing text beside its entry; nothing where it is kept already. */
export const pastEdit = (phone: Phone, of: string, entry: Entry): Edit => ({
  id: pastId(phone, of, entry),
  audience: 'me',
  next: (current) => (current ? null : { type: 'past', of, entry }),
})

/** Keeps a losing text, on its way to the author's other devices. Inside a transaction of `records` and `outbox`. */
export async function keepPast(phone: Phone, of: string, entry: Entry): Promise<void> {
  const { db, vault, me } = phone
  const id = pastId(phone, of, entry)
  if (await db.records.get(keyOf({ author: me, id }))) return
  const head: EnvelopeHead = {
    v: 1,
    id,
    author: me,
    couple: null,
    audience: 'me',
    epoch: vault.epoch,
    device: vault.device,
    rev: 1,
    base: null,
    deleted: false,
  }
  const envelope = vault.seal(head, { type: 'past', of, entry }, null)
  if (!envelope) return
  const record = storedRecord(envelope, { type: 'past' }, phone, null)
  await db.records.put(record)
  const { key, digest } = record
  await db.outbox.add({ key, envelope, digest, base: null, sent: 0 })
}
