import { keepAside } from './aside.ts'
import { ACCEPTED_BY } from './cursor.ts'
import { type Answer, callApi } from '../client.ts'
import { coupleChainSchema } from '../../sync/membership.ts'
import { digestEnvelope, type Envelope } from '../../sync/envelope.ts'
import { again } from './again.ts'
import { type KnownCouple, readCouple } from '../couple/couple.ts'
import { ownChain, registerAgain } from '../couple/membership.ts'
import type { Phone } from '../phone.ts'

/**
 * The database behind the API is another one: restored from a backup, or begun anew. What this phone
 * holds outlives it. The phone makes itself and its couple known again, then sends every own record
 * and tombstone it has, unchanged; where the server has a different one, that is a stale edit like
 * any other. Before an edit that waits goes what it was made over. The cursor begins again at zero. Nothing is deleted.
 */
export async function rewind(phone: Phone): Promise<Answer<null>> {
  const { db, me } = phone
  const registered = await registerAgain(phone)
  if (!registered.ok) return registered
  await db.transaction('rw', db.records, db.outbox, db.state, db.later, async () => {
    const waiting = await db.outbox.toArray()
    const keys = new Set(waiting.map(({ key }) => key))
    const couple = await readCouple(db)
    const own = await db.records.where('key').startsWith(`${me}/`).toArray()
    const rows = own
      .filter(({ key, envelope }) => !keys.has(key) && isWanted(envelope, couple))
      .map(({ envelope }) => again(envelope))
    // Before an edit goes what it edited: if the server takes that, it is common to all, as it was before.
    const edits = waiting.filter((row) => row.base !== null && row.again !== 1)
    await db.outbox.bulkDelete(edits.map(({ n }) => n))
    const edited = new Map(edits.map(({ base }) => [digestEnvelope(base!), base!]))
    const bases = [...edited.values()].filter((base) => isWanted(base, couple)).map(again)
    const severed = edits.map(({ n: _n, ...row }) => ({ ...row, severed: 1 as const }))
    await db.outbox.bulkAdd([...rows, ...bases, ...severed])
    await db.state.bulkDelete(['cursor', ACCEPTED_BY])
    await keepAside(db)
    await db.state.put({ name: OFFER, value: true })
  })
  return { ok: true, value: null }
}

/** To a couple that was left nothing goes any more but what takes something back. */
const isWanted = (envelope: Envelope, couple: KnownCouple | null): boolean =>
  envelope.audience === 'me' ||
  (envelope.couple === couple?.id && (!couple.closed || envelope.deleted))

/** Set while the API may not know the couple. */
export const OFFER = 'offer-couple'

/**
 * Brings the couple's chain back, link by link; what the server still has changes nothing. It takes
 * until both phones have made themselves known again, so it is tried at every sync until it is done.
 */
export async function offerCouple(phone: Phone): Promise<void> {
  const { db } = phone
  if (!(await db.state.get(OFFER))) return
  const stored = (await db.state.get('chains'))?.value as { couple?: unknown } | undefined
  const chain = coupleChainSchema.safeParse(stored?.couple)
  const { keys } = await ownChain(phone)
  for (const link of chain.success ? chain.data : []) {
    const file = link.type === 'leave' ? null : (keys[link.keys] ?? null)
    const answer = await callApi(phone, 'appendCoupleLink', { body: { link, keys: file } })
    if (!answer.ok) return
  }
  await db.transaction('rw', db.state, db.outbox, async () => {
    await db.state.delete(OFFER)
    await db.outbox
      .filter((row) => row.awaitsCouple === 1)
      .modify((row) => {
        delete row.awaitsCouple
      })
  })
}
