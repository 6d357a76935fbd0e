import * as z from 'zod/mini'
import type { DeviceNote } from '../../journal/device-note.ts'
import { idSchema } from '../../sync/bytes.ts'
import { deviceId, type Person, verifyPerson } from '../../sync/membership.ts'
import { readCursor } from '../sync/cursor.ts'
import type { Answer } from '../client.ts'
import { DISTRUST } from '../couple/distrust.ts'
import { certify, keepEpoch, revokeDevice, type Revoked } from '../couple/epochs.ts'
import { ownChain, refreshMembership, register, verifierOf } from '../couple/membership.ts'
import { isOnPaper } from './phrase.ts'
import type { Phone } from '../phone.ts'
import type { Edit } from '../edit.ts'
import { type Saved, writeRecords } from '../records.ts'
import { readOwnBody } from '../stored-record.ts'
import { earliestNow, latestNow } from '../sure-time.ts'

/**
 * This person's devices: who is here, who is new, who goes. Names and times are sealed notes that only
 * their owner's devices can open; who may read what is decided by the chain alone.
 */

const HOUR = 60 * 60 * 1000
/**
 * How long an announced device waits for the private keys. Long enough that whoever was linked behind
 * somebody's back is seen first: every device of the person shows the newcomer meanwhile.
 */
export const HAND_OVER_AFTER = 24 * HOUR
/** How long a newcomer is shown as one. */
export const NEWCOMER_FOR = 7 * 24 * HOUR
/** How often a device says that it has synced: to the hour is enough to find a lost one. */
const SAY_SYNCED_EVERY = HOUR
/** How often membership is asked for when nothing calls for it. */
const ASK_EVERY = HOUR / 4

/** One device of this person, for its owner's eyes. */
export interface OwnDevice {
  readonly id: string
  /** Null: it never said. */
  readonly name: string | null
  readonly standing: 'this' | 'here' | 'announced' | 'removed'
  /** When it came, in ms. */
  readonly since: number
  /** When it last synced, to the hour, in ms; null before it ever did. */
  readonly synced: number | null
  readonly isNew: boolean
  /** Whether the twelve words still lie on it: whoever opens it could bring in others, removed or not. */
  readonly hasPhrase: boolean
  /** When an announced one gets the private keys, in ms. */
  readonly keysAt: number | null
}

const noteId = ({ vault }: Phone, device: string): string => vault.deriveId('device', device)

/** All devices, this one first, removed ones last. For a live query. */
export async function readDevices(phone: Phone): Promise<OwnDevice[]> {
  // What a live query is to watch is read first: checking signatures waits for something else.
  const [notes, seen] = [await readNotes(phone), await readSeen(phone)]
  const own = await readOwn(phone)
  const now = phone.runtime.clock()
  const ids = new Set([...own.devices.keys(), ...notes.keys()])
  const listed = [...ids].flatMap((id): OwnDevice[] => {
    const note = notes.get(id)
    const certified = own.devices.get(id)
    if (!certified && note?.standing !== 'announced') return []
    const isThis = id === phone.identity.deviceId
    const since = note ? Date.parse(note.since) : (seen[id] ?? 0)
    const standing = certified?.revoked ? 'removed' : certified ? 'here' : 'announced'
    return [
      {
        id,
        name: note?.name ?? null,
        standing: isThis && standing === 'here' ? 'this' : standing,
        since,
        synced: note?.synced ? Date.parse(note.synced) : null,
        isNew: !isThis && standing !== 'removed' && now - since < NEWCOMER_FOR,
        hasPhrase: note?.hasPhrase === true,
        keysAt: standing === 'announced' ? since + HAND_OVER_AFTER : null,
      },
    ]
  })
  const order = ['this', 'announced', 'here', 'removed']
  return listed.sort((a, b) => order.indexOf(a.standing) - order.indexOf(b.standing))
}

/** The devices that came within the last week: every device of the person shows them. */
export async function readNewcomers(phone: Phone): Promise<OwnDevice[]> {
  // A phone that was never online has no others, and is asked for this on every visit.
  if (!(await phone.db.state.get('registered'))) return []
  return (await readDevices(phone)).filter((each) => each.isNew)
}

/** Gives a device another name. */
export async function nameDevice(phone: Phone, id: string, name: string): Promise<Saved> {
  const own = await readOwn(phone)
  const keys = own.devices.get(id)
  const since = new Date(phone.runtime.clock()).toISOString()
  return writeNote(phone, id, (note) => {
    if (note) return { ...note, name }
    if (!keys) return null
    const { sign, box } = keys
    return { type: 'device', sign, box, name, standing: 'here', since, synced: null }
  })
}

/** Announces a device to all of this person's devices. After a day the first that is online hands it the keys. */
export async function announceDevice(
  phone: Phone,
  device: { readonly sign: string; readonly box: string },
  name: string,
): Promise<Saved> {
  const since = new Date(await latestNow(phone)).toISOString()
  const { sign, box } = device
  return writeNote(phone, deviceId({ sign, box }), (note) =>
    note?.standing === 'announced'
      ? null
      : { type: 'device', sign, box, name, standing: 'announced', since, synced: null },
  )
}

/** Sends a device away: an announced one never gets the keys, one that is here is revoked at once. */
export async function removeDevice(phone: Phone, id: string): Promise<Revoked> {
  const own = await readOwn(phone)
  const isHere = own.devices.has(id)
  await writeNote(phone, id, (note) =>
    note && !isHere ? { ...note, standing: 'turned-away' } : null,
  )
  return isHere ? revokeDevice(phone, id) : { ok: true, value: null }
}

/**
 * What a phone does about devices at every round: asks who is here now and then, raises the epoch where
 * somebody came or went, hands the keys to who has waited long enough, and says that it has synced.
 */
export async function keepDevices(phone: Phone): Promise<void> {
  const { db } = phone
  // Words on paper bring back what is kept somewhere: from then on it is, sealed.
  if (isOnPaper(phone)) await register(phone)
  if (!(await db.state.get('registered'))) return
  const notes = await readNotes(phone)
  let own = await readOwn(phone)
  // Somebody waits to be let in, or is in already and this phone has not heard of it.
  const isNews = ([id, note]: [string, DeviceNote]) =>
    note.standing !== 'turned-away' && !own.devices.has(id)
  if ([...notes].some(isNews) || (await isTimeToAsk(phone))) {
    if (!(await lookForDevices(phone))) return
    await handOver(phone, notes)
    own = await readOwn(phone)
  }
  await keepEpoch(phone)
  await noteSeen(phone, own)
  await saySynced(phone, own)
}

/** Asks who this person's devices are now. False: no answer, or none that is believed. */
export async function lookForDevices(phone: Phone): Promise<boolean> {
  const { db } = phone
  const refreshed = await refreshMembership(phone)
  const removed = !refreshed.ok && refreshed.reason === 'revoked'
  if (removed) await db.state.put({ name: 'removed', value: true })
  if (!refreshed.ok || !refreshed.value.ok) return false
  await noteSeen(phone, await readOwn(phone))
  await db.state.put({ name: 'membership-at', value: phone.runtime.clock() })
  return true
}

/** Whether this device was removed by another one: nothing goes in or out any more. */
export const isRemoved = async ({ db }: Phone): Promise<boolean> =>
  (await db.state.get('removed')) !== undefined

async function isTimeToAsk({ db, runtime }: Phone): Promise<boolean> {
  const [distrust, asked] = await db.state.bulkGet([DISTRUST, 'membership-at'])
  if (distrust) return true
  const at = asked?.value
  return typeof at !== 'number' || Math.abs(runtime.clock() - at) > ASK_EVERY
}

/** Neither a clock that was put forward nor a server that says it is tomorrow hurries this. */
async function handOver(phone: Phone, notes: ReadonlyMap<string, DeviceNote>): Promise<void> {
  const now = await earliestNow(phone)
  for (const note of notes.values()) {
    if (!isAnnounced(note) || Date.parse(note.since) + HAND_OVER_AFTER > now) continue
    const done: Answer<null> = await certify(phone, note)
    if (!done.ok) return
  }
}

const isAnnounced = (note: DeviceNote): boolean => note.standing === 'announced'

/** A person with one device has nobody to tell. */
async function saySynced(phone: Phone, own: Person): Promise<void> {
  if ([...own.devices.values()].filter((each) => !each.revoked).length < 2) return
  // What the others have said of this device comes first.
  if ((await readCursor(phone))?.tail !== 0) return
  const now = phone.runtime.clock()
  const { device, deviceId: id } = phone.identity
  const hasPhrase = !isOnPaper(phone)
  await writeNote(phone, id, (note) => {
    const last = note?.synced ? Date.parse(note.synced) : 0
    const isSaid = note?.standing === 'here' && (note.hasPhrase ?? false) === hasPhrase
    if (isSaid && Math.abs(now - last) < SAY_SYNCED_EVERY) return null
    const synced = new Date(now - (now % HOUR)).toISOString()
    const begun = { type: 'device', ...device, name: null, since: synced } as const
    return { ...begun, ...note, standing: 'here', synced, hasPhrase }
  })
}

const seenSchema = z.record(idSchema, z.number())

/** When this phone first saw a device in the chain: a newcomer that brings no note is shown all the same. */
async function readSeen({ db }: Phone): Promise<Record<string, number>> {
  return seenSchema.safeParse((await db.state.get('devices-seen'))?.value).data ?? {}
}

async function noteSeen(phone: Phone, own: Person): Promise<void> {
  const seen = await readSeen(phone)
  const isFirst = Object.keys(seen).length === 0
  const fresh = [...own.devices.keys()].filter((id) => seen[id] === undefined)
  if (fresh.length === 0) return
  // What was there when this phone first looked is no newcomer.
  const at = isFirst ? 0 : phone.runtime.clock()
  const value = { ...seen, ...Object.fromEntries(fresh.map((id) => [id, at])) }
  await phone.db.state.put({ name: 'devices-seen', value })
}

async function readOwn(phone: Phone): Promise<Person> {
  const own = await verifyPerson((await ownChain(phone)).chain, verifierOf(phone))
  if (!own.ok) throw new Error('this phone does not believe its own chain')
  return own.value
}

async function readNotes(phone: Phone): Promise<Map<string, DeviceNote>> {
  const { db, me, vault } = phone
  const records = await db.records.where('type').equals('device').toArray()
  const notes = new Map<string, DeviceNote>()
  for (const { author, envelope } of records) {
    const opened = author === me ? vault.open(envelope) : null
    if (!opened?.ok || opened.body.type !== 'device') continue
    const { sign, box } = opened.body
    const id = deviceId({ sign, box })
    // A note speaks for the device whose keys it names, and stands where that device's note belongs.
    if (envelope.id === noteId(phone, id)) notes.set(id, opened.body)
  }
  return notes
}

async function writeNote(
  phone: Phone,
  device: string,
  next: (note: DeviceNote | null) => DeviceNote | null,
): Promise<Saved> {
  const id = noteId(phone, device)
  const held = await readOwnBody(phone, id)
  if (next(held?.type === 'device' ? held : null) === null) return { ok: true }
  const edit: Edit = {
    id,
    audience: 'me',
    next: (current) => next(current?.type === 'device' ? current : null),
  }
  return writeRecords(phone, [edit])
}
