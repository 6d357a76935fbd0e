import type { Body } from '../../journal/body.ts'
import { digestEnvelope, type Envelope } from '../../sync/envelope.ts'
import type { OutboxRow } from '../database.ts'
import type { Phone } from '../phone.ts'

/**
 * When an epoch has risen, what has not left this phone yet is sealed again under the new key, so that
 * a device that was removed cannot read it. What may have left is sent as it is, byte for byte; what
 * was accepted is never sealed again.
 */
export async function resealUnsent(phone: Phone): Promise<number> {
  const { db } = phone
  const all = await db.outbox.toArray()
  const rows = all.filter((row) => row.sent === 0 && isBehind(phone, row))
  let resealed = 0
  for (const row of rows) {
    const envelope = sealAgain(phone, row.envelope)
    if (!envelope) continue
    const digest = digestEnvelope(envelope)
    resealed += await db.transaction('rw', db.records, db.outbox, async () => {
      const now = await db.outbox.get(row.n)
      if (!now || now.sent !== 0 || now.digest !== row.digest) return 0
      await db.outbox.update(row.n, { envelope, digest })
      const record = await db.records.get(row.key)
      if (record?.digest === row.digest) await db.records.update(row.key, { envelope, digest })
      return 1
    })
  }
  return resealed
}

const epochFor = ({ vault }: Phone, { audience, couple, epoch }: Envelope): number =>
  audience === 'me' ? vault.epoch : (vault.coupleEpoch(couple) ?? epoch)

const isBehind = (phone: Phone, { envelope }: OutboxRow): boolean =>
  envelope.author === phone.me && envelope.epoch < epochFor(phone, envelope)

function sealAgain(phone: Phone, envelope: Envelope): Envelope | null {
  const opened = phone.vault.open(envelope)
  if (!opened.ok) return null
  const { move, sealed: _sealed, tag: _tag, ...head } = envelope
  // As it is, with what only a newer version knows.
  const body = opened.raw as Body
  return phone.vault.seal({ ...head, epoch: epochFor(phone, envelope) }, body, move)
}
