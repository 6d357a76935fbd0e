import * as z from 'zod/mini'
import { signedBytes, type Genesis } from '../../sync/membership.ts'
import { dropHalfSaid, INVITE_MESSAGE } from '../half-said.ts'
import { signAsDevice } from '../identity.ts'
import type { Phone } from '../phone.ts'
import { readCouple } from './couple.ts'
import { leaveMessage, mailboxKeys, sealMessage } from './mailbox.ts'
import { refreshMembership } from './membership.ts'
import {
  comparisonOf,
  type PairingFailure,
  type Progress,
  progressSchema,
  SLOTS,
  type Stop,
} from './pairing-messages.ts'

/**
 * How far a pairing has come, on this phone's disk: every step is kept before it is sent. What its owner
 * says meanwhile, that it was the same, that it was not, or that it is over, is never written over by a
 * step that began before.
 */

/** What both sides begin with. */
export const BEGUN = { theirs: null, same: false, couple: null, sent: {}, end: null } as const

/** Whether there is somebody already. */
export async function isPaired({ db }: Phone): Promise<boolean> {
  const couple = await readCouple(db)
  return couple !== null && !couple.closed
}

/** The pairing this phone is in or was in last; null without one. */
export async function load(phone: Phone): Promise<Progress | null> {
  // What an older version had begun is not gone on with: a new invite takes a moment.
  return progressSchema.safeParse(await readSealed(phone, 'pairing')).data ?? null
}

/** Its owner has compared, and it was the same. */
export async function keepSame(phone: Phone): Promise<void> {
  await phone.db.transaction('rw', phone.db.state, async () => {
    const now = await load(phone)
    if (now && !now.end && comparisonOf(now)) await keep(phone, { ...now, same: true })
  })
}

/** Writes it down as it is. */
export async function keep(phone: Phone, progress: Progress): Promise<void> {
  await putSealed(phone, 'pairing', progress)
}

/** Begins, or goes on with what another window of this phone has begun with the same invite. */
export async function keepFirst(phone: Phone, progress: Progress): Promise<Progress> {
  return phone.db.transaction('rw', phone.db.state, async () => {
    const now = await load(phone)
    if (now && !now.end && now.role === progress.role && now.secret === progress.secret) return now
    await keep(phone, progress)
    return progress
  })
}

/**
 * Keeps how far a step has come. Null: its owner has ended it meanwhile, and the step with it. What
 * another window has sealed meanwhile may have left, and stays as it is.
 */
export async function keepStep(phone: Phone, progress: Progress): Promise<Progress | null> {
  return phone.db.transaction('rw', phone.db.state, async () => {
    const now = await load(phone)
    if (!now || now.end || now.secret !== progress.secret) return null
    const next = {
      ...progress,
      same: progress.same || now.same,
      couple: now.couple ?? progress.couple,
      sent: progress.end ? {} : { ...progress.sent, ...now.sent },
    }
    await keep(phone, next)
    return next
  })
}

export const forget = ({ db }: Phone): Promise<void> => db.state.delete('pairing')

/** Leaves a message once: sealed, kept, then sent; the next time the very same is sent. */
export async function send(
  phone: Phone,
  progress: Progress,
  slot: number,
  said: object | null,
): Promise<Progress | null> {
  const keys = mailboxKeys(progress.secret)
  const held = progress.sent[slot]
  if (held === undefined && said === null) return progress
  const message = held ?? sealMessage(phone, keys, slot, said ?? {})
  const now = held
    ? progress
    : await keepStep(phone, { ...progress, sent: { ...progress.sent, [slot]: message } })
  if (now) await leaveMessage(phone, keys, slot, now.sent[slot] ?? message)
  return now
}

/** This device's signature under a genesis. */
export async function sign(phone: Phone, genesis: Omit<Genesis, 'signed'>) {
  const sig = await signAsDevice(phone.identity, signedBytes(genesis), phone.runtime.subtle)
  return { person: phone.me, device: phone.identity.deviceId, sig }
}

/** Ends it well if the couple that this phone has signed is there. */
export async function finishIfPaired(phone: Phone, progress: Progress): Promise<boolean> {
  const refreshed = await refreshMembership(phone)
  if (!refreshed.ok || !refreshed.value.ok) return false
  const { couple } = refreshed.value
  if (!couple || couple.closed || couple.id !== progress.couple) return false
  await finish(phone, progress)
  return true
}

export async function finish(phone: Phone, progress: Progress): Promise<void> {
  await keepStep(phone, { ...progress, end: 'paired', sent: {} })
  // What was written for the invite has said what it had to say.
  await dropHalfSaid(phone, INVITE_MESSAGE)
}

export async function fail(phone: Phone, progress: Progress, end: PairingFailure): Promise<void> {
  await keepStep(phone, { ...progress, end, sent: {} })
}

/** What was shown does not hold together: it ends, and the other phone is told that it has. */
export async function burn(phone: Phone, progress: Progress, end: PairingFailure): Promise<void> {
  await keepStop(phone, progress, 'mismatch')
  await fail(phone, progress, end)
  await sendStops(phone)
}

const stopsSchema = z.array(z.object({ secret: z.string(), slot: z.int(), message: z.string() }))

/** A stop outlives the pairing it ends: it is sent as soon as there is a network. */
export async function keepStop(
  phone: Phone,
  { role, secret }: Progress,
  reason: Stop,
): Promise<void> {
  const slot = role === 'inviter' ? SLOTS.inviterStop : SLOTS.joinerStop
  const message = sealMessage(phone, mailboxKeys(secret), slot, { type: 'stop', reason })
  await keepStops(phone, [...(await loadStops(phone)), { secret, slot, message }])
}

/** Sends the stops that wait. */
export async function sendStops(phone: Phone): Promise<void> {
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

async function putSealed(phone: Phone, name: string, value: object): Promise<void> {
  await phone.db.state.put({ name, value: phone.vault.sealLocal(JSON.stringify(value)) })
}

async function readSealed(phone: Phone, name: string): Promise<unknown> {
  const value = (await phone.db.state.get(name))?.value
  const text = typeof value === 'string' ? phone.vault.openLocal(value) : null
  return text === null ? null : JSON.parse(text)
}
