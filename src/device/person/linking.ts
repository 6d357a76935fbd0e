import type * as z from 'zod/mini'
import { toText } from '../../sync/bytes.ts'
import { digestLink, type PersonLink, verifyPerson } from '../../sync/membership.ts'
import { callApi } from '../client.ts'
import type { Comparison } from '../couple/comparison.ts'
import { announceDevice, HAND_OVER_AFTER } from './devices.ts'
import { becomeDeviceOf } from './become.ts'
import {
  acceptSchema,
  answerSchema,
  confirmSchema,
  deviceCommitment,
  type Host,
  hostSchema,
  linkComparison,
  type Newcomer,
  newcomerSchema,
  offerSchema,
  revealSchema,
  SLOTS,
} from './linking-messages.ts'
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
} from '../couple/mailbox.ts'
import { ownChain, refreshMembership, register, verifierOf } from '../couple/membership.ts'
import type { Outcome } from '../couple/pairing-end.ts'
import type { Phone } from '../phone.ts'
import { unwrapPersonKeys } from '../wrap.ts'

/**
 * A further device of one person, through one mailbox. The new device shows a code, the old one reads
 * it. The slots, in order:
 *
 *   0 offer    new   a commitment to nonce and device keys
 *   1 answer   old   nonce, the person's chain
 *   2 reveal   new   nonce, device keys
 *     now both screens show the same six pictures, and their owner compares them
 *   4 confirm  new   they were the same: this device does not join whoever answers its code
 *   3 accept   old   they were the same: it has a name, and is announced to all devices of the person
 *
 * The keys follow a day later (`devices.ts`), so that whoever links a phone behind somebody's back is
 * seen before they can read a word; or at once, by the twelve words (`recovery.ts`). Until then the new
 * device keeps a journal of its own, which comes along, as entries that only their author can see.
 */

/** Where linking stands on the new device. */
export type Linking =
  | { readonly step: 'none' }
  | { readonly step: 'waiting'; readonly link: string }
  | { readonly step: 'comparing'; readonly comparison: Comparison; readonly name: string | null }
  /** Compared here; the old device has not said so yet. */
  | { readonly step: 'confirmed'; readonly comparison: Comparison; readonly name: string | null }
  /** Announced: the keys come after `keysAt`, in ms, when an old device is next online. */
  | { readonly step: 'announced'; readonly keysAt: number }
  | { readonly step: 'linked' }
  | { readonly step: 'failed'; readonly reason: NonNullable<Newcomer['end']> }

/** Where it stands on the old one. */
export type Hosting =
  | { readonly step: 'none' }
  | { readonly step: 'meeting' }
  | { readonly step: 'comparing'; readonly comparison: Comparison }
  /** Compared and named here; the new device has not said so yet. */
  | { readonly step: 'confirmed'; readonly comparison: Comparison; readonly name: string }
  | { readonly step: 'announced'; readonly name: string; readonly keysAt: number }
  | { readonly step: 'failed'; readonly reason: NonNullable<Host['end']> }

/** On the new device: makes the code. `already-paired` where this device has a person of its own online. */
export async function offerLink(
  phone: Phone,
): Promise<{ ok: true; link: string } | Extract<Outcome, { ok: false }>> {
  if (await phone.db.state.get('registered')) return { ok: false, reason: 'already-paired' }
  const secret = makeSecret(phone)
  const keys = mailboxKeys(secret)
  const nonce = toText(phone.runtime.random(16))
  const commit = deviceCommitment(nonce, phone.identity.device)
  const message = { type: 'device-offer', commit }
  const offer = sealMessage(phone, keys, SLOTS.offer, message)
  const created = await createMailbox(phone, keys, 'code', offer)
  if (!created.ok) return created
  const begun = { theirs: null, keysAt: null, same: false, sent: {}, end: null }
  await keepNewcomer(phone, { secret, nonce, ...begun })
  return { ok: true, link: linkOf(phone, 'link', secret) }
}

/** On the old device: reads the code. Nothing is given away by that but who this person is. */
export async function answerLink(phone: Phone, link: string): Promise<Outcome> {
  const secret = secretOf(link)
  if (!secret) return { ok: false, reason: 'not-an-invite' }
  if ((await loadNewcomer(phone))?.secret === secret) return { ok: false, reason: 'own-invite' }
  const keys = mailboxKeys(secret)
  const mailbox = await readMailbox(phone, keys)
  if (!mailbox.ok) return mailbox
  const offer = offerSchema.safeParse(openMessage(keys, mailbox.value, SLOTS.offer))
  if (!offer.success) return { ok: false, reason: 'not-an-invite' }
  const registered = await register(phone)
  if (!registered.ok) return registered
  const refreshed = await refreshMembership(phone)
  if (!refreshed.ok) return refreshed
  const { chain } = await ownChain(phone)
  const stored = (await phone.db.state.get('name'))?.value as string | undefined
  const name = stored === undefined ? null : phone.vault.openLocal(stored)
  const mine = { type: 'answer' as const, nonce: toText(phone.runtime.random(16)), chain, name }
  const answer = sealMessage(phone, keys, SLOTS.answer, mine)
  await keepHost(phone, {
    secret,
    commit: offer.data.commit,
    mine,
    theirs: null,
    same: false,
    name: null,
    keysAt: null,
    sent: { [SLOTS.answer]: answer },
    end: null,
  })
  const left = await leaveMessage(phone, keys, SLOTS.answer, answer)
  if (!left.ok && left.reason !== 'offline') await cancelHosting(phone)
  return left.ok ? { ok: true } : left
}

/** On the new device: the pictures are the same. */
export async function confirmLink(phone: Phone): Promise<Linking> {
  const progress = await loadNewcomer(phone)
  if (progress?.theirs && !progress.end) await keepNewcomer(phone, { ...progress, same: true })
  return stepLinking(phone)
}

/** On the old device: the pictures are the same, and this is what the new one is called. */
export async function acceptLink(phone: Phone, name: string): Promise<Hosting> {
  const progress = await loadHost(phone)
  if (progress?.theirs && !progress.end) await keepHost(phone, { ...progress, same: true, name })
  return stepHosting(phone)
}

/** On either: they differ. Without both confirmations nothing is announced, so nothing has to be undone. */
export async function refuseLink(phone: Phone): Promise<void> {
  const [newcomer, host] = [await loadNewcomer(phone), await loadHost(phone)]
  if (newcomer && !newcomer.end) await keepNewcomer(phone, { ...newcomer, end: 'mismatch' })
  if (host && !host.end) await keepHost(phone, { ...host, end: 'mismatch' })
}

/** Where linking stands on the new device. For a live query. */
export async function readLinking(phone: Phone): Promise<Linking> {
  const progress = await loadNewcomer(phone)
  if (!progress) return { step: 'none' }
  const { secret, nonce, theirs, keysAt, same, end } = progress
  if (end === 'linked') return { step: 'linked' }
  if (end) return { step: 'failed', reason: end }
  if (keysAt !== null) return { step: 'announced', keysAt: Date.parse(keysAt) }
  if (!theirs) return { step: 'waiting', link: linkOf(phone, 'link', secret) }
  const { device } = phone.identity
  const commit = deviceCommitment(nonce, device)
  const comparison = linkComparison(commit, theirs, { type: 'reveal', nonce, device })
  return { step: same ? 'confirmed' : 'comparing', comparison, name: theirs.name }
}

/** Where it stands on the old device. For a live query. */
export async function readHosting(phone: Phone): Promise<Hosting> {
  const progress = await loadHost(phone)
  if (!progress) return { step: 'none' }
  const { commit, mine, theirs, name, keysAt, end } = progress
  if (end === 'announced') {
    return { step: 'announced', name: name ?? '', keysAt: Date.parse(keysAt ?? '') }
  }
  if (end) return { step: 'failed', reason: end }
  if (!theirs) return { step: 'meeting' }
  const comparison = linkComparison(commit, mine, theirs)
  return name === null ? { step: 'comparing', comparison } : { step: 'confirmed', comparison, name }
}

/** Forgets a linking in progress, or one that has ended. */
export const cancelLinking = ({ db }: Phone): Promise<void> => db.state.delete('linking')
export const cancelHosting = ({ db }: Phone): Promise<void> => db.state.delete('hosting')

/** One step at a time: two that became a device at once would undo each other. */
const stepping = new WeakMap<object, Promise<unknown>>()

function oneAtATime<T>({ db }: Phone, step: () => Promise<T>): Promise<T> {
  const before = stepping.get(db) ?? Promise.resolve()
  const next = before.catch(() => undefined).then(step)
  stepping.set(db, next)
  return next
}

/** On the new device: goes as far as it can now. */
export const stepLinking = (phone: Phone): Promise<Linking> =>
  oneAtATime(phone, async () => {
    const progress = await loadNewcomer(phone)
    if (progress && !progress.end) await advanceNewcomer(phone, progress)
    return readLinking(phone)
  })

/** On the old device: goes as far as it can now. */
export const stepHosting = (phone: Phone): Promise<Hosting> =>
  oneAtATime(phone, async () => {
    const progress = await loadHost(phone)
    if (progress && !progress.end) await advanceHost(phone, progress)
    return readHosting(phone)
  })

async function advanceNewcomer(phone: Phone, progress: Newcomer): Promise<void> {
  if (progress.keysAt !== null) return takeKeys(phone, progress)
  const keys = mailboxKeys(progress.secret)
  const mailbox = await readMailbox(phone, keys)
  if (!mailbox.ok) {
    const isOver = mailbox.reason === 'expired' || mailbox.reason === 'not-found'
    if (isOver) await keepNewcomer(phone, { ...progress, end: 'expired' })
    return
  }
  let now = progress
  if (!now.theirs) {
    const answer = answerSchema.safeParse(openMessage(keys, mailbox.value, SLOTS.answer))
    if (!answer.success) return
    const person = await verifyPerson(answer.data.chain, verifierOf(phone))
    if (!person.ok) return void (await keepNewcomer(phone, { ...now, end: 'distrusted' }))
    now = await keepNewcomer(phone, { ...now, theirs: answer.data })
  }
  const { nonce } = now
  const { device } = phone.identity
  now = await send(phone, now, SLOTS.reveal, { type: 'reveal', nonce, device }, keepNewcomer)
  if (!now.same) return
  now = await send(phone, now, SLOTS.confirm, { type: 'confirm' }, keepNewcomer)
  const accepted = acceptSchema.safeParse(openMessage(keys, mailbox.value, SLOTS.accept))
  if (accepted.success) await keepNewcomer(phone, { ...now, keysAt: accepted.data.keysAt })
}

/** How long before its keys are due a device begins to ask, in ms: its clock may be wrong. */
const TOO_EARLY = 60 * 60 * 1000

/** Once the person's chain names this device, its keys are there too. */
async function takeKeys(phone: Phone, progress: Newcomer): Promise<void> {
  const due = Date.parse(progress.keysAt ?? '') - TOO_EARLY
  if (phone.runtime.clock() < due) return
  const told = await callApi(phone, 'membership')
  if (!told.ok || !progress.theirs) return
  const { person: chain, keys } = told.value
  const isTheirs = progress.theirs.chain.every((link, index) => isSameLink(link, chain[index]))
  const link = chain.find(
    (each) => each.type === 'device' && each.device.sign === phone.identity.device.sign,
  )
  const file = link && keys[link.keys]
  const keyring = file ? await unwrapPersonKeys(file, phone.identity.box.privateKey) : null
  const { name } = progress.theirs
  const isDone =
    isTheirs && keyring !== null && (await becomeDeviceOf(phone, { chain, keys, keyring, name }))
  // Whatever was kept under the old keys is gone with them: this is written anew.
  await keepNewcomer(phone, { ...progress, end: isDone ? 'linked' : 'distrusted' })
}

const isSameLink = (link: PersonLink, other: PersonLink | undefined): boolean =>
  other !== undefined && digestLink(link) === digestLink(other)

async function advanceHost(phone: Phone, progress: Host): Promise<void> {
  const keys = mailboxKeys(progress.secret)
  const mailbox = await readMailbox(phone, keys)
  if (!mailbox.ok) {
    const isOver = mailbox.reason === 'expired' || mailbox.reason === 'not-found'
    if (isOver) await keepHost(phone, { ...progress, end: 'expired' })
    return
  }
  const read = (slot: number): unknown => openMessage(keys, mailbox.value, slot)
  let now = progress
  if (read(SLOTS.answer) === null) {
    // The answer itself did not arrive: the very same one is sent again.
    now = await send(phone, now, SLOTS.answer, now.mine, keepHost)
  }
  if (!now.theirs) {
    const reveal = revealSchema.safeParse(read(SLOTS.reveal))
    if (!reveal.success) return
    if (deviceCommitment(reveal.data.nonce, reveal.data.device) !== now.commit) {
      return void (await keepHost(phone, { ...now, end: 'distrusted' }))
    }
    now = await keepHost(phone, { ...now, theirs: reveal.data })
  }
  if (!now.same || now.name === null || !now.theirs) return
  if (!confirmSchema.safeParse(read(SLOTS.confirm)).success) return
  await announceDevice(phone, now.theirs.device, now.name)
  const keysAt = new Date(phone.runtime.clock() + HAND_OVER_AFTER).toISOString()
  now = await send(phone, now, SLOTS.accept, { type: 'accept', keysAt }, keepHost)
  await keepHost(phone, { ...now, keysAt, end: 'announced' })
}

/** Leaves a message once: sealed, kept, then sent; the next time the very same is sent. */
async function send<P extends { secret: string; sent: Record<string, string> }>(
  phone: Phone,
  progress: P,
  slot: number,
  said: object,
  keep: (phone: Phone, progress: P) => Promise<P>,
): Promise<P> {
  const keys = mailboxKeys(progress.secret)
  const held = progress.sent[slot]
  const message = held ?? sealMessage(phone, keys, slot, said)
  const now = held
    ? progress
    : await keep(phone, { ...progress, sent: { ...progress.sent, [slot]: message } })
  await leaveMessage(phone, keys, slot, message)
  return now
}

const keepNewcomer = (phone: Phone, progress: Newcomer): Promise<Newcomer> =>
  keep(phone, 'linking', progress)
const keepHost = (phone: Phone, progress: Host): Promise<Host> => keep(phone, 'hosting', progress)
const loadNewcomer = (phone: Phone): Promise<Newcomer | null> =>
  load(phone, 'linking', newcomerSchema)
const loadHost = (phone: Phone): Promise<Host | null> => load(phone, 'hosting', hostSchema)

async function keep<T>(phone: Phone, name: string, progress: T): Promise<T> {
  await phone.db.state.put({ name, value: phone.vault.sealLocal(JSON.stringify(progress)) })
  return progress
}

async function load<T>(phone: Phone, name: string, schema: z.ZodMiniType<T>): Promise<T | null> {
  const value = (await phone.db.state.get(name))?.value
  const text = typeof value === 'string' ? phone.vault.openLocal(value) : null
  return text === null ? null : (schema.safeParse(JSON.parse(text)).data ?? null)
}
