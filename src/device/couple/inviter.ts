import { toText } from '../../sync/bytes.ts'
import { INVITE_SECONDS } from '../../sync/limits.ts'
import {
  coupleId,
  digestKeys,
  type Person,
  type PersonLink,
  verifyPerson,
} from '../../sync/membership.ts'
import type { Phone } from '../phone.ts'
import { wrapCoupleKeys } from '../wrap.ts'
import { createMailbox, mailboxKeys, makeSecret, sealMessage } from './mailbox.ts'
import { ownChain, recipientsOf, register, verifierOf } from './membership.ts'
import { cancelPairing, type Outcome } from './pairing-end.ts'
import { claimSchema, commitment, confirmSchema, type Progress, SLOTS } from './pairing-messages.ts'
import {
  BEGUN,
  burn,
  finishIfPaired,
  isPaired,
  keep,
  keepStep,
  send,
  sign,
} from './pairing-progress.ts'
import { sayName } from './profile.ts'

/** The one who invites: slots 0, 2 and 4 of the story in `pairing.ts`. */

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
  // Whoever holds an earlier invite is told that nobody waits there any more.
  await cancelPairing(phone)
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

/** Goes as far as it can now on the inviter's phone. `read` opens a slot of the mailbox. */
export async function advanceInviter(
  phone: Phone,
  progress: Progress,
  read: (slot: number) => unknown,
): Promise<void> {
  let now: Progress | null = progress
  if (!now.theirs) {
    const claim = claimSchema.safeParse(read(SLOTS.claim))
    if (!claim.success) return
    const { name, nonce, chain } = claim.data
    const names = { ...now.names, theirs: name }
    now = await keepStep(phone, { ...now, theirs: { nonce, chain }, names })
    if (!now) return
  }
  const joiner = await verifyPerson(now.theirs?.chain ?? [], verifierOf(phone))
  if (!joiner.ok) return burn(phone, now, 'distrusted')
  if (joiner.value.id === phone.me) return burn(phone, now, 'own-invite')
  now = await send(phone, now, SLOTS.reveal, { type: 'reveal', ...now.mine })
  if (!now?.same || !confirmSchema.safeParse(read(SLOTS.confirm)).success) return
  if (!now.sent[SLOTS.genesis]) {
    const { message, couple } = await draftGenesis(phone, now.mine.chain, joiner.value)
    const sealed = sealMessage(phone, mailboxKeys(now.secret), SLOTS.genesis, message)
    // The signature is on its way from here on: whoever takes it back has to know which.
    now = await keepStep(phone, { ...now, couple, sent: { ...now.sent, [SLOTS.genesis]: sealed } })
    if (!now) return
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
