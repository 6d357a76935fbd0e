import type { Card } from '../../journal/body.ts'
import { type Entry, filledFields, type Sharing } from '../../journal/entry.ts'
import { isWith, namedByBoth, readNamed } from '../../journal/restore.ts'
import { cardId, goneEdit } from '../moments/card.ts'
import { cardEdit, nextNumber, sharingEdit } from '../moments/share.ts'
import type { Phone } from '../phone.ts'
import type { Edit } from '../edit.ts'
import { type Saved, writeRecords, writeWhile } from '../records.ts'
import { readOwnBody } from '../stored-record.ts'
import { readCursor } from '../sync/cursor.ts'
import { type KnownCouple, ownKey, readOpenCouple } from './couple.ts'

/**
 * Two again with the same person: nothing of before comes back unless both say so. Each says it for
 * themselves, and no phone shows what the other has said until its owner has said the same. Then each
 * phone opens its owner's own moments once more, as they had stood on their cards: new cards of this
 * couple, which the timeline, the detector and their author's taking back know like any other. What was
 * taken back, kept for oneself or never opened has no card that lies open, and stays where it is.
 */

/** `open`: this person has not said so, whatever the other has. `said`: they have, and the other not. */
export type Restoring = 'open' | 'said' | 'both'

/** Whether there is a before with the same person, and what has been said; null without. */
export async function readRestore(phone: Phone): Promise<Restoring | null> {
  const couple = await readOpenCouple(phone.db)
  if (!couple || (await readEarlierWith(phone, couple.partner)).length === 0) return null
  const { mine, theirs } = await readSaid(phone, couple)
  if (mine.length === 0) return 'open'
  return namedByBoth(mine, theirs).length > 0 ? 'both' : 'said'
}

/**
 * Says that it may come back, or takes that back, which changes nothing any more once both have said so.
 * `nothing`: there is no before with this person.
 */
export async function sayRestore(
  phone: Phone,
  mayComeBack: boolean,
): Promise<Saved | { ok: false; reason: 'nothing' }> {
  const couple = await readOpenCouple(phone.db)
  const earlier = couple ? await readEarlierWith(phone, couple.partner) : []
  if (!couple || earlier.length === 0) return { ok: false, reason: 'nothing' }
  const edit: Edit = {
    id: ownId(phone, couple),
    audience: 'us',
    next: () => ({ type: 'restore', of: mayComeBack ? earlier : [] }),
  }
  return writeRecords(phone, [edit], couple.id)
}

const DONE = 'brought-back'
const AT_ONCE = 50

/** Where both have said so: opens the own moments again. Once; nothing to do is the rule. */
export async function bringBack(phone: Phone): Promise<void> {
  const { db } = phone
  const couple = await readOpenCouple(db)
  if (!couple) return
  const { mine, theirs } = await readSaid(phone, couple)
  const earlier = await readEarlierWith(phone, couple.partner)
  const agreed = namedByBoth(namedByBoth(mine, theirs), earlier)
  const value = [couple.id, ...agreed].join(' ')
  if (agreed.length === 0 || (await db.state.get(DONE))?.value === value) return
  const { closed, behind } = await findCards(phone, couple.id, new Set(agreed))
  for (let start = 0; start < closed.length; start += AT_ONCE) {
    await reopen(phone, couple.id, closed.slice(start, start + AT_ONCE))
  }
  for (const [of, edits] of behind) await writeRecords(phone, edits, of)
  // While the past of a new phone arrives, there may be more.
  const isAll = closed.length === 0 && behind.size === 0 && (await readCursor(phone))?.tail === 0
  if (isAll) await db.state.put({ name: DONE, value })
}

const ownId = ({ vault }: Phone, { id }: KnownCouple): string => vault.deriveId('restore', id)

/** The couples of before that this person was in with `partner`. */
async function readEarlierWith(phone: Phone, partner: string): Promise<string[]> {
  const records = await phone.db.records.where('type').equals('earlier-keys').toArray()
  return records.flatMap(({ author, envelope }) => {
    const opened = author === phone.me ? phone.vault.open(envelope) : null
    const note = opened?.ok && opened.body.type === 'earlier-keys' ? opened.body : null
    return note && isWith(note, partner) ? [note.couple] : []
  })
}

async function readSaid(
  phone: Phone,
  couple: KnownCouple,
): Promise<{ mine: readonly string[]; theirs: readonly string[] }> {
  const own = await readOwnBody(phone, ownId(phone, couple))
  const mine = own?.type === 'restore' ? readNamed(own) : []
  const records = await phone.db.records.where('type').equals('restore').toArray()
  const theirs = records.flatMap(({ author, envelope }) => {
    if (author !== couple.partner || envelope.couple !== couple.id) return []
    const opened = phone.vault.open(envelope)
    return opened.ok && opened.body.type === 'restore' ? readNamed(opened.body) : []
  })
  return { mine, theirs }
}

/** An own moment whose card lies in a couple of before, and that card. */
interface Closed {
  readonly id: string
  readonly entry: Entry
  readonly card: Card
  /** Both, as they were read: what changes meanwhile is looked at again. */
  readonly digests: readonly (readonly [key: string, digest: string])[]
}

/**
 * What is to be opened again, and the cards of before that stand behind one that the server has by now:
 * they go, so that taking the moment back takes all of it.
 */
async function findCards(phone: Phone, couple: string, agreed: ReadonlySet<string>) {
  const { db, me, vault } = phone
  const closed: Closed[] = []
  const behind = new Map<string, Edit[]>()
  const isBefore = (of: string | null): of is string => of !== null && agreed.has(of)
  for (const record of await db.records.where('audience').equals('me').toArray()) {
    if (record.author !== me || record.envelope.deleted) continue
    const opened = vault.open(record.envelope)
    if (!opened.ok || opened.body.type !== 'entry') continue
    const { id } = record.envelope
    const entry = opened.body
    if (entry.sharing.with !== 'us') continue
    const cards = await readCards(phone, id, entry.sharing)
    const [now, ...others] = cards
    if (!now || now.envelope.deleted) continue
    if (isBefore(now.envelope.couple)) {
      const of = vault.open(now.envelope)
      if (!of.ok || of.body.type !== 'card') continue
      const digests = [record, now].map((each) => [each.key, each.digest] as const)
      closed.push({ id, entry, card: of.body, digests })
    } else if (now.envelope.couple === couple && now.seq !== null) {
      for (const { envelope } of others) {
        if (envelope.deleted || !isBefore(envelope.couple)) continue
        const edits = behind.get(envelope.couple) ?? []
        behind.set(envelope.couple, [...edits, goneEdit(envelope.id, 'us')])
      }
    }
  }
  return { closed, behind }
}

/** All cards there ever were of a moment, the newest first. */
async function readCards(phone: Phone, id: string, { number }: Sharing) {
  const keys = Array.from({ length: number }, (_, n) =>
    ownKey(phone, cardId(phone, id, number - n)),
  )
  const [newest, ...older] = await phone.db.records.bulkGet(keys)
  return newest ? [newest, ...older.filter((each) => each !== undefined)] : []
}

async function reopen(phone: Phone, couple: string, moments: readonly Closed[]): Promise<void> {
  const opensAt = new Date(phone.runtime.clock()).toISOString()
  const edits: Edit[] = []
  for (const { id, entry, card } of moments) {
    const number = await nextNumber(phone, id, entry.sharing.number, couple)
    const words = filledFields(card.words)
    const sharing = { with: 'us', number, opens: 'now', opensAt, words, couple } as const
    // Its words as the other had them; when it was, as its author says it today.
    const again = { move: entry.move, words: card.words }
    edits.push(sharingEdit(id, sharing), cardEdit(phone, id, number, again, words))
  }
  const digests = moments.flatMap((each) => each.digests)
  await writeWhile(phone, edits, couple, async () => {
    const now = await phone.db.records.bulkGet(digests.map(([key]) => key))
    return digests.every(([, digest], place) => now[place]?.digest === digest)
  })
}
