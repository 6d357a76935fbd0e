import { REPLIES, type ReplyWord } from '../../journal/reply.ts'
import { readCardPlaces } from './card-places.ts'
import { readCouple, readOpenCouple } from '../couple/couple.ts'
import type { Phone } from '../phone.ts'
import type { Edit } from '../edit.ts'
import { type Saved, writeRecords } from '../records.ts'

/** What the two have said to one opened moment. */
export interface Said {
  readonly mine: readonly ReplyWord[]
  readonly theirs: readonly ReplyWord[]
}

/**
 * Says something to an opened moment, or takes it back. `card` is the id of its card. Nothing is told
 * of what was only read. `alone`: there is nobody to say it to.
 */
export async function sayReply(
  phone: Phone,
  card: string,
  word: ReplyWord,
  isSaid: boolean,
): Promise<Saved | { ok: false; reason: 'alone' }> {
  const couple = await readOpenCouple(phone.db)
  if (!couple) return { ok: false, reason: 'alone' }
  const edit: Edit = {
    id: phone.vault.deriveId('reply', card),
    audience: 'us',
    next(current) {
      const before = current?.type === 'reply' ? current.said : []
      const others = before.filter((each) => each !== word)
      return { type: 'reply', of: card, said: isSaid ? [...others, word] : others }
    },
  }
  return writeRecords(phone, [edit], couple.id)
}

/** All that was said, by the id of the card. A card to which nothing was said is not in it. */
export async function readReplies(phone: Phone): Promise<ReadonlyMap<string, Said>> {
  const couple = await readCouple(phone.db)
  const said = new Map<string, Said>()
  if (!couple) return said
  for (const record of await phone.db.records.where('type').equals('reply').toArray()) {
    if (record.envelope.couple !== couple.id) continue
    const opened = phone.vault.open(record.envelope)
    if (!opened.ok || opened.body.type !== 'reply') continue
    const { body } = opened
    const words = REPLIES.filter((word) => body.said.includes(word))
    if (words.length === 0) continue
    const before = said.get(body.of) ?? { mine: [], theirs: [] }
    said.set(
      body.of,
      record.author === phone.me ? { ...before, mine: words } : { ...before, theirs: words },
    )
  }
  return said
}

/** A moment that one of the two, or both, would like to talk about in their week. */
export interface WeekMark {
  /** The id of its card. */
  readonly card: string
  /** Its place on the timeline. */
  readonly key: string
  readonly mine: boolean
  readonly theirs: boolean
}

/** "Let's talk about it in our week": the moments marked so and still open. */
export async function readWeekMarks(phone: Phone): Promise<WeekMark[]> {
  const marked = [...(await readReplies(phone))].filter(
    ([, { mine, theirs }]) => mine.includes('week') || theirs.includes('week'),
  )
  const places = await readCardPlaces(
    phone,
    marked.map(([card]) => card),
  )
  return marked.flatMap(([card, { mine, theirs }]) => {
    const key = places.get(card)
    if (key === undefined) return []
    return [{ card, key, mine: mine.includes('week'), theirs: theirs.includes('week') }]
  })
}
