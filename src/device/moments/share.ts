import type { Body, Settings } from '../../journal/body.ts'
import type { Entry, Sharing, WordField, Words } from '../../journal/entry.ts'
import type { Move } from '../../journal/move.ts'
import {
  type KnownCouple,
  ownKey,
  readCouple,
  readerZone,
  readOpenCouple,
} from '../couple/couple.ts'
import { type Beat, readRhythm } from '../couple/rhythm.ts'
import type { Phone } from '../phone.ts'
import { type Edit, readOwnBody, type Saved, writeRecords, writeWhile } from '../records.ts'
import { isOpeningHour, nextMorning, nextWeek } from './zones.ts'

/** What the author may choose for an entry. An empty list of words is the moment alone. */
export type Choice =
  | { readonly with: 'me'; readonly loops: boolean }
  | {
      readonly with: 'us'
      readonly opens: 'now' | 'morning' | 'week'
      readonly words: readonly WordField[]
    }

/** The id of an entry's card: the same on every device of its author, another each time it is shared anew. */
export const cardId = ({ vault }: Phone, entry: string, number: number): string =>
  vault.deriveId('card', `${entry}/${number}`)

/** Exactly what the partner gets of an entry: its move, and the fields chosen. */
export function cardOf(
  entry: { readonly move: Move; readonly words: Words },
  fields: readonly WordField[],
): { move: Move; words: Words } {
  const words: Words = {}
  for (const field of fields) {
    if (entry.words[field] !== undefined) Object.assign(words, { [field]: entry.words[field] })
  }
  return { move: entry.move, words }
}

/** Whether an entry's card has been made and not taken back, in the couple this phone knows. */
export async function isOpen(phone: Phone, id: string, sharing: Sharing): Promise<boolean> {
  const couple = await coupleOfCard(phone, id, sharing)
  return couple !== null && couple === (await readCouple(phone.db))?.id
}

/** The couple in which an entry's card lies open, be it one that was left since; null without a card. */
export async function coupleOfCard(
  phone: Phone,
  id: string,
  sharing: Sharing,
): Promise<string | null> {
  if (sharing.number === 0) return null
  const card = await phone.db.records.get(ownKey(phone, cardId(phone, id, sharing.number)))
  return card && !card.envelope.deleted ? card.envelope.couple : null
}

/** Whether who may see an entry was chosen for this couple, and not for an earlier one. */
export function isFor({ vault }: Phone, sharing: Sharing, couple: string): boolean {
  if (sharing.with === 'me') return false
  if (sharing.couple !== undefined) return sharing.couple === couple
  // From before a choice said for whom: there was no other couple then.
  return vault.keyring.us.every((each) => each.couple === couple)
}

/** The edit that makes, or changes, the card of an entry. */
export const cardEdit = (
  phone: Phone,
  id: string,
  number: number,
  entry: { readonly move: Move; readonly words: Words },
  fields: readonly WordField[],
): Edit => ({
  id: cardId(phone, id, number),
  audience: 'us',
  next: () => ({ type: 'card', ...cardOf(entry, fields) }),
})

/** The edit that takes a card back. */
export const goneEdit = (id: string, audience: 'me' | 'us', heldUntil?: number): Edit => ({
  id,
  audience,
  next: () => ({ type: 'gone' }),
  ...(heldUntil === undefined ? {} : { heldUntil }),
})

/**
 * Changes who may see an entry. Only me takes an open card back; us on an open one changes the words
 * on the card. `alone`: there is nobody to share with.
 */
export async function chooseSharing(
  phone: Phone,
  id: string,
  choice: Choice,
): Promise<Saved | { ok: false; reason: 'alone' }> {
  const { digest } = (await phone.db.records.get(ownKey(phone, id))) ?? {}
  const entry = await readOwnBody(phone, id)
  if (entry?.type !== 'entry') return { ok: false, reason: 'gone' }
  const couple = await readOpenCouple(phone.db)
  const open = await isOpen(phone, id, entry.sharing)
  if (choice.with === 'me') {
    const { number } = entry.sharing
    const edits = [sharingEdit(id, { with: 'me', number, loops: choice.loops })]
    // Also from a couple that was left: what one shared stays one's own to take back.
    const holder = await coupleOfCard(phone, id, entry.sharing)
    if (holder !== null) edits.push(goneEdit(cardId(phone, id, number), 'us'))
    return whileOpenIs(phone, { id, sharing: entry.sharing, open }, edits, holder, () =>
      chooseSharing(phone, id, choice),
    )
  }
  if (!couple) return { ok: false, reason: 'alone' }
  const number = open
    ? entry.sharing.number
    : await nextNumber(phone, id, entry.sharing.number, couple.id)
  const opens = open ? 'now' : choice.opens
  const sharing: Sharing = {
    with: 'us',
    number,
    opens,
    opensAt: new Date(
      openingAt(phone.runtime.clock(), await readHours(phone, couple), opens),
    ).toISOString(),
    words: [...choice.words],
    couple: couple.id,
  }
  const edits = [sharingEdit(id, sharing)]
  if (opens === 'now') edits.push(cardEdit(phone, id, number, entry, choice.words))
  const seen = { id, sharing: entry.sharing, open, digest }
  return whileOpenIs(phone, seen, edits, couple.id, () => chooseSharing(phone, id, choice))
}

/**
 * Writes edits that were made for an entry whose card is there, or is not. If it comes or goes
 * meanwhile (a sync opens what is due), nothing is written and `again` decides anew. With a digest also
 * if the entry itself has changed: for a card that is made of it.
 */
export async function whileOpenIs<T>(
  phone: Phone,
  seen: {
    readonly id: string
    readonly sharing: Sharing
    readonly open: boolean
    readonly digest?: string | undefined
  },
  edits: readonly Edit[],
  couple: string | null,
  again: () => Promise<T>,
): Promise<Saved | T> {
  const { id, sharing, open, digest } = seen
  const isSame = async () =>
    digest === undefined || (await phone.db.records.get(ownKey(phone, id)))?.digest === digest
  const holds = async () => (await isOpen(phone, id, sharing)) === open && (await isSame())
  const saved = await writeWhile(phone, edits, couple, holds)
  return !saved.ok && saved.reason === 'changed' ? again() : saved
}

function sharingEdit(id: string, sharing: Sharing): Edit {
  return {
    id,
    audience: 'me',
    next: (current) => (current?.type === 'entry' ? { ...current, sharing } : null),
  }
}

/**
 * A card taken back is never written again, nor is one of another couple: sharing anew makes the next.
 */
async function nextNumber(
  phone: Phone,
  id: string,
  number: number,
  couple: string,
): Promise<number> {
  for (let next = Math.max(1, number); ; next += 1) {
    const card = await phone.db.records.get(ownKey(phone, cardId(phone, id, next)))
    if (!card || (!card.envelope.deleted && card.envelope.couple === couple)) return next
  }
}

/** By whose clock things open: mornings are the reader's, the week is the one the two chose. */
export interface Hours {
  readonly reader: string
  readonly week: Beat
}

export const readHours = async (phone: Phone, couple: KnownCouple | null): Promise<Hours> => ({
  reader: couple ? await readerZone(phone, couple) : phone.runtime.zone(),
  week: await readRhythm(phone),
})

/** When an entry opens that its author gave to the couple at `now`. */
export function openingAt(
  now: number,
  { reader, week }: Hours,
  opens: 'now' | 'morning' | 'week',
): number {
  if (opens === 'now') return now
  return opens === 'morning' ? nextMorning(now, reader) : nextWeek(now, week, reader)
}

const settingsId = ({ vault }: Phone): string => vault.deriveId('settings', '')

/** Chooses what happens to entries made from now on. Nothing already written changes. */
export async function chooseDefault(phone: Phone, sharing: Settings['sharing']): Promise<Saved> {
  const since = new Date(phone.runtime.clock()).toISOString()
  const edit: Edit = {
    id: settingsId(phone),
    audience: 'me',
    next: (current) => ({
      ...(current?.type === 'settings' ? current : {}),
      type: 'settings',
      sharing,
      since,
    }),
  }
  return writeRecords(phone, [edit])
}

/** The author's default; only me until chosen. */
export async function readDefault(phone: Phone): Promise<Settings['sharing']> {
  const settings = await readOwnBody(phone, settingsId(phone))
  return settings?.type === 'settings' ? settings.sharing : 'me'
}

/**
 * Makes the cards that are due, if it is a waking hour at the reader. Called by a sync that reaches
 * the server; until then nobody can know of them, and changing one's mind always works.
 */
export async function openDue(phone: Phone): Promise<number> {
  const couple = await readOpenCouple(phone.db)
  const now = phone.runtime.clock()
  const cooling = couple ? await readCooling(phone, now, couple.id) : []
  if (!couple || cooling.length === 0) return 0
  if (!isOpeningHour(now, await readerZone(phone, couple))) return 0
  return makeCards(phone, couple.id, cooling)
}

/** Makes the cards of entries that open, as they were read. Answers how many. */
export async function makeCards(
  phone: Phone,
  couple: string,
  cooling: readonly Cooling[],
): Promise<number> {
  let opened = 0
  for (const { id, entry, row, digest } of cooling) {
    const { sharing } = entry
    if (sharing.with !== 'us') continue
    if (await isOpen(phone, id, sharing)) {
      await phone.db.records
        .where('key')
        .equals(row)
        .modify((record) => {
          delete record.opensAt
        })
      continue
    }
    const card = await phone.db.records.get(ownKey(phone, cardId(phone, id, sharing.number)))
    if (card?.envelope.deleted) {
      await stayMine(phone, id, sharing.number)
      continue
    }
    // Its author may have changed their mind since it was read: then it is not opened.
    const saved = await writeWhile(
      phone,
      [cardEdit(phone, id, sharing.number, entry, sharing.words)],
      couple,
      async () => (await phone.db.records.get(row))?.digest === digest,
    )
    if (!saved.ok) continue
    opened += 1
  }
  return opened
}

/**
 * One device gave the entry to both while another one took its card back: then it stays with its
 * author, who can give it again.
 */
async function stayMine(phone: Phone, id: string, number: number): Promise<void> {
  const next = (current: Body | null) =>
    current?.type === 'entry' && current.sharing.with === 'us' && current.sharing.number === number
      ? { ...current, sharing: { with: 'me', number, loops: true } as const }
      : null
  await writeRecords(phone, [{ id, audience: 'me', next }])
}

/** An entry that opens later, with its row as it was read. */
export interface Cooling {
  readonly id: string
  readonly row: string
  readonly digest: string
  readonly entry: Entry
}

/** The own entries that open to the couple up to an instant, in ms. */
export async function readCooling(phone: Phone, until: number, couple: string): Promise<Cooling[]> {
  const rows = await phone.db.records.where('opensAt').belowOrEqual(until).toArray()
  const cooling: Cooling[] = []
  for (const { key, envelope, digest } of rows) {
    const opened = phone.vault.open(envelope)
    if (!opened.ok || opened.body.type !== 'entry') continue
    if (!isFor(phone, opened.body.sharing, couple)) continue
    cooling.push({ id: envelope.id, row: key, digest, entry: opened.body })
  }
  return cooling
}
