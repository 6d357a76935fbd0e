import { digestEnvelope, type Envelope } from './envelope.ts'

/** What a server does with one well-formed record of its author's. */
export type Verdict = 'store' | 'again' | 'stale' | 'audience'

/**
 * The rules of revision, in the order they are asked.
 *
 * `current` is the stored envelope of the same (author, id), if any; `wasAccepted` tells whether this
 * very envelope was accepted before and has been superseded since.
 *
 * - What was accepted once is acknowledged again and changes nothing.
 * - A record's audience never changes.
 * - A delete is final: it beats every edit, and nothing beats it.
 * - An edit counts if it edited what is current. Otherwise it is stale, and its device merges.
 * - Where nothing is stored everything counts, later revisions too: after a restore the phones bring
 *   back what the server has lost, unchanged.
 */
export function judge(current: Envelope | null, incoming: Envelope, wasAccepted: boolean): Verdict {
  if (!current) return 'store'
  const digest = digestEnvelope(current)
  if (digest === digestEnvelope(incoming) || wasAccepted) return 'again'
  if (current.audience !== incoming.audience || current.couple !== incoming.couple)
    return 'audience'
  if (current.deleted) return 'stale'
  if (incoming.deleted) return 'store'
  return incoming.base === digest ? 'store' : 'stale'
}

/**
 * Whether a row that arrives takes the place of the one a phone holds: a later revision does, and of
 * two with the same number a delete does. Never an older one, in whatever order rows arrive. A server takes one
 * delete only: where a phone holds another one, that is of a server which was restored since.
 */
export function supersedes(incoming: Envelope, held: Envelope | null): boolean {
  if (!held) return true
  if (held.deleted || incoming.deleted) return incoming.deleted
  return incoming.rev > held.rev
}
