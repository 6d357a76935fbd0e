import type * as z from 'zod/mini'
import type { appendCoupleLinkSchema, Membership } from '../sync/api.ts'
import {
  coupleId,
  type CoupleLink,
  digestLink,
  type Genesis,
  type Person,
  verifyCouple,
} from '../sync/membership.ts'
import type { Device } from './caller.ts'
import { verify } from './ed25519.ts'
import { believe, isKeyFile, readMembership } from './people.ts'
import { isRefusal, refuse, type Refusal } from './problem.ts'
import type { Store, Transaction } from './store/store.ts'

const MAX_LINKS = 1000

/**
 * Founds a couple with a genesis that both have signed, or adds a link to its chain. The same link
 * again changes nothing, so that whoever is unsure sends it again.
 */
export async function appendCoupleLink(
  store: Store,
  caller: Device,
  { link, keys }: z.infer<typeof appendCoupleLinkSchema>,
): Promise<{ answer: Membership } | Refusal> {
  const isFitting = link.type === 'leave' ? keys === null : keys && isKeyFile(link.keys, keys)
  if (!isFitting) return refuse('malformed', 'keys: not what the link names')
  return store.transaction(async (tx) => {
    const refusal =
      link.type === 'genesis' ? await found(tx, caller, link) : await extend(tx, caller, link)
    if (refusal) return refusal
    const couple = link.type === 'genesis' ? coupleId(link) : link.couple
    if (keys !== null && link.type !== 'leave') await tx.keepKeyFiles(couple, { [link.keys]: keys })
    return { answer: await readMembership(tx, caller.person) }
  }, caller.person)
}

async function found(tx: Transaction, caller: Device, genesis: Genesis): Promise<Refusal | null> {
  if (!genesis.members.includes(caller.person)) return refuse('not-yours', 'members')
  const id = coupleId(genesis)
  if (await tx.lockCouple(id)) return null
  const members = await lockMembers(tx, genesis.members)
  if (isRefusal(members)) return members
  const verdict = await verifyCouple([genesis], members.people, verify)
  if (!verdict.ok) return refuse('distrusted', `link: ${verdict.reason}`)
  for (const couple of members.couples) {
    const other = await tx.findCouple(couple)
    if (other && !other.isClosed) return refuse('already-paired')
  }
  await tx.saveCouple({ id, members: genesis.members, epoch: 1, isClosed: false, chain: [genesis] })
  for (const member of genesis.members) await tx.joinCouple(member, id)
  return null
}

async function extend(
  tx: Transaction,
  caller: Device,
  link: Exclude<CoupleLink, Genesis>,
): Promise<Refusal | null> {
  const couple = await tx.lockCouple(link.couple)
  if (!couple?.members.includes(caller.person)) return refuse('no-couple')
  const digest = digestLink(link)
  if (couple.chain.some((each) => digestLink(each) === digest)) {
    if (couple.isClosed) await letGo(tx, couple.id, caller.person)
    return null
  }
  if (couple.chain.length >= MAX_LINKS) return refuse('malformed', `at most ${MAX_LINKS} links`)
  const members = await lockMembers(tx, couple.members)
  if (isRefusal(members)) return members
  const chain = [...couple.chain, link]
  const verdict = await verifyCouple(chain, members.people, verify)
  if (!verdict.ok) {
    return refuse(verdict.reason === 'closed' ? 'closed' : 'distrusted', `link: ${verdict.reason}`)
  }
  const { epoch, closed: isClosed } = verdict.value
  await tx.saveCouple({ id: couple.id, members: couple.members, epoch, isClosed, chain })
  if (isClosed) await letGo(tx, couple.id, caller.person)
  return null
}

/**
 * Of a couple that was left no move is kept: the leaver's go with the link, the other's when their
 * phone has learnt of it and says so with the same link. Meanwhile no route answers with them.
 */
async function letGo(tx: Transaction, couple: string, author: string): Promise<void> {
  await tx.dropMoves(couple, author)
  await tx.countMoves(couple)
}

/** Both members, verified, in the order of their ids, and the couples they are in now. */
async function lockMembers(
  tx: Transaction,
  ids: readonly [string, string],
): Promise<{ people: Person[]; couples: string[] } | Refusal> {
  const people: Person[] = []
  const couples: string[] = []
  for (const id of ids) {
    const stored = await tx.lockPerson(id)
    if (!stored) return refuse('distrusted', 'members: one is not registered')
    const believed = await believe(stored.chain)
    if (isRefusal(believed)) return believed
    people.push(believed.person)
    if (stored.couple !== null) couples.push(stored.couple)
  }
  return { people, couples }
}
