import type { Reason } from '../../sync/problem.ts'
import { callApi } from '../client.ts'
import { readOpenCouple } from '../couple/couple.ts'
import { leaveCouple, sendLeave } from '../couple/leave.ts'
import { PARTNER_DELETED, refreshMembership } from '../couple/membership.ts'
import type { Phone } from '../phone.ts'

/**
 * Deleting the account: at the server everything this person ever sent, from the partner's feed too,
 * and every key wrapped for them; on this phone everything. It needs the network once, because only
 * the server can let go of what it holds. Other phones of this person keep what they have, and say so.
 */

/** Set on a phone whose owner has deleted the account on another one. */
const DELETED = 'account-deleted'

/** Deletes the account, then wipes this phone. Where it fails everything this person wrote is still here. */
export async function deleteAccount(
  phone: Phone,
): Promise<{ ok: true } | { ok: false; reason: 'offline' | Reason }> {
  if (await phone.db.state.get('registered')) {
    const reached = await refreshMembership(phone)
    if (!reached.ok && reached.reason !== 'unknown-device') return reached
    if (await readOpenCouple(phone.db)) await leaveCouple(phone, { withdraw: false })
    const left = await sendLeave(phone)
    if (!left.ok && left.reason !== 'unknown-device') return left
    const done = await callApi(phone, 'deleteAccount', { body: { person: phone.me } })
    // Deleted on another phone, or by a request whose answer was lost: that is what was wanted.
    if (!done.ok && done.reason !== 'unknown-device') return done
  }
  await wipePhone(phone)
  return { ok: true }
}

/** Deletes everything of this journal from this phone, keys first. Nothing is sent. */
export async function wipePhone({ db }: Phone): Promise<void> {
  await db.state.clear()
  await db.delete()
}

/** The server says that this account was deleted. What is here stays, and from now on only here. */
export async function noteDeleted({ db }: Phone): Promise<void> {
  await db.transaction('rw', db.state, async () => {
    await db.state.delete('registered')
    await db.state.put({ name: DELETED, value: true })
  })
}

/** Whether this account was deleted on another phone. For a live query. */
export const isDeleted = async ({ db }: Phone): Promise<boolean> =>
  (await db.state.get(DELETED)) !== undefined

/**
 * Whether the server says that the partner's account was deleted: then this phone keeps what it has of
 * theirs, and a new phone of this person will not get it. For a live query.
 */
export const isPartnerDeleted = async ({ db }: Phone): Promise<boolean> =>
  (await db.state.get(PARTNER_DELETED)) !== undefined
