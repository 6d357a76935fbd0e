import type { Entry, WordField, Words } from '../../journal/entry.ts'
import { filledFields } from '../../journal/entry.ts'
import type { Move } from '../../journal/move.ts'
import { idOf, type OutboxRow, type StoredRecord } from '../database.ts'
import { ownKey, readCouple } from '../couple/couple.ts'
import type { Phone } from '../phone.ts'
import { cardId, isFor } from './card.ts'
import type { Unopened } from '../vault.ts'

/** What the screens read. Everything here works inside a Dexie live query. */

/** One place of the timeline, known without opening it. */
export interface Place {
  readonly key: string
  readonly at: number
}

/** All places in the order of the timeline. */
export async function readPlaces({ db }: Phone): Promise<Place[]> {
  const keys = (await db.records.orderBy('[at+key]').keys()) as unknown as [number, string][]
  return keys.map(([at, key]) => ({ key, at }))
}

/** Who may see a moment. */
export type Visibility =
  | { readonly to: 'me'; readonly loops: boolean }
  /** Waiting on this phone; nobody else can know of it. */
  | {
      readonly to: 'us'
      readonly open: false
      readonly opens: 'now' | 'morning' | 'week'
      readonly opensAt: string
      readonly words: readonly WordField[]
    }
  /** A card exists. */
  | { readonly to: 'us'; readonly open: true; readonly words: readonly WordField[] }

/** Where a moment is: on this phone alone, waiting for a network, at the partner's, or refused. */
export type MomentState = 'saved' | 'waiting' | 'shared' | 'parked'

/** One moment, opened. */
export interface Moment {
  readonly key: string
  readonly id: string
  readonly mine: boolean
  /** The id the detector knows it by: the card's once opened. */
  readonly moveId: string
  readonly move: Move
  /** Mine: all of them. The partner's: what is on the card. */
  readonly words: Words
  readonly visible: Visibility
  readonly state: MomentState
  /** Why it was refused, where it was. */
  readonly reason?: string
}

/** A moment that this phone cannot open. It stays where it is. */
export interface Unreadable {
  readonly key: string
  readonly mine: boolean
  readonly unreadable: Unopened
}

/** Opens the moments behind `keys`, in that order; keys that are gone are left out. */
export async function readMoments(
  phone: Phone,
  keys: readonly string[],
): Promise<(Moment | Unreadable)[]> {
  const [found, known] = await Promise.all([
    phone.db.records.bulkGet([...keys]),
    readCouple(phone.db),
  ])
  const couple = known?.id
  const records = found.filter((each) => each !== undefined)
  const own = records.filter((each) => each.author === phone.me)
  const entries = new Map<string, Entry>()
  for (const { key, envelope } of own) {
    const opened = phone.vault.open(envelope)
    if (opened.ok && opened.body.type === 'entry') entries.set(key, opened.body)
  }
  // Only what was ever to be shared can have a card: of the others there is nothing to look for.
  const cardKeys = [...entries]
    .filter(([, { sharing }]) => sharing.number > 0)
    .map(([key, entry]) => cardKeyOf(phone, idOf(key), entry))
  const [made, unsent] =
    cardKeys.length === 0
      ? [[], []]
      : await Promise.all([
          phone.db.records.bulkGet(cardKeys),
          phone.db.outbox.where('key').anyOf(cardKeys).toArray(),
        ])
  const cards = indexByKey(made, couple)
  const waiting = new Map<string, OutboxRow>(unsent.map((row) => [row.key, row]))
  return records
    .filter((each) => !each.envelope.deleted)
    .map((record) => {
      const entry = entries.get(record.key)
      if (entry) return ownMoment(phone, record, entry, cards, waiting, couple)
      return record.author === phone.me
        ? { key: record.key, mine: true, unreadable: reasonOf(phone, record) }
        : partnerMoment(phone, record)
    })
}

const cardKeyOf = (phone: Phone, id: string, { sharing }: Entry): string =>
  ownKey(phone, cardId(phone, id, sharing.number))

function indexByKey(
  records: readonly (StoredRecord | undefined)[],
  couple: string | undefined,
): Map<string, StoredRecord> {
  const found = records.filter((each) => each !== undefined)
  const open = found.filter(({ envelope }) => !envelope.deleted && envelope.couple === couple)
  return new Map(open.map((each) => [each.key, each]))
}

function reasonOf({ vault }: Phone, { envelope }: StoredRecord): Unopened {
  const opened = vault.open(envelope)
  return opened.ok ? 'not-understood' : opened.reason
}

function ownMoment(
  phone: Phone,
  { key, opensAt }: StoredRecord,
  entry: Entry,
  cards: ReadonlyMap<string, StoredRecord>,
  waiting: ReadonlyMap<string, OutboxRow>,
  couple: string | undefined,
): Moment {
  const id = idOf(key)
  const cardKey = entry.sharing.number > 0 ? cardKeyOf(phone, id, entry) : null
  const card = cardKey === null ? undefined : cards.get(cardKey)
  const common = { key, id, mine: true, move: entry.move, words: entry.words }
  if (!card || cardKey === null) {
    return {
      ...common,
      moveId: id,
      visible: visibilityOf(phone, entry, opensAt, couple),
      state: 'saved',
    }
  }
  const opened = phone.vault.open(card.envelope)
  const shown = opened.ok && opened.body.type === 'card' ? opened.body.words : {}
  const row = waiting.get(cardKey)
  return {
    ...common,
    moveId: idOf(cardKey),
    visible: { to: 'us', open: true, words: filledFields(shown) },
    state: row?.parked ? 'parked' : row || card.seq === null ? 'waiting' : 'shared',
    ...(row?.parked ? { reason: row.parked } : {}),
  }
}

function visibilityOf(
  phone: Phone,
  { sharing }: Entry,
  due: number | undefined,
  couple: string | undefined,
): Visibility {
  if (sharing.with === 'me') return { to: 'me', loops: sharing.loops }
  // What was given to an earlier couple waits for nobody now.
  if (couple === undefined || !isFor(phone, sharing, couple)) return { to: 'me', loops: true }
  const { opens, words } = sharing
  // The couple's day may have become another one since (`follow-week.ts`).
  const opensAt = due === undefined ? sharing.opensAt : new Date(due).toISOString()
  return { to: 'us', open: false, opens, opensAt, words }
}

function partnerMoment({ vault }: Phone, record: StoredRecord): Moment | Unreadable {
  const { key } = record
  const opened = vault.open(record.envelope)
  if (!opened.ok) return { key, mine: false, unreadable: opened.reason }
  if (opened.body.type !== 'card') return { key, mine: false, unreadable: 'not-understood' }
  const { move, words } = opened.body
  return {
    key,
    id: idOf(key),
    mine: false,
    moveId: idOf(key),
    move,
    words,
    visible: { to: 'us', open: true, words: filledFields(words) },
    state: 'shared',
  }
}

/** An own moment by the id of its entry; null when it is gone. */
export async function readMoment(phone: Phone, id: string): Promise<Moment | null> {
  const [moment] = await readMoments(phone, [ownKey(phone, id)])
  return moment && 'move' in moment ? moment : null
}

/** Texts of an own entry that lost: against another device's edit, or against a delete. Oldest first. */
export async function readPast(phone: Phone, id: string): Promise<Entry[]> {
  const records = await phone.db.records.where('type').equals('past').toArray()
  return records.flatMap(({ envelope }) => {
    const opened = phone.vault.open(envelope)
    return opened.ok && opened.body.type === 'past' && opened.body['of'] === id
      ? [(opened.body as { entry: Entry } & { type: string }).entry]
      : []
  })
}

const DAY = 24 * 60 * 60 * 1000

/** Own moments of the last 24 hours, newest first. */
export async function readToday(phone: Phone): Promise<Moment[]> {
  const now = phone.runtime.clock()
  const keys = await phone.db.records
    .where('[at+key]')
    .between([now - DAY, ''], [now + DAY, '\uffff'])
    .primaryKeys()
  const moments = await readMoments(
    phone,
    keys.filter((key) => key.startsWith(`${phone.me}/`)),
  )
  return moments.filter((each): each is Moment => 'move' in each).toReversed()
}
