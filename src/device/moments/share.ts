import type { Body, Settings } from '../../journal/body.ts'
import type { Entry, Sharing, WordField, Words } from '../../journal/entry.ts'
import type { Move } from '../../journal/move.ts'
import { ownKey, readerZone, readOpenCouple } from '../couple/couple.ts'
import type { Phone } from '../phone.ts'
import type { Database } from '../database.ts'
import { type Edit, readGround } from '../edit.ts'
import { type Saved, writeRecords, writeWhile } from '../records.ts'
import { ownBodyIn } from '../stored-record.ts'
import { earliestNow } from '../sure-time.ts'
import { cardId, coupleOfCard, goneEdit, isFor, isOpen, whileOpenIs } from './card.ts'
import { openingAt, readHours, settingsId } from './opening.ts'
import { isOpeningHour } from './zones.ts'

/** What the author may choose for an entry. An empty list of words is the moment alone. */
export type Choice =
  | { readonly with: 'me'; readonly loops: boolean }
  | {
      readonly with: 'us'
      readonly opens: 'now' | 'morning' | 'week'
      readonly words: readonly WordField[]
    }

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

/**
 * Changes who may see an entry. Only me takes an open card back; us on an open one changes the words
 * on the card. `alone`: there is nobody to share with.
 */
export async function chooseSharing(
  phone: Phone,
  id: string,
  choice: Choice,
): Promise<Saved | { ok: false; reason: 'alone' }> {
  const now = takeReady(phone, id) ?? (await readAsItIs(phone, id))
  if (!now) return { ok: false, reason: 'gone' }
  const { digest, entry, couple, open } = now
  if (choice.with === 'me') {
    const { number } = entry.sharing
    const edits = [sharingEdit(id, { with: 'me', number, loops: choice.loops })]
    // Also from a couple that was left: what one shared stays one's own to take back.
    const holder = await coupleOfCard(phone, id, entry.sharing)
    if (holder !== null) edits.push(goneEdit(cardId(phone, id, number), 'us'))
    // Another tab may be giving it to both right now: then there is a card to take back.
    return whileOpenIs(phone, { id, sharing: entry.sharing, open, digest }, edits, holder, () =>
      chooseSharing(phone, id, choice),
    )
  }
  if (!couple) return { ok: false, reason: 'alone' }
  const number = open ? entry.sharing.number : now.next
  const opens = open ? 'now' : choice.opens
  const sharing: Sharing = {
    with: 'us',
    number,
    opens,
    opensAt: new Date(openingAt(phone.runtime.clock(), now.hours, opens)).toISOString(),
    words: [...choice.words],
    couple: couple.id,
  }
  const edits = [sharingEdit(id, sharing)]
  if (opens === 'now') edits.push(cardEdit(phone, id, number, entry, choice.words))
  const seen = { id, sharing: entry.sharing, open, digest }
  const again = () => chooseSharing(phone, id, choice)
  return whileOpenIs(phone, seen, edits, couple.id, again, now.ground)
}

type AsItIs = NonNullable<Awaited<ReturnType<typeof readAsItIs>>>
interface Ready {
  readonly id: string
  readonly now: AsItIs | null
  readonly stop: () => void
}
const atHand = new WeakMap<Database, Ready>()

/**
 * Keeps at hand what a choice about this moment rests on, while its author looks at what the other would get:
 * reading it takes as long as writing. Answers how to stop.
 */
export function keepChoiceReady(phone: Phone, id: string): () => void {
  const { db } = phone
  const subscription = phone
    .live(() => readAsItIs(phone, id))
    .subscribe({
      next: (now) => atHand.set(db, { id, now, stop }),
      // The database went away: the choice reads for itself.
      error: () => atHand.delete(db),
    })
  function stop(): void {
    subscription.unsubscribe()
    atHand.delete(db)
  }
  return stop
}

/**
 * What is at hand, once: whoever finds that it does not hold any more reads for themselves. It is not kept
 * any longer: to read it again would be the first thing to happen when the choice has been written.
 */
function takeReady({ db }: Phone, id: string): AsItIs | null {
  const ready = atHand.get(db)
  ready?.stop()
  return ready?.id === id ? ready.now : null
}

/** What a choice rests on; null where there is no such entry. All at once: one by one it costs more than the write. */
const readAsItIs = (phone: Phone, id: string) =>
  phone.db.transaction('r', phone.db.records, phone.db.outbox, phone.db.state, async () =>
    readChoice(phone, id),
  )

async function readChoice(phone: Phone, id: string) {
  const [record, couple] = await Promise.all([
    phone.db.records.get(ownKey(phone, id)),
    readOpenCouple(phone.db),
  ])
  const entry = ownBodyIn(phone, record)
  if (entry?.type !== 'entry') return null
  const { number, with: shown } = entry.sharing
  // What was kept back may have opened on another device, and be taken back by it: that card is not made again.
  const least = shown === 'me' ? number + 1 : number
  const [open, next, hours] = await Promise.all([
    isOpen(phone, id, entry.sharing),
    couple ? nextNumber(phone, id, least, couple.id) : 0,
    readHours(phone, couple),
  ])
  const card = cardId(phone, id, open ? entry.sharing.number : next)
  const ground = await readGround(phone, [id, card])
  return { digest: record?.digest, entry, couple, open, next, hours, ground }
}

export function sharingEdit(id: string, sharing: Sharing): Edit {
  return {
    id,
    audience: 'me',
    next: (current) => (current?.type === 'entry' ? { ...current, sharing } : null),
  }
}

/**
 * A card taken back is never written again, nor is one of another couple: sharing anew makes the next.
 */
export async function nextNumber(
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

/**
 * Makes the cards that are due, if it is a waking hour at the reader: by both clocks, for what has been
 * opened too early cannot be unsaid. Called by a sync that reaches the server; until then nobody can know of
 * them, and changing one's mind always works.
 */
export async function openDue(phone: Phone): Promise<number> {
  const couple = await readOpenCouple(phone.db)
  const now = await earliestNow(phone)
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
  /** When it opens, in ms: what is sealed inside, or what the couple's day has become since (`follow-week.ts`). */
  readonly opensAt: number
  readonly entry: Entry
}

/** The own entries that open to the couple up to an instant, in ms. */
export async function readCooling(phone: Phone, until: number, couple: string): Promise<Cooling[]> {
  const rows = await phone.db.records.where('opensAt').belowOrEqual(until).toArray()
  const cooling: Cooling[] = []
  for (const { key, envelope, digest, opensAt = until } of rows) {
    const opened = phone.vault.open(envelope)
    if (!opened.ok || opened.body.type !== 'entry') continue
    if (!isFor(phone, opened.body.sharing, couple)) continue
    cooling.push({ id: envelope.id, row: key, digest, opensAt, entry: opened.body })
  }
  return cooling
}
