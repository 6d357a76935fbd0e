import type * as z from 'zod/mini'
import { toText } from '../sync/bytes.ts'
import { INVITE_SECONDS } from '../sync/limits.ts'
import {
  coupleId,
  digestKeys,
  type Genesis,
  type Person,
  signedBytes,
  verifyPerson,
} from '../sync/membership.ts'
import type { Reason } from '../sync/problem.ts'
import { callApi } from './client.ts'
import { readOpenCouple } from './couple.ts'
import { signAsDevice, verifySignature } from './identity.ts'
import {
  createMailbox,
  leaveMessage,
  linkOf,
  mailboxKeys,
  makeSecret,
  openMessage,
  readMailbox,
  sealMessage,
  secretOf,
} from './mailbox.ts'
import {
  believe,
  ownChain,
  recipientsOf,
  refreshMembership,
  register,
  verifierOf,
} from './membership.ts'
import {
  claimSchema,
  commitment,
  confirmSchema,
  genesisSchema,
  offerSchema,
  type PairingFailure,
  type Progress,
  progressSchema,
  revealSchema,
} from './pairing-messages.ts'
import type { Phone } from './phone.ts'
import { sayName } from './us.ts'
import { unwrapCoupleKeys, wrapCoupleKey } from './wrap.ts'

/**
 * Two persons become a couple, through one mailbox. The slots, in order:
 *
 *   0 offer    inviter  name, and a commitment to nonce and chain
 *   1 claim    joiner   name, nonce, chain                          (the first to write it is the joiner)
 *   2 reveal   inviter  nonce, chain                                (must open the commitment)
 *   3 confirm  joiner
 *   4 genesis  inviter  the genesis signed by the inviter, and the couple's first key, wrapped
 *   then       joiner   signs the genesis too and hands it to the API: now there is a couple
 *
 * Because the inviter commits before the joiner speaks, and reveals after, neither can choose what a
 * comparison of both nonces would show. Every step is kept before it is sent, so that either phone can
 * be closed at any time; a message once sealed is sent again unchanged.
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
  /** Somebody opened the invite: `confirmPartner` or `cancelPairing`. */
  | { readonly step: 'claimed'; readonly name: string }
  /** Waits for the other phone. */
  | { readonly step: 'finishing'; readonly role: 'inviter' | 'joiner'; readonly name: string }
  | { readonly step: 'paired'; readonly name: string }
  | { readonly step: 'failed'; readonly reason: PairingFailure }

export type Outcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'offline' | 'own-invite' | 'not-an-invite' | Reason }

/** Opens an invite: as a code for a quarter of an hour, or as a link for a week. */
export async function invite(phone: Phone, name: string, lives: 'code' | 'link'): Promise<Outcome> {
  if (await readOpenCouple(phone.db)) return { ok: false, reason: 'already-paired' }
  await sayName(phone, name)
  const registered = await register(phone)
  if (!registered.ok) return registered
  const secret = makeSecret(phone)
  const nonce = toText(phone.runtime.random(16))
  const keys = mailboxKeys(secret)
  const { chain } = await ownChain(phone)
  const offer = sealMessage(phone, keys, 0, {
    type: 'offer',
    name,
    commit: commitment(nonce, chain),
  })
  const created = await createMailbox(phone, keys, lives, offer)
  if (!created.ok) return created
  const expiresAt = phone.runtime.clock() + INVITE_SECONDS[lives] * 1000
  const common = { secret, nonce, lives, expiresAt, name: null, commit: null, confirmed: false }
  await keep(phone, { role: 'inviter', ...common, sent: {}, end: null })
  return { ok: true }
}

/** Who sent an invite. Consumes nothing and tells nobody. */
export async function lookAtInvite(
  phone: Phone,
  link: string,
): Promise<{ ok: true; name: string } | Extract<Outcome, { ok: false }>> {
  const secret = secretOf(link)
  if (!secret) return { ok: false, reason: 'not-an-invite' }
  const keys = mailboxKeys(secret)
  const mailbox = await readMailbox(phone, keys)
  if (!mailbox.ok) return mailbox
  const offer = offerSchema.safeParse(openMessage(keys, mailbox.value, 0))
  if (!offer.success) return { ok: false, reason: 'not-an-invite' }
  const mine = await load(phone)
  if (mine?.role === 'inviter' && mine.secret === secret) return { ok: false, reason: 'own-invite' }
  if (mailbox.value.claimed && mine?.secret !== secret) return { ok: false, reason: 'taken' }
  return { ok: true, name: offer.data.name }
}

/** Takes an invite up. The couple exists when both have signed; `stepPairing` goes on from here. */
export async function join(phone: Phone, link: string, name: string): Promise<Outcome> {
  if (await readOpenCouple(phone.db)) return { ok: false, reason: 'already-paired' }
  const seen = await lookAtInvite(phone, link)
  const secret = secretOf(link)
  if (!seen.ok || !secret) return seen.ok ? { ok: false, reason: 'not-an-invite' } : seen
  const held = await load(phone)
  if (held?.role === 'joiner' && held.secret === secret && !held.end) {
    await stepPairing(phone)
    return { ok: true }
  }
  await sayName(phone, name)
  const registered = await register(phone)
  if (!registered.ok) return registered
  const keys = mailboxKeys(secret)
  const mailbox = await readMailbox(phone, keys)
  if (!mailbox.ok) return mailbox
  const offer = offerSchema.parse(openMessage(keys, mailbox.value, 0))
  const nonce = toText(phone.runtime.random(16))
  const { chain } = await ownChain(phone)
  const claim = sealMessage(phone, keys, 1, { type: 'claim', name, nonce, chain })
  const progress: Progress = {
    role: 'joiner',
    secret,
    nonce,
    lives: 'link',
    expiresAt: Date.parse(mailbox.value.expiresAt),
    name: offer.name,
    commit: offer.commit,
    confirmed: true,
    sent: { 1: claim },
    end: null,
  }
  // Kept before it is sent: if the answer is lost, the very same claim is sent again.
  await keep(phone, progress)
  const left = await leaveMessage(phone, keys, 1, claim)
  if (!left.ok && left.reason !== 'offline') await cancelPairing(phone)
  return left.ok ? { ok: true } : left
}

/** The inviter says that it is them. */
export async function confirmPartner(phone: Phone): Promise<void> {
  const progress = await load(phone)
  if (progress?.role === 'inviter') await keep(phone, { ...progress, confirmed: true })
  await stepPairing(phone)
}

/** Forgets a pairing in progress, or one that has ended. */
export async function cancelPairing({ db }: Phone): Promise<void> {
  await db.state.delete('pairing')
}

/** Where the pairing stands. For a live query. */
export async function readPairing(phone: Phone): Promise<Pairing> {
  const progress = await load(phone)
  if (!progress) return { step: 'none' }
  const { role, name, secret, lives, expiresAt, confirmed, end } = progress
  if (end === 'paired') return { step: 'paired', name: name ?? '' }
  if (end) return { step: 'failed', reason: end }
  if (role === 'inviter' && name === null) {
    return { step: 'invited', link: linkOf(phone, 'join', secret), lives, expiresAt }
  }
  if (role === 'inviter' && !confirmed) return { step: 'claimed', name: name ?? '' }
  return { step: 'finishing', role, name: name ?? '' }
}

const stepping = new WeakMap<object, Promise<Pairing>>()

/** Goes as far as it can now: reads what the other has left, and answers it. One at a time per phone. */
export async function stepPairing(phone: Phone): Promise<Pairing> {
  const before = stepping.get(phone.db) ?? Promise.resolve()
  const step = (async () => {
    await before.catch(() => undefined)
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
    if (progress.confirmed && (await finishIfPaired(phone, progress))) return
    if (mailbox.reason === 'expired' || mailbox.reason === 'not-found') {
      await keep(phone, { ...progress, end: 'expired' })
    }
    return
  }
  const read = (slot: number): unknown => openMessage(keys, mailbox.value, slot)
  if (progress.role === 'inviter') await advanceInviter(phone, progress, read)
  else await advanceJoiner(phone, progress, read)
}

type Read = (slot: number) => unknown

async function advanceInviter(phone: Phone, progress: Progress, read: Read): Promise<void> {
  const claim = claimSchema.safeParse(read(1))
  if (!claim.success) return
  const joiner = await verifyPerson(claim.data.chain, verifierOf(phone))
  if (!joiner.ok) return fail(phone, progress, 'distrusted')
  if (joiner.value.id === phone.me) return fail(phone, progress, 'own-invite')
  let now = progress
  if (now.name === null) now = await keep(phone, { ...now, name: claim.data.name })
  if (!now.confirmed) return
  const { chain } = await ownChain(phone)
  now = await send(phone, now, 2, async () => ({ type: 'reveal', nonce: now.nonce, chain }))
  if (!confirmSchema.safeParse(read(3)).success) return
  now = await send(phone, now, 4, () => draftGenesis(phone, joiner.value))
  await finishIfPaired(phone, now)
}

/** The genesis, with this person's signature, and the couple's first key for everyone's devices. */
async function draftGenesis(phone: Phone, joiner: Person): Promise<object> {
  const { chain } = await ownChain(phone)
  const own = await verifyPerson(chain, verifierOf(phone))
  if (!own.ok) throw new Error('this phone does not believe its own chain')
  const recipients = [...recipientsOf(own.value), ...recipientsOf(joiner)]
  const file = await wrapCoupleKey(1, toText(phone.runtime.random(32)), recipients)
  const unsigned = {
    type: 'genesis' as const,
    v: 1 as const,
    members: [phone.me, joiner.id].toSorted() as [string, string],
    nonce: toText(phone.runtime.random(16)),
    epoch: 1 as const,
    keys: digestKeys(file),
  }
  return { type: 'genesis', genesis: unsigned, by: await sign(phone, unsigned), keys: file }
}

async function sign(phone: Phone, genesis: Omit<Genesis, 'signed'>) {
  const sig = await signAsDevice(phone.identity, signedBytes(genesis), phone.runtime.subtle)
  return { person: phone.me, device: phone.identity.deviceId, sig }
}

async function advanceJoiner(phone: Phone, progress: Progress, read: Read): Promise<void> {
  const claim = progress.sent['1']
  if (read(1) === null && claim) {
    // The claim itself did not arrive: the very same one is sent again.
    await leaveMessage(phone, mailboxKeys(progress.secret), 1, claim)
    return
  }
  const reveal = revealSchema.safeParse(read(2))
  if (!reveal.success) return
  const { nonce, chain } = reveal.data
  const inviter = await verifyPerson(chain, verifierOf(phone))
  if (!inviter.ok || commitment(nonce, chain) !== progress.commit) {
    return fail(phone, progress, 'distrusted')
  }
  const now = await send(phone, progress, 3, async () => ({ type: 'confirm' }))
  const draft = genesisSchema.safeParse(read(4))
  if (!draft.success) return
  await countersign(phone, now, inviter.value, draft.data)
}

async function countersign(
  phone: Phone,
  progress: Progress,
  inviter: Person,
  { genesis, by, keys }: z.infer<typeof genesisSchema>,
): Promise<void> {
  const unsigned = genesis
  const { members } = unsigned
  const expected = [phone.me, inviter.id].toSorted()
  const device = by.person === inviter.id ? inviter.devices.get(by.device) : undefined
  const { runtime, identity } = phone
  const isSigned =
    device !== undefined &&
    !device.revoked &&
    (await verifySignature(device.sign, signedBytes(unsigned), by.sig, runtime.subtle))
  const opened =
    digestKeys(keys) === unsigned.keys
      ? await unwrapCoupleKeys(keys, coupleId(unsigned), identity.box.privateKey)
      : null
  const isExpected = members[0] === expected[0] && members[1] === expected[1]
  if (!isSigned || !isExpected || !opened?.some((each) => each.epoch === 1)) {
    return fail(phone, progress, 'distrusted')
  }
  const mine = await sign(phone, unsigned)
  const link = { ...unsigned, signed: members[0] === phone.me ? [mine, by] : [by, mine] }
  const answer = await callApi(phone, 'appendCoupleLink', { body: { link, keys } })
  if (answer.ok) {
    const belief = await believe(phone, answer.value)
    if (belief.ok && belief.couple?.id === coupleId(unsigned)) await finish(phone, progress)
    else await fail(phone, progress, 'distrusted')
  } else if (answer.reason === 'already-paired' || answer.reason === 'distrusted') {
    await fail(phone, progress, answer.reason)
  }
}

async function finishIfPaired(phone: Phone, progress: Progress): Promise<boolean> {
  const refreshed = await refreshMembership(phone)
  if (!refreshed.ok || !refreshed.value.ok) return false
  const { couple } = refreshed.value
  if (!couple || couple.closed) return false
  await finish(phone, progress)
  return true
}

async function finish(phone: Phone, progress: Progress): Promise<void> {
  await keep(phone, { ...progress, end: 'paired', sent: {} })
}

async function fail(phone: Phone, progress: Progress, end: PairingFailure): Promise<void> {
  await keep(phone, { ...progress, end, sent: {} })
}

/** Leaves a message once: sealed, kept, then sent; the next time the very same is sent. */
async function send(
  phone: Phone,
  progress: Progress,
  slot: number,
  make: () => Promise<object>,
): Promise<Progress> {
  const keys = mailboxKeys(progress.secret)
  const held = progress.sent[slot]
  const message = held ?? sealMessage(phone, keys, slot, await make())
  const now = held
    ? progress
    : await keep(phone, { ...progress, sent: { ...progress.sent, [slot]: message } })
  await leaveMessage(phone, keys, slot, message)
  return now
}

async function keep(phone: Phone, progress: Progress): Promise<Progress> {
  const value = phone.vault.sealLocal(JSON.stringify(progress))
  await phone.db.state.put({ name: 'pairing', value })
  return progress
}

async function load(phone: Phone): Promise<Progress | null> {
  const value = (await phone.db.state.get('pairing'))?.value
  const text = typeof value === 'string' ? phone.vault.openLocal(value) : null
  return text === null ? null : progressSchema.parse(JSON.parse(text))
}
