import type { Body } from '../../journal/body.ts'
import { digestEnvelope, type Envelope } from '../../sync/envelope.ts'
import type { OutboxRow } from '../database.ts'
import type { Phone } from '../phone.ts'

/**
 * When an epoch has risen, what has not left this phone yet is sealed again under the new key, so that
 * a device that was removed cannot read it. What may have left is sent as it is, byte for byte; what
 * was accepted is never sealed again. It happens as the row leaves: another tab may have sealed it under the
 * key of before after the epoch had risen, and this app may be killed at any time.
 */

/** Whether a row that leaves was sealed under a key that has been put away since. */
export const isBehind = (phone: Phone, { envelope, sent, again }: OutboxRow): boolean =>
  sent === 0 && again !== 1 && envelope.epoch < epochFor(phone, envelope)

/**
 * The row under the key of now, and the record that is shown with it. The row itself is put down by whoever
 * takes it. Inside a transaction that includes `records`.
 */
export async function sealAnew(phone: Phone, row: OutboxRow): Promise<OutboxRow> {
  const { records } = phone.db
  const envelope = sealAgain(phone, row.envelope)
  if (!envelope) return row
  const digest = digestEnvelope(envelope)
  const record = await records.get(row.key)
  if (record?.digest === row.digest) await records.update(row.key, { envelope, digest })
  return { ...row, envelope, digest }
}

const epochFor = ({ vault }: Phone, { audience, couple, epoch }: Envelope): number =>
  audience === 'me' ? vault.epoch : (vault.coupleEpoch(couple) ?? epoch)

function sealAgain(phone: Phone, envelope: Envelope): Envelope | null {
  const opened = phone.vault.open(envelope)
  if (!opened.ok) return null
  const { move, sealed: _sealed, tag: _tag, ...head } = envelope
  // As it is, with what only a newer version knows.
  const body = opened.raw as Body
  return phone.vault.seal({ ...head, epoch: epochFor(phone, envelope) }, body, move)
}
