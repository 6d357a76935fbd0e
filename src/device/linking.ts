import * as z from 'zod/mini'
import { type Entry, MAX_NAME, ONLY_ME } from '../journal/entry.ts'
import {
  deviceId,
  deviceKeysSchema,
  digestKeys,
  type PersonLink,
  personChainSchema,
  signedBytes,
  verifyPerson,
} from '../sync/membership.ts'
import { callApi } from './client.ts'
import type { StoredRecord } from './database.ts'
import { resealIdentity, signAsDevice, type Secrets } from './identity.ts'
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
import { believe, ownChain, refreshMembership, register, verifierOf } from './membership.ts'
import type { Outcome } from './pairing.ts'
import type { Phone } from './phone.ts'
import { storedRecord } from './records.ts'
import { sayName } from './us.ts'
import { openVault, type Vault } from './vault.ts'
import { unwrapPersonKeys, wrapPersonKeys } from './wrap.ts'

/**
 * A further device of one person, through one mailbox. The new device shows a code with its own keys
 * behind it (slot 0); the old one opens the code, certifies the device in the person's chain, wraps
 * all keys to it and leaves both (slot 1). What was already written on the new device comes along, as
 * entries of that person that only they can see.
 */

const nameSchema = z.string().check(z.minLength(1), z.maxLength(MAX_NAME))
const offerSchema = z.object({
  type: z.literal('device-offer'),
  /** What its owner calls the device. */
  name: nameSchema,
  device: deviceKeysSchema,
})
const welcomeSchema = z.object({
  type: z.literal('welcome'),
  chain: personChainSchema,
  keys: z.string(),
  /** The person's own name, if they have told it. */
  name: z.nullable(nameSchema),
})
const progressSchema = z.object({
  secret: z.string(),
  end: z.nullable(z.enum(['linked', 'expired', 'distrusted'])),
})

/** Where linking stands on the new device. */
export type Linking =
  | { readonly step: 'none' }
  | { readonly step: 'waiting'; readonly link: string }
  | { readonly step: 'linked' }
  | { readonly step: 'failed'; readonly reason: 'expired' | 'distrusted' }

/** On the new device: makes the code. `already-paired` where this device has a person of its own online. */
export async function offerLink(
  phone: Phone,
  name: string,
): Promise<{ ok: true; link: string } | Extract<Outcome, { ok: false }>> {
  if (await phone.db.state.get('registered')) return { ok: false, reason: 'already-paired' }
  const secret = makeSecret(phone)
  const keys = mailboxKeys(secret)
  const message = { type: 'device-offer', name, device: phone.identity.device }
  const created = await createMailbox(phone, keys, 'code', sealMessage(phone, keys, 0, message))
  if (!created.ok) return created
  await keep(phone, { secret, end: null })
  return { ok: true, link: linkOf(phone, 'link', secret) }
}

/** On the old device: which device a code is of. */
export async function lookAtLink(
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
  const offer = offerSchema.safeParse(openMessage(keys, mailbox.value, 0))
  if (!offer.success) return { ok: false, reason: 'not-an-invite' } as const
  if (offer.data.device.sign === phone.identity.device.sign) {
    return { ok: false, reason: 'own-invite' } as const
  }
  return { ok: true, keys, offer: offer.data } as const
}

/** On the old device: certifies the new one and hands it every key. Private entries come along. */
export async function acceptDevice(phone: Phone, link: string): Promise<Outcome> {
  const seen = await readOffer(phone, link)
  if (!seen.ok) return seen
  const registered = await register(phone)
  if (!registered.ok) return registered
  const refreshed = await refreshMembership(phone)
  if (!refreshed.ok) return refreshed
  const { device } = seen.offer
  const file = await wrapPersonKeys(phone.identity.secrets.keyring, [device.box])
  const appended = await certify(phone, device, file)
  if (!appended.ok) return appended
  const { chain } = await ownChain(phone)
  const name = (await phone.db.state.get('name'))?.value as string | undefined
  const welcome = {
    type: 'welcome',
    chain,
    keys: file,
    name: name === undefined ? null : phone.vault.openLocal(name),
  }
  const left = await leaveMessage(phone, seen.keys, 1, sealMessage(phone, seen.keys, 1, welcome))
  return left.ok ? { ok: true } : left
}

async function certify(
  phone: Phone,
  device: z.infer<typeof deviceKeysSchema>,
  file: string,
): Promise<Outcome> {
  const { chain } = await ownChain(phone)
  const own = await verifyPerson(chain, verifierOf(phone))
  if (!own.ok) return { ok: false, reason: 'distrusted' }
  if (own.value.devices.has(deviceId(device))) return { ok: true }
  const unsigned = {
    type: 'device' as const,
    v: 1 as const,
    prev: own.value.head,
    device,
    keys: digestKeys(file),
    by: phone.identity.deviceId,
  }
  const sig = await signAsDevice(phone.identity, signedBytes(unsigned), phone.runtime.subtle)
  const link: PersonLink = { ...unsigned, sig }
  const answer = await callApi(phone, 'appendPersonLink', { body: { link, keys: file } })
  if (!answer.ok) return answer
  const belief = await believe(phone, answer.value)
  return belief.ok ? { ok: true } : { ok: false, reason: 'distrusted' }
}

/** On the new device: looks whether the old one has answered, and becomes that person's device. */
export async function stepLinking(phone: Phone): Promise<Linking> {
  const before = stepping.get(phone.db) ?? Promise.resolve()
  const step = before.catch(() => undefined).then(() => takeStep(phone))
  stepping.set(phone.db, step)
  return step
}

/** One step at a time: two that became a device at once would undo each other. */
const stepping = new WeakMap<object, Promise<unknown>>()

async function takeStep(phone: Phone): Promise<Linking> {
  const progress = await load(phone)
  if (!progress) return { step: 'none' }
  if (progress.end) return shown(phone, progress)
  const keys = mailboxKeys(progress.secret)
  const mailbox = await readMailbox(phone, keys)
  if (!mailbox.ok) {
    const isOver = mailbox.reason === 'expired' || mailbox.reason === 'not-found'
    return isOver
      ? shown(phone, await keep(phone, { ...progress, end: 'expired' }))
      : shown(phone, progress)
  }
  const welcome = welcomeSchema.safeParse(openMessage(keys, mailbox.value, 1))
  if (!welcome.success) return shown(phone, progress)
  const isWelcome = await becomeDeviceOf(phone, welcome.data)
  return shown(phone, await keep(phone, { ...progress, end: isWelcome ? 'linked' : 'distrusted' }))
}

/** Where linking stands. For a live query. */
export async function readLinking(phone: Phone): Promise<Linking> {
  const progress = await load(phone)
  return progress ? shown(phone, progress) : { step: 'none' }
}

/** Forgets a linking in progress, or one that has ended. */
export async function cancelLinking({ db }: Phone): Promise<void> {
  await db.state.delete('linking')
}

const shown = (phone: Phone, { secret, end }: z.infer<typeof progressSchema>): Linking => {
  if (end === 'linked') return { step: 'linked' }
  if (end) return { step: 'failed', reason: end }
  return { step: 'waiting', link: linkOf(phone, 'link', secret) }
}

async function becomeDeviceOf(
  phone: Phone,
  { chain, keys, name }: z.infer<typeof welcomeSchema>,
): Promise<boolean> {
  const { db, identity, runtime } = phone
  const person = await verifyPerson(chain, verifierOf(phone))
  if (!person.ok || !person.value.devices.has(identity.deviceId)) return false
  const keyring = await unwrapPersonKeys(keys, identity.box.privateKey)
  if (!keyring || keyring.me.length === 0) return false
  const { id, root, recovery } = person.value
  const secrets: Secrets = {
    seed: null,
    root,
    recovery,
    keyring: { me: [...keyring.me], us: [...keyring.us] },
  }
  const row = await resealIdentity(identity, { secrets, person: id }, db, runtime)
  const vault = openVault({ person: id, device: identity.deviceId, keyring }, runtime.random)
  const before = await db.records.toArray()
  const drafts = await draftsOf(phone)
  const moved = resealEntries(phone, vault, before)
  const isMoved = await db.transaction('rw', db.records, db.outbox, db.state, async () => {
    // Something was written meanwhile: it has to come along too, so all this begins again.
    const now = [await db.records.toArray(), await draftsOf(phone)]
    if (JSON.stringify(now) !== JSON.stringify([before, drafts])) return false
    // Another tab became this device meanwhile: there is nothing left to do.
    if (await db.state.get('registered')) return true
    await db.records.clear()
    await db.outbox.clear()
    await db.records.bulkPut(moved)
    await db.outbox.bulkAdd(
      moved.map(({ key, envelope, digest }) => ({
        key,
        envelope,
        digest,
        base: null,
        sent: 0 as const,
      })),
    )
    await db.state.delete('name')
    await db.state.bulkPut([
      row,
      ...drafts.map((each) => ({ ...each, value: resealText(phone, vault, each.value) })),
      { name: 'chain', value: { chain, keys: { [digestKeys(keys)]: keys } } },
      { name: 'registered', value: true },
    ])
    return true
  })
  if (!isMoved) return becomeDeviceOf(phone, { type: 'welcome', chain, keys, name })
  await phone.reopen()
  await refreshMembership(phone)
  if (name !== null) await sayName(phone, name)
  return true
}

/** This device's entries so far, as entries of the person it joins. */
function resealEntries(
  phone: Phone,
  vault: Vault,
  records: readonly StoredRecord[],
): StoredRecord[] {
  return records.flatMap(({ envelope }) => {
    const opened = phone.vault.open(envelope)
    if (!opened.ok) return []
    const { body } = opened
    // A pause comes along as the moment that it was made of: its card was in another person's name.
    const written = body.type === 'pause' ? body.entry : body
    if (written.type !== 'entry') return []
    const entry: Entry = { ...written, sharing: ONLY_ME }
    const head = {
      v: 1 as const,
      id: envelope.id,
      author: vault.person,
      couple: null,
      audience: 'me' as const,
      epoch: vault.epoch,
      device: vault.device,
      rev: 1,
      base: null,
      deleted: false,
    }
    const sealed = vault.seal(head, entry, null)
    if (!sealed) throw new Error('an entry that fitted does not fit any more')
    return [storedRecord(sealed, entry, { me: vault.person }, null)]
  })
}

const draftsOf = ({ db }: Phone) => db.state.where('name').startsWith('draft/').toArray()

/** A half-written text, under the key of the person this device joins. */
function resealText(phone: Phone, vault: Vault, sealed: unknown): unknown {
  const text = typeof sealed === 'string' ? phone.vault.openLocal(sealed) : null
  return text === null ? sealed : vault.sealLocal(text)
}

async function keep(phone: Phone, progress: z.infer<typeof progressSchema>) {
  const value = phone.vault.sealLocal(JSON.stringify(progress))
  await phone.db.state.put({ name: 'linking', value })
  return progress
}

async function load(phone: Phone): Promise<z.infer<typeof progressSchema> | null> {
  const value = (await phone.db.state.get('linking'))?.value
  const text = typeof value === 'string' ? phone.vault.openLocal(value) : null
  return text === null ? null : progressSchema.parse(JSON.parse(text))
}
