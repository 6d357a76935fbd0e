import type { Entry, Sharing } from '../../journal/entry.ts'
import { instantOf } from '../../journal/move.ts'
import { isPromise, toMinute } from '../../journal/pause.ts'
import { type KnownCouple, ownKey, readOpenCouple } from '../couple/couple.ts'
import { idOf, type StoredRecord } from '../database.ts'
import type { Phone } from '../phone.ts'
import type { MomentState } from './read.ts'
import { contextAtHand, readTapContext, sharingOf } from './ready.ts'
import type { Edit } from '../edit.ts'
import { type Saved, writeWhile } from '../records.ts'
import { ownBodyIn } from '../stored-record.ts'
import { cardId, goneEdit, isOpen, whileOpenIs } from './card.ts'
import { openingAt, readHours } from './opening.ts'
import { toWhen } from './zones.ts'

/**
 * "I'll be back at 20:40." An own moment becomes a pause: the entry stays inside its record, with all
 * that was written about it, and is no move while it does. A partner gets a card of the pause at once.
 */

/** A pause, as the screens show it. */
export interface Pause {
  readonly key: string
  /** The id of the moment it was made of; of the partner's, the id of its card. */
  readonly id: string
  readonly mine: boolean
  /** When it began, and when its author said they would be back, as a move's `at`. */
  readonly at: string
  readonly until: string
  /** Mine: when I came back, once I have said so. Nobody else can tell. */
  readonly ended?: string
  /** Where its card is; `saved` where nobody is to get one. */
  readonly state: MomentState
}

/** `past`: the time promised is not ahead, or more than a week away. */
export type Promised = Saved | { ok: false; reason: 'past' }

const pauseCardId = ({ vault }: Phone, entry: string, number: number): string =>
  vault.deriveId('pause-card', `${entry}/${number}`)

/**
 * Promises to be back at `until`, an instant in ms, which is taken to the minute. Makes the moment a
 * pause, or changes the time of the pause it is. Words and cards of the moment stay with its author.
 */
export async function promiseReturn(phone: Phone, id: string, until: number): Promise<Promised> {
  const { runtime } = phone
  const minute = toMinute(until)
  if (!isPromise(minute, runtime.clock())) return { ok: false, reason: 'past' }
  const { body: held, ...as } = await readAsItIs(phone, id)
  if (held?.type !== 'entry' && held?.type !== 'pause') return { ok: false, reason: 'gone' }
  const entry = held.type === 'pause' ? held.entry : held
  const before = held.type === 'pause' ? held.number : 0
  const couple = await readOpenCouple(phone.db)
  const open = await isOpen(phone, id, entry.sharing)
  const number = couple ? await numberFor(phone, id, before, couple.id) : before
  const when = toWhen(minute, runtime.zone())
  const edits: Edit[] = [
    {
      id,
      audience: 'me',
      next: (now) =>
        now?.type === 'pause'
          ? { ...now, until: when, number, ended: undefined }
          : now?.type === 'entry'
            ? {
                type: 'pause',
                entry: { ...now, sharing: cooled(now.sharing, open) },
                until: when,
                number,
              }
            : null,
    },
  ]
  if (couple) edits.push(cardEdit(phone, id, number, entry, when))
  if (couple && open) edits.push(goneEdit(cardId(phone, id, entry.sharing.number), 'us'))
  const seen = { id, sharing: entry.sharing, open, ...as }
  return whileOpenIs(phone, seen, edits, couple?.id ?? null, () => promiseReturn(phone, id, until))
}

/** Takes the promise back: the moment is again what it was kept as, and the partner's card goes. */
export async function takeBackPause(phone: Phone, id: string): Promise<Saved> {
  const { body: pause, digest } = await readAsItIs(phone, id)
  if (pause?.type !== 'pause') return { ok: false, reason: 'gone' }
  const edits = [await entryAgain(phone, id, await readOpenCouple(phone.db))]
  // Also from a couple that was left: what one promised stays one's own to take back.
  const holder = await holderOf(phone, id, pause.number)
  if (holder !== null) edits.push(goneEdit(pauseCardId(phone, id, pause.number), 'us'))
  return whileIs(phone, id, digest, edits, holder, () => takeBackPause(phone, id))
}

/**
 * Answers "Did you come back?". Yes is a turning back, kept as a moment of its own at the promised
 * time, or now where that is still ahead; the partner's card then ends now. No makes it a stepping
 * back again. The partner's phone is told neither.
 */
export async function answerPause(phone: Phone, id: string, cameBack: boolean): Promise<Saved> {
  const { body: pause, digest } = await readAsItIs(phone, id)
  if (pause?.type !== 'pause') return { ok: false, reason: 'gone' }
  const again = () => answerPause(phone, id, cameBack)
  const couple = await readOpenCouple(phone.db)
  if (!cameBack) {
    return whileIs(phone, id, digest, [await entryAgain(phone, id, couple)], null, again)
  }
  const { runtime, vault } = phone
  const now = runtime.clock()
  const until = instantOf(pause.until)
  const ended = toWhen(Math.min(now, until), runtime.zone())
  const sharing = sharingOf(contextAtHand(phone) ?? (await readTapContext(phone)), now)
  const edits: Edit[] = [
    {
      id,
      audience: 'me',
      next: (current) => (current?.type === 'pause' ? { ...current, ended } : null),
    },
    {
      // Derived, so that two devices that both say yes make one turning back.
      id: vault.deriveId('return', `${id}/${pause.until}`),
      audience: 'me',
      next: (current) =>
        current ? null : { type: 'entry', move: { kind: 'repair', at: ended }, words: {}, sharing },
    },
  ]
  const holder = await holderOf(phone, id, pause.number)
  if (couple && couple.id === holder && now < until) {
    edits.push(cardEdit(phone, id, pause.number, pause.entry, ended))
  }
  return whileIs(phone, id, digest, edits, couple?.id ?? null, again)
}

/** Every pause that this phone knows of, both people's, in the order in which they began. */
export async function readPauses(phone: Phone): Promise<Pause[]> {
  const { db, me } = phone
  const [records, couple] = await Promise.all([
    db.records.where('type').anyOf('pause', 'pause-card').toArray(),
    readOpenCouple(db),
  ])
  const pauses: Pause[] = []
  for (const record of records) {
    const opened = phone.vault.open(record.envelope)
    if (!opened.ok) continue
    const { body } = opened
    if (body.type === 'pause' && record.author === me) {
      const { entry, until, number, ended } = body
      const id = idOf(record.key)
      const card = ownKey(phone, pauseCardId(phone, id, number))
      const state = number === 0 ? 'saved' : await stateOf(phone, card)
      const common = { key: record.key, id, mine: true, at: entry.move.at, until, state }
      pauses.push(ended === undefined ? common : { ...common, ended })
    } else if (body.type === 'pause-card' && isFromPartner(record, couple)) {
      const { at, until } = body
      pauses.push({
        key: record.key,
        id: idOf(record.key),
        mine: false,
        at,
        until,
        state: 'shared',
      })
    }
  }
  return pauses.toSorted((a, b) => instantOf(a.at) - instantOf(b.at))
}

/** An own pause by the id of its moment; null where it is none. */
export async function readPause(phone: Phone, id: string): Promise<Pause | null> {
  const pauses = await readPauses(phone)
  return pauses.find((each) => each.mine && each.id === id) ?? null
}

const isFromPartner = ({ author, envelope }: StoredRecord, couple: KnownCouple | null): boolean =>
  couple !== null && author === couple.partner && envelope.couple === couple.id

/** An own moment, and by what to know whether it is still the same. */
async function readAsItIs(phone: Phone, id: string) {
  const record = await phone.db.records.get(ownKey(phone, id))
  return { body: ownBodyIn(phone, record), digest: record?.digest }
}

/** Writes edits that rest on the moment as it was read. If it has become another meanwhile, `again` decides anew. */
async function whileIs(
  phone: Phone,
  id: string,
  digest: string | undefined,
  edits: readonly Edit[],
  couple: string | null,
  again: () => Promise<Saved>,
): Promise<Saved> {
  const isSame = async () => (await phone.db.records.get(ownKey(phone, id)))?.digest === digest
  const saved = await writeWhile(phone, edits, couple, isSame)
  return !saved.ok && saved.reason === 'changed' ? again() : saved
}

/** The moment as it was. What would have opened meanwhile gets a night of its own once more. */
async function entryAgain(phone: Phone, id: string, couple: KnownCouple | null): Promise<Edit> {
  const now = phone.runtime.clock()
  const hours = await readHours(phone, couple)
  return {
    id,
    audience: 'me',
    next(current) {
      if (current?.type !== 'pause') return null
      const { sharing } = current.entry
      if (sharing.with !== 'us' || Date.parse(sharing.opensAt) > now + hours.behind)
        return current.entry
      const opensAt = new Date(openingAt(now, hours, sharing.opens)).toISOString()
      return { ...current.entry, sharing: { ...sharing, opensAt } }
    },
  }
}

/** A card that was open is taken back with the pause, and does not open again by itself. */
function cooled(sharing: Sharing, open: boolean): Sharing {
  return sharing.with === 'us' && (open || sharing.opens === 'now')
    ? { with: 'me', number: sharing.number, loops: true }
    : sharing
}

function cardEdit(phone: Phone, id: string, number: number, entry: Entry, until: string): Edit {
  const { at } = entry.move
  const began = at.length === 10 ? toWhen(phone.runtime.clock(), phone.runtime.zone()) : at
  return {
    id: pauseCardId(phone, id, number),
    audience: 'us',
    next: () => ({ type: 'pause-card', at: began, until }),
  }
}

/** A card taken back is never written again, nor is one of another couple: promising anew makes the next one. */
async function numberFor(
  phone: Phone,
  id: string,
  before: number,
  couple: string,
): Promise<number> {
  for (let number = Math.max(1, before); ; number += 1) {
    const card = await phone.db.records.get(ownKey(phone, pauseCardId(phone, id, number)))
    if (!card || (!card.envelope.deleted && card.envelope.couple === couple)) return number
  }
}

/** The couple in which a pause's card lies open, be it one that was left since; null without a card. */
async function holderOf(phone: Phone, id: string, number: number): Promise<string | null> {
  const card = await phone.db.records.get(ownKey(phone, pauseCardId(phone, id, number)))
  return card && !card.envelope.deleted ? card.envelope.couple : null
}

async function stateOf({ db }: Phone, key: string): Promise<MomentState> {
  const [card, row] = await Promise.all([
    db.records.get(key),
    db.outbox.where('key').equals(key).last(),
  ])
  if (row?.parked) return 'parked'
  return row || card?.seq == null ? 'waiting' : 'shared'
}
