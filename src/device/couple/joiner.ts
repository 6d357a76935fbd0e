import type * as z from 'zod/mini'
import { toText } from '../../sync/bytes.ts'
import { coupleId, type Person, verifyPerson } from '../../sync/membership.ts'
import type { Reason } from '../../sync/problem.ts'
import { callApi } from '../client.ts'
import type { Phone } from '../phone.ts'
import { isAsCompared } from './as-compared.ts'
import {
  leaveMessage,
  mailboxKeys,
  openMessage,
  readMailbox,
  sealMessage,
  secretOf,
} from './mailbox.ts'
import { believe, ownChain, register, verifierOf } from './membership.ts'
import { cancelPairing, type Outcome } from './pairing-end.ts'
import {
  commitment,
  genesisSchema,
  offerSchema,
  type Progress,
  revealSchema,
  SLOTS,
  stopSchema,
} from './pairing-messages.ts'
import {
  BEGUN,
  burn,
  fail,
  finish,
  forget,
  isPaired,
  keepFirst,
  keepStep,
  load,
  send,
  sign,
} from './pairing-progress.ts'
import { sayName } from './profile.ts'

/** The one who was invited: slots 1 and 3 of the story in `pairing.ts`, and the second signature. */

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
    await send(phone, held, SLOTS.claim, null)
    return { ok: true }
  }
  await sayName(phone, name)
  const registered = await register(phone)
  if (!registered.ok) return registered
  const { chain } = await ownChain(phone)
  const nonce = toText(phone.runtime.random(16))
  const keys = mailboxKeys(secret)
  const claim = sealMessage(phone, keys, SLOTS.claim, { type: 'claim', name, nonce, chain })
  // Whoever holds an invite of this person's own is told that nobody waits there any more.
  if (held) await cancelPairing(phone)
  // Kept before it is sent: if the answer is lost, the very same claim is sent again.
  const { sent } = await keepFirst(phone, {
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
  const left = await leaveMessage(phone, keys, SLOTS.claim, sent[SLOTS.claim] ?? claim)
  if (!left.ok && !MAY_HAVE_ARRIVED.has(left.reason)) await forget(phone)
  return left.ok ? { ok: true } : left
}

/** After these the claim may be there all the same: it is kept, and the very same is sent again. */
const MAY_HAVE_ARRIVED: ReadonlySet<'offline' | Reason> = new Set(['offline', 'busy', 'internal'])

/** Goes as far as it can now on the joiner's phone. `read` opens a slot of the mailbox. */
export async function advanceJoiner(
  phone: Phone,
  progress: Progress,
  read: (slot: number) => unknown,
): Promise<void> {
  let now: Progress | null = progress
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
    now = await keepStep(phone, { ...now, theirs: { nonce, chain } })
    if (!now) return
  }
  const inviter = await verifyPerson(now.theirs?.chain ?? [], verifierOf(phone))
  if (!inviter.ok) return burn(phone, now, 'distrusted')
  if (!now.same) return
  now = await send(phone, now, SLOTS.confirm, { type: 'confirm' })
  const draft = genesisSchema.safeParse(read(SLOTS.genesis))
  if (now && draft.success) await countersign(phone, now, inviter.value, draft.data)
}

/** The second signature: with it there is a couple. */
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
  const now = await keepStep(phone, { ...progress, couple })
  if (!now) return
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
