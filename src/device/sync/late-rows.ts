import * as z from 'zod/mini'
import type { Envelope } from '../../sync/envelope.ts'
import {
  coupleChainSchema,
  coupleId,
  digestLink,
  personChainSchema,
  type PersonLink,
} from '../../sync/membership.ts'
import { type KnownCouple, readCouple } from '../couple/couple.ts'
import type { Database } from '../database.ts'
import type { Phone } from '../phone.ts'

/**
 * Rows under a key that was put away. A phone that was removed keeps the keys of its day, and what it
 * seals under them looks like its owner's own: with the server's help it could write on. So when a full
 * pull is through after somebody was removed, this phone takes the earlier epochs for closed: whatever
 * of them it does not hold by then has come too late.
 */

const closedSchema = z.object({
  /** Own rows of an earlier personal epoch are late. */
  me: z.int(),
  /** Rows of the couple of an earlier epoch are late: the first epoch after a removal. */
  us: z.nullable(z.object({ couple: z.string(), epoch: z.int() })),
  /** The keys of which this was found out: without others nothing changes. */
  of: z.optional(z.string()),
})
export type Closed = z.infer<typeof closedSchema>

export const CLOSED = 'closed-epochs'
const OPEN: Closed = { me: 1, us: null }

/** Which epochs are closed here. Inside or outside a transaction that includes `state`. */
export async function readClosed(db: Database): Promise<Closed> {
  return closedSchema.safeParse((await db.state.get(CLOSED))?.value).data ?? OPEN
}

/** Whether a row that this phone does not hold comes under a key that was put away before. */
export function isLate({ audience, couple, epoch }: Envelope, closed: Closed): boolean {
  if (audience === 'me') return epoch < closed.me
  return closed.us?.couple === couple && epoch < closed.us.epoch
}

/** Whether what is kept of closed epochs is of the keys of now. A removal brings others, every time. */
export const isClosed = (value: unknown, phone: Phone, couple: KnownCouple | null): boolean =>
  closedSchema.safeParse(value).data?.of === keysOf(phone, couple)

const keysOf = ({ vault }: Phone, couple: KnownCouple | null): string =>
  JSON.stringify([vault.epoch, couple && [couple.id, vault.coupleEpoch(couple.id)]])

/** Everything there is has been pulled: what was sealed before the last removal is here. */
export async function closeEpochs(phone: Phone): Promise<void> {
  const { db, vault } = phone
  const of = keysOf(phone, await readCouple(db))
  const before = await readClosed(db)
  const us = await readRemovals(db)
  // A phone that is told less than it knew does not open again what it has closed.
  const isLess = before.us && us?.couple === before.us.couple && us.epoch < before.us.epoch
  const after: Closed = { me: Math.max(before.me, vault.epoch), us: isLess ? before.us : us, of }
  if (JSON.stringify(after) === JSON.stringify(before)) return
  await db.state.put({ name: CLOSED, value: after })
}

const ownSchema = z.object({ chain: personChainSchema })
const pinnedSchema = z.object({ couple: coupleChainSchema, partner: personChainSchema })

/** The couple's newest epoch that was raised because a phone of either was removed. */
async function readRemovals(db: Database): Promise<Closed['us']> {
  const pinned = pinnedSchema.safeParse((await db.state.get('chains'))?.value)
  const own = ownSchema.safeParse((await db.state.get('chain'))?.value)
  if (!pinned.success || !own.success) return null
  const { couple, partner } = pinned.data
  const [genesis] = couple
  if (genesis?.type !== 'genesis') return null
  const persons = [own.data.chain, partner]
  const countAt = (heads: readonly string[]): number =>
    persons.reduce((sum, chain) => sum + removalsUpTo(chain, heads), 0)
  let epoch = 1
  let removed = countAt(genesis.heads)
  for (const link of couple) {
    if (link.type !== 'epoch') continue
    const now = countAt(link.heads)
    if (now > removed) epoch = link.epoch
    removed = now
  }
  return { couple: coupleId(genesis), epoch }
}

/** How many phones had been removed in a chain when it had come as far as one of these heads. */
function removalsUpTo(chain: readonly PersonLink[], heads: readonly string[]): number {
  const last = chain.findIndex((link) => heads.includes(digestLink(link)))
  return chain.slice(0, last + 1).filter((link) => link.type === 'revoke').length
}
