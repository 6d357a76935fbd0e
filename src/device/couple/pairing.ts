import type { Phone } from '../phone.ts'
import { type Comparison, isComparisonCode } from './comparison.ts'
import { advanceInviter } from './inviter.ts'
import { advanceJoiner } from './joiner.ts'
import { linkOf, mailboxKeys, openMessage, readMailbox } from './mailbox.ts'
import { withdrawCouple } from './membership.ts'
import { sayDifferent } from './pairing-end.ts'
import {
  comparisonOf,
  type PairingFailure,
  type Progress,
  SLOTS,
  stopSchema,
} from './pairing-messages.ts'
import { fail, finishIfPaired, isPaired, keepSame, load, sendStops } from './pairing-progress.ts'

/**
 * Two persons become a couple, through one mailbox. The slots, in order:
 *
 *   0 offer    inviter  name, and a commitment to nonce and chain
 *   1 claim    joiner   name, nonce, chain                          (the first to write it is the joiner)
 *   2 reveal   inviter  nonce, chain                                (must open the commitment)
 *     now both screens show the same six pictures, and both people compare them
 *   3 confirm  joiner   they were the same
 *   4 genesis  inviter  they were the same: the genesis, signed, and the couple's first key, wrapped
 *   then       joiner   signs the genesis too and hands it to the API: now there is a couple
 *   5 and 6    either   stops it, for good
 *
 * Because the inviter commits before the joiner speaks, and reveals after, neither, nor anyone in
 * between, can choose what the comparison shows. Until both have compared there is no couple, so
 * nothing can be shared with the wrong one. Every step is kept before it is sent, so that either phone
 * can be closed at any time and the two confirmations may be hours apart; a message once sealed is
 * sent again unchanged. Each side has a file of its own: `inviter.ts`, `joiner.ts`.
 */

/** Where a pairing stands, for the screen. */
export type Pairing =
  | { readonly step: 'none' }
  | {
      readonly step: 'invited'
      readonly link: string
      readonly lives: 'code' | 'link'
      readonly expiresAt: number
    }
  /** Joined; the inviter's phone has not answered yet. */
  | { readonly step: 'meeting'; readonly name: string }
  /** Both people compare: `confirmSame`, `compareCode` or `sayDifferent`. */
  | { readonly step: 'comparing'; readonly name: string; readonly comparison: Comparison }
  /** This side has compared, and waits for the other. */
  | { readonly step: 'finishing'; readonly name: string; readonly comparison: Comparison }
  | { readonly step: 'paired'; readonly name: string }
  | { readonly step: 'failed'; readonly reason: PairingFailure }

/** Its owner has compared the pictures with the other's: they are the same. */
export async function confirmSame(phone: Phone): Promise<void> {
  await keepSame(phone)
  await stepPairing(phone)
}

/**
 * The other's code, read from their screen by this phone's own camera: it replaces the comparison.
 * Never from a link, which anyone can send. `not-a-code` changes nothing; another digest is a mismatch.
 */
export async function compareCode(
  phone: Phone,
  text: string,
): Promise<'same' | 'mismatch' | 'not-a-code'> {
  const progress = await load(phone)
  const comparison = progress && !progress.end ? comparisonOf(progress) : null
  if (!comparison || !isComparisonCode(text)) return 'not-a-code'
  if (text === comparison.code) {
    await confirmSame(phone)
    return 'same'
  }
  await sayDifferent(phone)
  return 'mismatch'
}

/** Where the pairing stands. For a live query. */
export async function readPairing(phone: Phone): Promise<Pairing> {
  const progress = await load(phone)
  if (!progress) return { step: 'none' }
  const { role, names, secret, lives, expiresAt, same, end } = progress
  const name = names.theirs ?? ''
  // One of the two may have left since: then it is as if nothing were under way.
  if (end === 'paired') return (await isPaired(phone)) ? { step: 'paired', name } : { step: 'none' }
  if (end) return { step: 'failed', reason: end }
  if (role === 'inviter' && names.theirs === null) {
    return { step: 'invited', link: linkOf(phone, 'join', secret), lives, expiresAt }
  }
  const comparison = comparisonOf(progress)
  if (!comparison) return { step: 'meeting', name }
  return { step: same ? 'finishing' : 'comparing', name, comparison }
}

const stepping = new WeakMap<object, Promise<Pairing>>()

/** Goes as far as it can now: reads what the other has left, and answers it. One at a time per phone. */
export async function stepPairing(phone: Phone): Promise<Pairing> {
  const before = stepping.get(phone.db) ?? Promise.resolve()
  const step = (async () => {
    await before.catch(() => undefined)
    await sendStops(phone)
    const progress = await load(phone)
    if (progress && !progress.end) await advance(phone, progress)
    return readPairing(phone)
  })()
  stepping.set(phone.db, step)
  return step
}

async function advance(phone: Phone, progress: Progress): Promise<void> {
  const keys = mailboxKeys(progress.secret)
  const mailbox = await readMailbox(phone, keys)
  if (!mailbox.ok) {
    // The other phone may have finished, and the mailbox may be gone since.
    if (progress.couple && (await finishIfPaired(phone, progress))) return
    if (mailbox.reason === 'expired' || mailbox.reason === 'not-found') {
      await fail(phone, progress, 'expired')
    }
    return
  }
  const read = (slot: number): unknown => openMessage(keys, mailbox.value, slot)
  const isInviter = progress.role === 'inviter'
  const stop = stopSchema.safeParse(read(isInviter ? SLOTS.joinerStop : SLOTS.inviterStop))
  if (stop.success) {
    if (progress.couple) await withdrawCouple(phone, progress.couple)
    return fail(phone, progress, stop.data.reason)
  }
  await (isInviter ? advanceInviter : advanceJoiner)(phone, progress, read)
}
