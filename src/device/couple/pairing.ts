import * as z from 'zod/mini'
import { toText } from '../../sync/bytes.ts'
import { INVITE_SECONDS } from '../../sync/limits.ts'
import {
  coupleId,
  digestKeys,
  type Genesis,
  type Person,
  type PersonLink,
  signedBytes,
  verifyPerson,
} from '../../sync/membership.ts'
import type { Reason } from '../../sync/problem.ts'
import { isAsCompared } from './as-compared.ts'
import { callApi } from '../client.ts'
import { type Comparison, isComparisonCode } from './comparison.ts'
import { readCouple } from './couple.ts'
import { signAsDevice } from '../identity.ts'
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
  withdrawCouple,
} from './membership.ts'
import {
  claimSchema,
  commitment,
  comparisonOf,
  confirmSchema,
  genesisSchema,
  offerSchema,
  type PairingFailure,
  type Progress,
  progressSchema,
  revealSchema,
  SLOTS,
  type Stop,
  stopSchema,
} from './pairing-messages.ts'
import type { Phone } from '../phone.ts'
import { sayName } from './us.ts'
import { wrapCoupleKeys } from '../wrap.ts'

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
 * sent again unchanged.
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

export type Outcome =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly reason: 'offline' | 'own-invite' | 'not-an-invite' | 'withdrawn' | Reason
    }

const BEGUN = { theirs: null, same: false, couple: null, sent: {}, end: null } as const

/** Opens an invite: as a code for a quarter of an hour, or as a link for a week. */
export async function invite(phone: Phone, name: string, lives: 'code' | 'link'): Promise<Outcome> {
  if (await isPaired(phone)) return { ok: false, reason: 'already-paired' }
  await sayName(phone, name)
  const registered = await register(phone)
  if (!registered.ok) return registered
  const secret = makeSecret(phone)
  const keys = mailboxKeys(secret)
  const { chain } = await ownChain(phone)
  const nonce = toText(phone.runtime.random(16))
  const commit = commitment(nonce, chain)
  const offer = sealMessage(phone, keys, SLOTS.offer, { type: 'offer', name, commit })
  const created = await createMailbox(phone, keys, lives, offer)
  if (!created.ok) return created
  await keep(phone, {
    ...BEGUN,
    role: 'inviter',
    secret,
    lives,
    expiresAt: phone.runtime.clock() + INVITE_SECONDS[lives] * 1000,
    names: { mine: name, theirs: null },
    mine: { nonce, chain },
    commit,
  })
  return { ok: true }
}

async function isPaired({ db }: Phone): Promise<boolean> {
  const couple = await readCouple(db)
  return couple !== null && !couple.closed
}

/** Who sent an invite. Consumes nothing and tells nobody. */
export async function lookAtInvite(
  phone: Phone,
  link: string,
): Promise<{ ok: true; name: string } | Extract<Outcome, { ok: false }>> {
  const seen = await readOffer(phone, link)
  return seen.ok ? { ok: true, name: seen.offer.name } : seen
}

async function readOffer(phone: Phone, link: string) {
  const secret = secretOf(link)
  if (!secret) return { ok: false, reason: 'not-an-invite' } as const
  const keys = mailboxKeys(secret)
  const mailbox = await readMailbox(phone, keys)
  if (!mailbox.ok) return mailbox
  const offer = offerSchema.safeParse(openMessage(keys, mailbox.value, SLOTS.offer))
  if (!offer.success) return { ok: false, reason: 'not-an-invite' } as const
  const mine = await load(phone)
  if (mine?.role === 'inviter' && mine.secret === secret) {
    return { ok: false, reason: 'own-invite' } as const
  }
  if (stopSchema.safeParse(openMessage(keys, mailbox.value, SLOTS.inviterStop)).success) {
    return { ok: false, reason: 'withdrawn' } as const
  }
  if (mailbox.value.claimed && mine?.secret !== secret) {
    return { ok: false, reason: 'taken' } as const
  }
  const expiresAt = Date.parse(mailbox.value.expiresAt)
  return { ok: true, secret, offer: offer.data, expiresAt } as const
}

/** Takes an invite up. The couple exists when both have compared and signed; `stepPairing` goes on from here. */
export async function join(phone: Phone, link: string, name: string): Promise<Outcome> {
  if (await isPaired(phone)) return { ok: false, reason: 'already-paired' }
  const seen = await readOffer(phone, link)
  if (!seen.ok) return seen
  const { secret, offer, expiresAt } = seen
  const held = await load(phone)
  if (held?.role === 'joiner' && held.secret === secret && !held.end) {
    await stepPairing(phone)
    return { ok: true }
  }
  await sayName(phone, name)
  const registered = await register(phone)
  if (!registered.ok) return registered
  const { chain } = await ownChain(phone)
  const nonce = toText(phone.runtime.random(16))
  const keys = mailboxKeys(secret)
  const claim = sealMessage(phone, keys, SLOTS.claim, { type: 'claim', name, nonce, chain })
  // Kept before it is sent: if the answer is lost, the very same claim is sent again.
  await keep(phone, {
    ...BEGUN,
    role: 'joiner',
    secret,
    lives: 'link',
    expiresAt,
    names: { mine: name, theirs: offer.name },
    mine: { nonce, chain },
    commit: offer.commit,
    sent: { [SLOTS.claim]: claim },
  })
  const left = await leaveMessage(phone, keys, SLOTS.claim, claim)
  if (!left.ok && left.reason !== 'offline') await forget(phone)
  return left.ok ? { ok: true } : left
}

/** Its owner has compared the pictures with the other's: they are the same. */
export async function confirmSame(phone: Phone): Promise<void> {
  const progress = await load(phone)
  if (progress && !progress.end && comparisonOf(progress)) {
    await keep(phone, { ...progress, same: true })
  }
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

/** The pictures differ: somebody stands in between, or it is somebody else. The invite is burnt. */
export async function sayDifferent(phone: Phone): Promise<void> {
  const progress = await load(phone)
  if (!progress || progress.end) return
  await keepStop(phone, progress, 'mismatch')
  await fail(phone, progress, 'mismatch')
  await sendStops(phone)
}

/**
 * Takes an invite or a joining back, or forgets one that has ended. What this phone has signed
 * meanwhile counts as withdrawn: should the other sign it too, the couple is left at once.
 */
export async function cancelPairing(phone: Phone): Promise<void> {
  const progress = await load(phone)
  if (progress && !progress.end) {
    if (progress.couple) await withdrawCouple(phone, progress.couple)
    await keepStop(phone, progress, 'withdrawn')
  }
  await forget(phone)
  await sendStops(phone)
}

const forget = ({ db }: Phone): Promise<void> => db.state.delete('pairing')

/** Where the pairing stands. For a live query. */
export async function readPairing(phone: Phone): Promise<Pairing> {
  const progress = await load(phone)
  if (!progress) return { step: 'none' }
  const { role, names, secret, lives, expiresAt, same, end } = progress
  const name = names.theirs ?? ''
  if (end === 'paired') return { step: 'paired', name }
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

type Read = (slot: number) => unknown

async function advanceInviter(phone: Phone, progress: Progress, read: Read): Promise<void> {
  let now = progress
  if (!now.theirs) {
    const claim = claimSchema.safeParse(read(SLOTS.claim))
    if (!claim.success) return
    const { name, nonce, chain } = claim.data
    now = await keep(phone, {
      ...now,
      theirs: { nonce, chain },
      names: { ...now.names, theirs: name },
    })
  }
  const joiner = await verifyPerson(now.theirs?.chain ?? [], verifierOf(phone))
  if (!joiner.ok) return burn(phone, now, 'distrusted')
  if (joiner.value.id === phone.me) return burn(phone, now, 'own-invite')
  now = await send(phone, now, SLOTS.reveal, { type: 'reveal', ...now.mine })
  if (!now.same || !confirmSchema.safeParse(read(SLOTS.confirm)).success) return
  if (!now.sent[SLOTS.genesis]) {
    const { message, couple } = await draftGenesis(phone, now.mine.chain, joiner.value)
    const sealed = sealMessage(phone, mailboxKeys(now.secret), SLOTS.genesis, message)
    // The signature is on its way from here on: whoever takes it back has to know which.
    now = await keep(phone, { ...now, couple, sent: { ...now.sent, [SLOTS.genesis]: sealed } })
  }
  await send(phone, now, SLOTS.genesis, null)
  await finishIfPaired(phone, now)
}

/** The genesis, with this person's signature, and the couple's first key for everyone's devices. */
async function draftGenesis(phone: Phone, chain: readonly PersonLink[], joiner: Person) {
  const own = await verifyPerson(chain, verifierOf(phone))
  if (!own.ok) throw new Error('this phone does not believe its own chain')
  const recipients = [...recipientsOf(own.value), ...recipientsOf(joiner)]
  const key = { epoch: 1, key: toText(phone.runtime.random(32)) }
  const file = await wrapCoupleKeys([key], recipients)
  const [left, right] = own.value.id < joiner.id ? [own.value, joiner] : [joiner, own.value]
  const genesis = {
    type: 'genesis' as const,
    v: 1 as const,
    members: [left.id, right.id] as [string, string],
    nonce: toText(phone.runtime.random(16)),
    epoch: 1 as const,
    heads: [left.head, right.head] as [string, string],
    keys: digestKeys(file),
  }
  const by = await sign(phone, genesis)
  return { couple: coupleId(genesis), message: { type: 'genesis', genesis, by, keys: file } }
}

async function sign(phone: Phone, genesis: Omit<Genesis, 'signed'>) {
  const sig = await signAsDevice(phone.identity, signedBytes(genesis), phone.runtime.subtle)
  return { person: phone.me, device: phone.identity.deviceId, sig }
}

async function advanceJoiner(phone: Phone, progress: Progress, read: Read): Promise<void> {
  let now = progress
  if (read(SLOTS.claim) === null) {
    // The claim itself did not arrive: the very same one is sent again.
    await send(phone, now, SLOTS.claim, null)
    return
  }
  if (!now.theirs) {
    const reveal = revealSchema.safeParse(read(SLOTS.reveal))
    if (!reveal.success) return
    const { nonce, chain } = reveal.data
    if (commitment(nonce, chain) !== now.commit) return burn(phone, now, 'distrusted')
    now = await keep(phone, { ...now, theirs: { nonce, chain } })
  }
  const inviter = await verifyPerson(now.theirs?.chain ?? [], verifierOf(phone))
  if (!inviter.ok) return burn(phone, now, 'distrusted')
  if (!now.same) return
  now = await send(phone, now, SLOTS.confirm, { type: 'confirm' })
  const draft = genesisSchema.safeParse(read(SLOTS.genesis))
  if (draft.success) await countersign(phone, now, inviter.value, draft.data)
}

async function countersign(
  phone: Phone,
  progress: Progress,
  inviter: Person,
  draft: z.infer<typeof genesisSchema>,
): Promise<void> {
  const { genesis, by, keys } = draft
  const couple = coupleId(genesis)
  if (!(await isAsCompared(phone, progress, inviter, draft))) {
    return burn(phone, progress, 'distrusted')
  }
  const now = await keep(phone, { ...progress, couple })
  const mine = await sign(phone, genesis)
  const link = { ...genesis, signed: genesis.members[0] === phone.me ? [mine, by] : [by, mine] }
  const answer = await callApi(phone, 'appendCoupleLink', { body: { link, keys } })
  if (answer.ok) {
    const belief = await believe(phone, answer.value)
    if (belief.ok && belief.couple?.id === couple) await finish(phone, now)
    else await fail(phone, now, 'distrusted')
  } else if (answer.reason === 'already-paired' || answer.reason === 'distrusted') {
    await fail(phone, now, answer.reason)
  }
}

async function finishIfPaired(phone: Phone, progress: Progress): Promise<boolean> {
  const refreshed = await refreshMembership(phone)
  if (!refreshed.ok || !refreshed.value.ok) return false
  const { couple } = refreshed.value
  if (!couple || couple.closed || couple.id !== progress.couple) return false
  await finish(phone, progress)
  return true
}

const finish = (phone: Phone, progress: Progress): Promise<Progress> =>
  keep(phone, { ...progress, end: 'paired', sent: {} })

async function fail(phone: Phone, progress: Progress, end: PairingFailure): Promise<void> {
  await keep(phone, { ...progress, end, sent: {} })
}

/** What was shown does not hold together: it ends, and the other phone is told that it has. */
async function burn(phone: Phone, progress: Progress, end: PairingFailure): Promise<void> {
  await keepStop(phone, progress, 'mismatch')
  await fail(phone, progress, end)
  await sendStops(phone)
}

/** Leaves a message once: sealed, kept, then sent; the next time the very same is sent. */
async function send(
  phone: Phone,
  progress: Progress,
  slot: number,
  said: object | null,
): Promise<Progress> {
  const keys = mailboxKeys(progress.secret)
  const held = progress.sent[slot]
  if (held === undefined && said === null) return progress
  const message = held ?? sealMessage(phone, keys, slot, said ?? {})
  const now = held
    ? progress
    : await keep(phone, { ...progress, sent: { ...progress.sent, [slot]: message } })
  await leaveMessage(phone, keys, slot, message)
  return now
}

const stopsSchema = z.array(z.object({ secret: z.string(), slot: z.int(), message: z.string() }))

/** A stop outlives the pairing it ends: it is sent as soon as there is a network. */
async function keepStop(phone: Phone, { role, secret }: Progress, reason: Stop): Promise<void> {
  const slot = role === 'inviter' ? SLOTS.inviterStop : SLOTS.joinerStop
  const message = sealMessage(phone, mailboxKeys(secret), slot, { type: 'stop', reason })
  await keepStops(phone, [...(await loadStops(phone)), { secret, slot, message }])
}

async function sendStops(phone: Phone): Promise<void> {
  for (const stop of await loadStops(phone)) {
    const left = await leaveMessage(phone, mailboxKeys(stop.secret), stop.slot, stop.message)
    // A refusal is an end as well: the mailbox is gone, or somebody else claimed it.
    if (!left.ok && (left.reason === 'offline' || left.reason === 'busy')) return
    const rest = await loadStops(phone)
    await keepStops(
      phone,
      rest.filter((each) => each.message !== stop.message),
    )
  }
}

async function loadStops(phone: Phone): Promise<z.infer<typeof stopsSchema>> {
  const read = stopsSchema.safeParse(await readSealed(phone, 'pairing-stops'))
  return read.success ? read.data : []
}

async function keepStops(phone: Phone, stops: z.infer<typeof stopsSchema>): Promise<void> {
  if (stops.length === 0) await phone.db.state.delete('pairing-stops')
  else await putSealed(phone, 'pairing-stops', stops)
}

async function keep(phone: Phone, progress: Progress): Promise<Progress> {
  await putSealed(phone, 'pairing', progress)
  return progress
}

async function load(phone: Phone): Promise<Progress | null> {
  // What an older version had begun is not gone on with: a new invite takes a moment.
  return progressSchema.safeParse(await readSealed(phone, 'pairing')).data ?? null
}

async function putSealed(phone: Phone, name: string, value: object): Promise<void> {
  await phone.db.state.put({ name, value: phone.vault.sealLocal(JSON.stringify(value)) })
}

async function readSealed(phone: Phone, name: string): Promise<unknown> {
  const value = (await phone.db.state.get(name))?.value
  const text = typeof value === 'string' ? phone.vault.openLocal(value) : null
  return text === null ? null : JSON.parse(text)
}
