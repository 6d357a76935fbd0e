import type { Phone } from '../../src/device/phone.ts'
import type { OutboxRow, StoredRecord } from '../../src/device/database.ts'
import { countHoles } from '../../src/device/sync/holes.ts'
import { fetchServerView } from '../../src/device/sync/server-view.ts'
import { readParked, STUMBLED } from '../../src/device/sync/status.ts'
import { syncOnce } from '../../src/device/sync/sync.ts'
import type { Body, UnknownBody } from '../../src/journal/body.ts'
import type { Words } from '../../src/journal/entry.ts'
import { type Book, isLastOf, type Ledger, missingTexts, replacedTexts } from './ledger.ts'
import { FIELDS } from './schedule.ts'
import { closedForWeek } from './weeks.ts'
import type { World } from './world.ts'

/** What must hold after every run, however bad it was. Each line that is answered is a promise broken. */

const DAY = 24 * 3_600_000
const MOST_ROUNDS = 14

/** Everything heals, the clocks are right again, and everybody syncs until nothing moves any more. */
export async function settle(world: World, ledger: Ledger): Promise<string[]> {
  const { turns, server, devices } = world
  await turns.runFor(server.settled())
  await turns.runFor(server.start())
  for (const device of devices) {
    device.network.link = 'good'
    device.disk.isFull = false
    for (const tab of device.tabs) {
      tab.thaw()
      tab.rest()
    }
  }
  // What is still on its way arrives, or runs out of patience.
  await turns.runUntil(turns.now + 120_000)
  for (const device of devices) for (const tab of device.tabs) if (tab.held) tab.held.doom = null
  const phones: Phone[] = []
  for (const device of devices) phones.push(await turns.runFor(device.tabs[0]!.open()))
  for (const [index, device] of devices.entries()) {
    // A wrong clock keeps nobody from syncing.
    const end = await turns.runFor(syncOnce(phones[index]!))
    if (end !== 'done') return [`${device.name}, its clock wrong, cannot sync: ${end}`]
    device.clockError = 0
  }
  if (ledger.weeks.length > 0) {
    for (let round = 0; round < 3; round += 1) {
      for (const phone of phones) await turns.runFor(syncOnce(phone))
    }
    const closed = await closedForWeek(world, phones, ledger)
    if (closed.length > 0) return closed
  }
  // All that cools is due at noon, eleven days on: what is kept for a week may have been put off to the next.
  turns.sleep(12 * DAY - ((turns.now - DAY / 2) % DAY))
  let before = ''
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const ends: string[] = []
    for (const phone of phones) ends.push(await turns.runFor(syncOnce(phone)))
    const now = JSON.stringify([ends, await standOf(world, phones)])
    if (now === before) {
      const bad = ends.findIndex((end) => end !== 'done')
      return bad < 0 ? [] : [`${devices[bad]!.name} cannot sync any more: ${ends[bad]}`]
    }
    before = now
    turns.sleep(60_000)
  }
  return [`it never settles: ${before}`]
}

async function standOf({ server, turns }: World, phones: readonly Phone[]): Promise<unknown> {
  const outboxes: number[] = []
  for (const phone of phones) outboxes.push(await turns.runFor(phone.db.outbox.count()))
  const heads = server.read('select person, seq from feed_heads order by person')
  const counts = server.read('select count(*) as n from superseded')
  return [heads, counts, outboxes]
}

interface Raw {
  readonly text?: string
  readonly weather?: string
  readonly words?: { readonly song?: string }
}

/** A device as it is in the end, opened. */
interface Device {
  readonly name: string
  readonly phone: Phone
  readonly records: ReadonlyMap<string, StoredRecord>
  readonly bodies: ReadonlyMap<string, Body | UnknownBody>
  /** The same with what only a newer version knows. */
  readonly raws: ReadonlyMap<string, Raw>
  readonly outbox: readonly OutboxRow[]
}

/** Judges a world that has settled. */
export async function judge(world: World, ledger: Ledger): Promise<string[]> {
  const { turns, devices, server } = world
  const opened: Device[] = []
  for (const device of devices) {
    const phone = await turns.runFor(device.tabs[0]!.open())
    opened.push(await turns.runFor(openDevice(device.name, phone)))
  }
  const [a1, a2, b1, b2] = opened as [Device, Device, Device, Device]
  const broken: string[] = [...world.errors, ...server.bugs.map((each) => `server: ${each}`)]
  const excused = excusedKeys(opened, ledger)
  for (const [own, other, theirs] of [
    [a1, a2, [b1, b2]],
    [b1, b2, [a1, a2]],
  ] as const) {
    broken.push(...compareOwn(own, other, excused))
    for (const partner of theirs) broken.push(...comparePartner(own, partner, excused))
  }
  broken.push(...compareServer(world, opened, excused))
  for (const device of opened)
    broken.push(...queueOf(device, excused, await turns.runFor(readParked(device.phone))))
  for (const [index, own] of [a1, b1].entries()) {
    broken.push(...journalOf(own, index === 0 ? a2 : b2, index as 0 | 1, ledger))
  }
  for (const { name, phone } of opened) {
    const hasStumbled = await turns.runFor(phone.db.state.get(STUMBLED))
    const isFull = devices.some((each) => each.name === name && each.hasBeenFull)
    if (hasStumbled && !isFull) broken.push(`something went wrong in the sync loop of ${name}`)
    const holes = await turns.runFor(countHoles(phone))
    if (holes !== 0) broken.push(`${name} misses writes nobody held back`)
  }
  if (broken.length === 0) broken.push(...(await cyclesOf(world, opened)))
  return broken
}

async function openDevice(name: string, phone: Phone): Promise<Device> {
  const rows = await phone.db.records.toArray()
  const records = new Map(rows.map((each) => [each.key, each]))
  const bodies = new Map<string, Body | UnknownBody>()
  const raws = new Map<string, Raw>()
  for (const { key, envelope } of rows) {
    const read = phone.vault.open(envelope)
    if (!read.ok) continue
    bodies.set(key, read.body)
    raws.set(key, read.raw as Raw)
  }
  return { name, phone, records, bodies, raws, outbox: await phone.db.outbox.toArray() }
}

/** What was made unfit on purpose: the server does not have to have it. Its cards are as good as any. */
function excusedKeys(devices: readonly Device[], ledger: Ledger): ReadonlySet<string> {
  const keys = new Set<string>()
  for (const { id, person, isPoisoned } of ledger.books.values()) {
    if (isPoisoned) keys.add(`${devices[person * 2]!.phone.me}/${id}`)
  }
  return keys
}

function compareOwn(own: Device, other: Device, excused: ReadonlySet<string>): string[] {
  const broken: string[] = []
  const mine = (device: Device) =>
    [...device.records.values()].filter((each) => each.author === own.phone.me)
  const digests = new Map(mine(other).map((each) => [each.key, each.digest]))
  for (const { key, digest } of mine(own)) {
    const there = digests.get(key)
    digests.delete(key)
    if (there === digest || excused.has(key)) continue
    broken.push(`${key} ${there ? 'differs' : 'is missing'} between ${own.name} and ${other.name}`)
  }
  for (const key of digests.keys()) {
    if (!excused.has(key)) broken.push(`${key} is on ${other.name} and not on ${own.name}`)
  }
  for (const device of [own, other]) {
    for (const { key, envelope } of mine(device)) {
      const read = device.phone.vault.open(envelope)
      if (!read.ok) broken.push(`${key} does not open on ${device.name}: ${read.reason}`)
    }
  }
  return broken
}

function comparePartner(own: Device, partner: Device, excused: ReadonlySet<string>): string[] {
  const broken: string[] = []
  for (const { key, audience, author, digest, envelope } of own.records.values()) {
    if (author !== own.phone.me || audience !== 'us' || excused.has(key)) continue
    const there = partner.records.get(key)
    if (there?.digest === digest && partner.bodies.has(key)) continue
    const what = envelope.deleted ? 'taken back' : 'shared'
    broken.push(
      `${key}, ${what} on ${own.name}, ${there ? 'differs' : 'is missing'} on ${partner.name}`,
    )
  }
  for (const { key, audience, author } of partner.records.values()) {
    if (author !== own.phone.me || excused.has(key)) continue
    if (audience !== 'us') broken.push(`${key} is private and on ${partner.name}`)
    if (!own.records.has(key)) broken.push(`${key} is on ${partner.name} and not with its author`)
  }
  return broken
}

function compareServer(
  { server }: World,
  devices: readonly Device[],
  excused: ReadonlySet<string>,
): string[] {
  const broken: string[] = []
  const rows = server.read<{
    author: string
    id: string
    digest: string
    audience: string
    move: string | null
  }>(
    "select author, id, digest, move, json_extract(envelope, '$.audience') as audience from records",
  )
  const held = new Map(rows.map((each) => [`${each.author}/${each.id}`, each]))
  for (const { key, audience, move } of rows.map((each) => ({
    ...each,
    key: `${each.author}/${each.id}`,
  }))) {
    if (audience === 'me' && move !== null) broken.push(`the server can read ${key}`)
  }
  for (const device of [devices[0]!, devices[2]!]) {
    for (const { key, author, digest } of device.records.values()) {
      if (author !== device.phone.me || excused.has(key)) continue
      const there = held.get(key)
      if (there?.digest !== digest) {
        broken.push(`${key} of ${device.name} ${there ? 'differs' : 'is missing'} at the server`)
      }
    }
  }
  return broken
}

function queueOf(
  { name, outbox }: Device,
  excused: ReadonlySet<string>,
  parked: readonly { readonly key: string }[],
): string[] {
  const shown = new Set(parked.map((each) => each.key))
  return outbox.flatMap((row) => {
    if (excused.has(row.key) && row.parked && shown.has(row.key)) return []
    return [`${row.key} is stuck on ${name}${row.parked ? `: ${row.parked}` : ''}`]
  })
}

/** Every entry that was kept is there, with its words; who may see it is what its author chose. */
function journalOf(own: Device, other: Device, person: 0 | 1, ledger: Ledger): string[] {
  const broken: string[] = []
  let unknown = 0
  for (const [key, body] of own.bodies) {
    if (body.type !== 'entry' || !key.startsWith(own.phone.me)) continue
    if (!ledger.books.has(key.slice(key.indexOf('/') + 1))) unknown += 1
  }
  if (unknown > ledger.unheardLogs[person]) broken.push(`${unknown} entries nobody made`)
  for (const book of ledger.books.values()) {
    if (book.person !== person) continue
    for (const device of [own, other]) {
      broken.push(...bookOf(device, book, [own, other]))
      if (!book.isPoisoned) broken.push(...newerOf(device, book))
    }
    if (!book.isPoisoned) broken.push(...sharingOf(own, book))
  }
  for (const [id, { person: whose }] of ledger.future) {
    if (whose !== person) continue
    for (const device of [own, other]) {
      const body = device.bodies.get(`${device.phone.me}/${id}`)
      if (body?.type !== 'unknown') broken.push(`${id} of a later version is not on ${device.name}`)
    }
  }
  const { id: ripple, acts } = ledger.ripple
  for (const device of person === 0 && ripple !== null ? [own, other] : []) {
    const text = device.raws.get(`${device.phone.me}/${ripple}`)?.text
    if (!isLastOf(acts, text)) broken.push(`${device.name} has "${text ?? ''}" of a newer version`)
  }
  for (const [name, loop] of ledger.loops) {
    if (loop.person !== person || loop.isErased === null) continue
    const isThere = [...own.bodies.values()].some(
      (each) => each.type === 'own-loop' && each['name'] === name,
    )
    if (isThere === loop.isErased)
      broken.push(`the loop ${name} is ${isThere ? 'still there' : 'lost'}`)
  }
  return broken
}

function bookOf(device: Device, book: Book, both: readonly Device[]): string[] {
  const broken: string[] = []
  const key = `${device.phone.me}/${book.id}`
  // What was made unfit may not have travelled: then it is where it was written.
  const where = book.isPoisoned ? both : [device]
  const entries = where.flatMap((each) => {
    const found = each.bodies.get(key)
    return found?.type === 'entry' ? [found] : []
  })
  const past = where.flatMap((each) =>
    [...each.bodies.values()].flatMap((found) =>
      found.type === 'past' && found['of'] === book.id ? [found['entry']] : [],
    ),
  )
  const deletes = book.texts.filter((act) => act.text === null && !act.isUndone)
  const isDeleted = entries.length === 0
  const name = `${book.id} on ${device.name}`
  if (isDeleted && !deletes.some((act) => act.heard !== 'refused'))
    broken.push(`${name} is gone, and nobody deleted it`)
  if (!isDeleted && !book.isPoisoned && deletes.some((act) => act.heard === 'said'))
    broken.push(`${name} is back from the dead`)
  const here = new Set([...entries, ...past].flatMap(({ words }) => textsIn(words)))
  for (const text of missingTexts(book, (each) => here.has(each), isDeleted)) {
    broken.push(`${name} has lost "${text}"`)
  }
  const replaced = replacedTexts(book)
  for (const entry of book.isPoisoned ? [] : entries) {
    for (const text of textsIn(entry.words)) {
      if (replaced.has(text)) broken.push(`${name} shows "${text}" again, which was replaced`)
    }
  }
  for (const act of book.texts) {
    if (act.heard === 'refused' && act.text !== null && here.has(act.text)) {
      broken.push(`${name} has "${act.text}", which was refused`)
    }
  }
  return broken
}

/** What a newer version wrote into a moment is there, whatever this one did with it. */
function newerOf({ name, phone, bodies, raws }: Device, { id, newer }: Book): string[] {
  const key = `${phone.me}/${id}`
  if (newer.length === 0 || bodies.get(key)?.type !== 'entry') return []
  const { weather, words } = raws.get(key)!
  return [weather, words?.song].flatMap((text) =>
    isLastOf(newer, text) ? [] : [`${id} on ${name} has "${text ?? ''}" of a newer version`],
  )
}

/** As a card's id is made, told once more: else two wrongs could agree. */
const cardId = ({ vault }: Phone, entry: string, number: number): string =>
  vault.deriveId('card', `${entry}/${number}`)

const textsIn = (words: Words): string[] =>
  FIELDS.flatMap((field) => (words[field] === undefined ? [] : [words[field]]))

function sharingOf(own: Device, book: Book): string[] {
  const { phone } = own
  const broken: string[] = []
  const body = own.bodies.get(`${phone.me}/${book.id}`)
  const open: number[] = []
  for (let number = 1; number < 12; number += 1) {
    const card = own.bodies.get(`${phone.me}/${cardId(phone, book.id, number)}`)
    if (card?.type === 'card') open.push(number)
  }
  if (body?.type !== 'entry') {
    return open.length > 0 ? [`${book.id} is deleted, and a card of it is open`] : []
  }
  const { sharing, move } = body
  if (open.length > 1) broken.push(`${book.id} has ${open.length} open cards`)
  if (sharing.with === 'me' && open.length > 0)
    broken.push(`${book.id} is its author's alone, and a card is open`)
  if (sharing.with === 'us' && open[0] !== sharing.number) {
    broken.push(
      `${book.id} is due to be open as ${sharing.number}, and ${open.join() || 'nothing'} is`,
    )
  }
  const card = own.bodies.get(`${phone.me}/${cardId(phone, book.id, open[0] ?? 0)}`)
  if (card?.type === 'card') {
    if (JSON.stringify(card['move']) !== JSON.stringify(move)) {
      broken.push(
        `${book.id} says one thing and its card another: ${JSON.stringify([move, card['move']])}`,
      )
    }
    const chosen = new Set(
      book.shares.flatMap(({ choice }) => (choice.with === 'us' ? choice.words : [])),
    )
    for (const field of FIELDS) {
      if (card['words'][field] !== undefined && !chosen.has(field)) {
        broken.push(`${book.id} shows ${field}, which nobody chose`)
      }
    }
  }
  return [...broken, ...chosenLast(book, sharing.with, open.length > 0)]
}

/** Where all choices were made on one device, the last one counts. */
function chosenLast(book: Book, now: 'me' | 'us', isOpen: boolean): string[] {
  const told = book.shares.filter((each) => each.heard !== 'refused')
  const last = told.at(-1)
  if (!last || last.choice.with === 'default') return []
  if (new Set(told.map((each) => each.device)).size > 1) return []
  // What nobody was told may have happened or not, and of two at once either may be the last.
  if (told.some((each) => each.heard === 'unheard')) return []
  if (told.some((each) => each !== last && each.ended > last.begun)) return []
  if (last.choice.with !== now)
    return [`${book.id}: ${last.choice.with} was chosen, and it is ${now}`]
  return now === 'us' && !isOpen ? [`${book.id} was given to both, and is not open`] : []
}

async function cyclesOf({ turns }: World, devices: readonly Device[]): Promise<string[]> {
  const broken: string[] = []
  // The second device of each holds the same records to the byte: one of each person is enough.
  for (const { name, phone } of [devices[0]!, devices[3]!]) {
    const told = await turns.runFor(fetchServerView(phone))
    if (!told.ok) return [...broken, `${name} gets no cycles: ${told.reason}`]
    const { comparison } = told.view
    if (comparison !== 'same') broken.push(`${name} and the API differ: ${comparison}`)
  }
  return broken
}
