import { digestEnvelope, type Envelope } from '../../sync/envelope.ts'
import { keyOf, type OutboxRow, type StoredRecord } from '../database.ts'
import type { Phone } from '../phone.ts'

/**
 * What an edit of this device and what the server has instead both began with; null where nobody knows. As long
 * as a server lives on that is what was edited here; one that was restored may have something from elsewhere.
 */
export async function findCommonBase(
  phone: Phone,
  row: OutboxRow,
  record: StoredRecord,
  current: Envelope,
  isRestored: boolean,
): Promise<Envelope | null> {
  const known = (await findAncestor(phone, current)) ?? commonBase(row, current, isRestored)
  return known ?? (isEarlier(phone, row, record, current) ? current : null)
}

/** What is here and waits was made over this very envelope, or over what this one was made over. */
async function findAncestor({ db }: Phone, current: Envelope): Promise<Envelope | null> {
  const rows = await db.outbox.where('key').equals(keyOf(current)).toArray()
  const known = rows.flatMap(({ base, envelope }) => (base ? [base, envelope] : [envelope]))
  const made = new Map(known.map((each) => [digestEnvelope(each), each]))
  const under = current.base === null ? undefined : made.get(current.base)
  return made.get(digestEnvelope(current)) ?? under ?? null
}

/**
 * What the two began with. A server that was restored may have something that did not come from what
 * this edit began with: then it is not known, and nothing of either gives way.
 */
function commonBase(
  { base, severed }: OutboxRow,
  current: Envelope,
  isRestored: boolean,
): Envelope | null {
  if (!base || current.base === digestEnvelope(base)) return base
  // Between the two lies at least one more revision, of which a server that lives on has seen to it.
  return current.rev - base.rev >= 2 && !severed && !isRestored ? base : null
}

/**
 * Whether a restored server has an earlier revision of what is here: the first one, from which all
 * others come, or one that this device has written itself.
 */
const isEarlier = (
  { vault }: Phone,
  { again, severed }: OutboxRow,
  { envelope }: StoredRecord,
  { rev, device }: Envelope,
): boolean =>
  (again === 1 || severed === 1) && rev < envelope.rev && (rev === 1 || device === vault.device)
