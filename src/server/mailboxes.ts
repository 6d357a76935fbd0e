import { hash } from 'node:crypto'
import type * as z from 'zod/mini'
import type { createMailboxSchema, Mailbox } from '../sync/api.ts'
import { keySchema } from '../sync/bytes.ts'
import { INVITE_SECONDS, MAILBOX_SLOTS } from '../sync/limits.ts'
import type { Key } from './caller.ts'
import { isRefusal, refuse, type Refusal } from './problem.ts'
import type { StoredMailbox } from './store/mailboxes.ts'
import type { Store, Transaction } from './store/store.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** Two who have met may take this long to finish, however short the invitation was. */
const CLAIMED_MS = 7 * DAY_MS
/** An ended mailbox is still told apart from none for a day, to those who hold its token. */
const ENDED_MS = DAY_MS

interface Parts {
  readonly store: Store
  readonly clock: () => number
}

/** Opens a mailbox and leaves its first message. The same again is answered again. */
export async function createMailbox(
  { store, clock }: Parts,
  { key }: Key,
  { id, token, lives, message }: z.infer<typeof createMailboxSchema>,
): Promise<{ answer: Mailbox } | Refusal> {
  const now = clock()
  return store.transaction(async (tx) => {
    await tx.sweepMailboxes(now - ENDED_MS)
    const known = await tx.lockMailbox(id)
    if (known) {
      const isSame = known.creator === key && known.token === token && known.lives === lives
      const messages = await tx.messagesOf(id)
      if (!isSame || messages.get(0) !== message) return refuse('taken')
      return known.expiresAt <= now ? refuse('expired') : answer(known, messages)
    }
    const expiresAt = now + INVITE_SECONDS[lives] * 1000
    const mailbox = { id, token, lives, expiresAt, creator: key, claimer: null }
    await tx.createMailbox(mailbox)
    await tx.keepMessage(id, 0, message)
    return answer(mailbox, new Map([[0, message]]))
  })
}

/** Reads a mailbox. This consumes nothing. */
export async function readMailbox(
  { store, clock }: Parts,
  id: string,
  token: string | undefined,
): Promise<{ answer: Mailbox } | Refusal> {
  return store.transaction(async (tx) => {
    const mailbox = await unlock(tx, id, token, clock())
    return isRefusal(mailbox) ? mailbox : answer(mailbox, await tx.messagesOf(id))
  })
}

/**
 * Leaves a message in a slot. Each is written once; the same message again is answered again. Slot 1
 * is for whoever comes first and is not the creator: to write it is to claim the mailbox.
 */
export async function leaveMessage(
  { store, clock }: Parts,
  { key }: Key,
  { id, slot: place }: { readonly id: string; readonly slot: string },
  token: string | undefined,
  message: string,
): Promise<{ answer: Mailbox } | Refusal> {
  const slot = Number(place)
  if (!/^\d$/.test(place) || slot >= MAILBOX_SLOTS) {
    return refuse('malformed', `slot: 0 to ${MAILBOX_SLOTS - 1}`)
  }
  const now = clock()
  return store.transaction(async (tx) => {
    const mailbox = await unlock(tx, id, token, now)
    if (isRefusal(mailbox)) return mailbox
    const refusal = objectionTo(mailbox, key, slot)
    if (refusal) return refusal
    const messages = await tx.messagesOf(id)
    const known = messages.get(slot)
    if (known !== undefined) return known === message ? answer(mailbox, messages) : refuse('taken')
    await tx.keepMessage(id, slot, message)
    const written = new Map([...messages, [slot, message]])
    if (slot !== 1) return answer(mailbox, written)
    const expiresAt = Math.max(mailbox.expiresAt, now + CLAIMED_MS)
    await tx.claimMailbox(id, key, expiresAt)
    return answer({ ...mailbox, claimer: key, expiresAt }, written)
  })
}

/** Even slots are the creator's, odd ones the claimer's. */
function objectionTo({ creator, claimer }: StoredMailbox, key: string, slot: number) {
  if (slot % 2 === 0) return key === creator ? null : refuse('not-yours', 'slot')
  if (key === creator) return refuse('not-yours', 'slot')
  if (claimer === null) return slot === 1 ? null : refuse('not-yours', 'slot')
  return key === claimer ? null : refuse('taken', 'claimed')
}

/**
 * The mailbox, to whoever shows its token. Without the token a mailbox that is there and one that is
 * not are answered alike, so that nobody can look for them.
 */
async function unlock(
  tx: Transaction,
  id: string,
  token: string | undefined,
  now: number,
): Promise<StoredMailbox | Refusal> {
  if (token === undefined || !keySchema.safeParse(token).success) return refuse('wrong-token')
  const mailbox = await tx.lockMailbox(id)
  const shown = hash('sha256', Buffer.from(token, 'base64url'), 'base64url')
  if (mailbox?.token !== shown) return refuse('not-found')
  return mailbox.expiresAt <= now ? refuse('expired') : mailbox
}

function answer(
  { claimer, expiresAt }: StoredMailbox,
  messages: ReadonlyMap<number, string>,
): { answer: Mailbox } {
  return {
    answer: {
      expiresAt: new Date(expiresAt).toISOString(),
      claimed: claimer !== null,
      messages: Array.from({ length: MAILBOX_SLOTS }, (_, slot) => messages.get(slot) ?? null),
    },
  }
}
