import { digestEnvelope, type Envelope } from '../../sync/envelope.ts'
import { keyOf } from '../database.ts'

/** An outbox row for what a server had accepted before it was restored: it goes as it is, and is no edit of this phone. */
export const again = (envelope: Envelope) => ({
  key: keyOf(envelope),
  envelope,
  digest: digestEnvelope(envelope),
  base: null,
  sent: 0 as const,
  again: 1 as const,
})
