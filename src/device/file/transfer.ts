import { type Entry, ONLY_ME, tidyWords } from '../../journal/entry.ts'
import { JOURNAL_VERSION, type JournalFile, journalFileSchema } from '../../journal/export.ts'
import { compareMoves } from '../../journal/move.ts'
import { pauseSchema } from '../../journal/pause.ts'
import { ownKey } from '../couple/couple.ts'
import { type NewBody, sealFresh } from '../edit.ts'
import { cardId } from '../moments/card.ts'
import { draftName, draftSchema, readDraft } from '../moments/draft.ts'
import { pastId } from '../moments/past.ts'
import type { Phone } from '../phone.ts'
import { isQuotaError, isStill } from '../put.ts'
import { loopsToFile, repliesToFile } from './loops-to-file.ts'
import { weeksFromFile, weeksToFile } from './weeks-in-file.ts'

/** One journal as a file, and back. */

/** All that this person wrote, and the partner's opened moves without any words; moments in the order of time. */
export async function exportJournal(phone: Phone): Promise<JournalFile> {
  const { db, vault, me, runtime } = phone
  const entries: FileEntry[] = []
  /** Which moment a card is of, for what was said about cards. */
  const moments = new Map<string, string>()
  const addOwn = (id: string, { move, words, sharing }: Entry, more: Partial<FileEntry>) => {
    entries.push({ id, author: 'me', move, words, ...more })
    for (let n = 1; n <= sharing.number; n += 1) moments.set(cardId(phone, id, n), id)
  }
  for (const { author, envelope } of await db.records.orderBy('[at+key]').toArray()) {
    const opened = vault.open(envelope)
    if (!opened.ok) continue
    if (author === me && opened.body.type === 'entry') {
      const { sharing } = opened.body
      const isOut = sharing.with === 'me' && !sharing.loops
      addOwn(envelope.id, opened.body, isOut ? { loops: false } : {})
    } else if (author !== me && opened.body.type === 'card') {
      entries.push({ id: envelope.id, author: 'partner', move: opened.body.move })
    }
  }
  for (const { envelope } of await db.records.where('type').equals('pause').toArray()) {
    const opened = vault.open(envelope)
    if (!opened.ok || opened.body.type !== 'pause') continue
    const { entry, until, ended } = opened.body
    // A pause is no move: whoever reads the file for loops leaves its moment out.
    const pause = { until, ...(ended === undefined ? {} : { ended }) }
    addOwn(envelope.id, entry, { loops: false, pause })
  }
  entries.sort((a, b) => compareMoves({ at: a.move.at, id: a.id }, { at: b.move.at, id: b.id }))
  await addDrafts(phone, entries)
  return {
    format: 'tideline-journal',
    version: JOURNAL_VERSION,
    exportedAt: new Date(runtime.clock()).toISOString(),
    entries,
    past: await readAllPast(phone),
    weeks: await weeksToFile(phone),
    loops: await loopsToFile(phone, moments),
    replies: await repliesToFile(phone, moments),
  }
}

/** What is half written goes along with its moment. */
async function addDrafts(phone: Phone, entries: readonly FileEntry[]): Promise<void> {
  const none = draftName('')
  const names = await phone.db.state.where('name').startsWith(none).primaryKeys()
  for (const id of names.map((name) => name.slice(none.length))) {
    const entry = entries.find((each) => each.author === 'me' && each.id === id)
    const draft = entry && (await readDraft(phone, id).catch(() => null))
    if (draft) entry.draft = { move: draft.move, words: draft.words }
  }
}

async function readAllPast({ db, vault, me }: Phone): Promise<NonNullable<JournalFile['past']>> {
  const records = await db.records.where('type').equals('past').toArray()
  return records.flatMap(({ author, envelope }) => {
    const opened = vault.open(envelope)
    if (author !== me || !opened.ok || opened.body.type !== 'past') return []
    const { of, entry } = opened.body
    return [{ id: envelope.id, of, move: entry.move, words: entry.words }]
  })
}

export type Imported =
  | {
      readonly ok: true
      readonly added: number
      readonly already: number
      /** How much else came: texts beside moments, and what was said in weeks. */
      readonly more: number
    }
  | {
      readonly ok: false
      readonly reason: 'not-json' | 'not-a-journal' | 'newer' | 'full'
      /** Where in the file: a path of field names and numbers, never what stands there. */
      readonly where?: string
    }

const AT_ONCE = 200

/**
 * Takes what its author wrote from a file: moments, pauses, what is half written, texts kept beside
 * moments, and weeks. Everything arrives as this person's, seen by them alone, and what is here already
 * stays as it is. What rests on moments of two, loops and replies, stays in the file. A file that is not
 * right changes nothing. `onPart` hears how many moments of how many are through.
 */
export async function importJournal(
  phone: Phone,
  text: string,
  onPart: (done: number, all: number) => void = () => undefined,
): Promise<Imported> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, reason: 'not-json' }
  }
  const read = journalFileSchema.safeParse(value)
  if (!read.success) {
    const { format, version } = (value ?? {}) as { format?: unknown; version?: unknown }
    const isNewer =
      format === 'tideline-journal' && typeof version === 'number' && version > JOURNAL_VERSION
    const where = read.error.issues[0]?.path.join('.')
    return { ok: false, reason: isNewer ? 'newer' : 'not-a-journal', ...(where ? { where } : {}) }
  }
  const mine = uniqueById(read.data.entries.filter((each) => each.author === 'me'))
  const others = uniqueById([
    ...(read.data.past ?? []).map((each) => pastOf(phone, each)),
    ...weeksFromFile(phone, read.data.weeks ?? []),
  ])
  let added = 0
  let more = 0
  try {
    for (let start = 0; start < mine.length; start += AT_ONCE) {
      added += await addMissing(phone, mine.slice(start, start + AT_ONCE).map(momentOf))
      onPart(Math.min(start + AT_ONCE, mine.length), mine.length)
    }
    for (let start = 0; start < others.length; start += AT_ONCE) {
      more += await addMissing(phone, others.slice(start, start + AT_ONCE))
    }
  } catch (error) {
    if (isQuotaError(error)) return { ok: false, reason: 'full' }
    throw error
  }
  return { ok: true, added, already: mine.length - added, more }
}

/** One record that a file brings. */
export interface Brought {
  readonly id: string
  /** The id it had where the file was made, if another: what is here under that is here already. */
  readonly was?: string
  readonly body: NewBody
  /** What was half written about it. */
  readonly draft?: unknown
}

/** Adds what is not here yet, sealed, in one transaction. Answers how much that was. */
async function addMissing(phone: Phone, all: readonly Brought[]): Promise<number> {
  const { db, vault } = phone
  return db.transaction('rw', db.records, db.outbox, db.state, async () => {
    if (!(await isStill(db, phone.me))) throw new Error('this device became another person’s')
    const keys = (ids: readonly string[]) => ids.map((id) => ownKey(phone, id))
    const held = await db.records.bulkGet(keys(all.map(({ id }) => id)))
    const before = await db.records.bulkGet(keys(all.map(({ id, was }) => was ?? id)))
    const fresh = all.filter((_, n) => held[n] === undefined && before[n] === undefined)
    const sealed = fresh.map(({ id, body }) => sealFresh(phone, id, body))
    await db.records.bulkAdd(sealed.map((each) => each.record))
    await db.outbox.bulkAdd(sealed.map((each) => each.row))
    for (const { id, draft } of fresh) {
      const read = draft === undefined ? null : draftSchema.safeParse(draft)
      if (!read?.success) continue
      const value = vault.sealLocal(JSON.stringify(read.data))
      await db.state.put({ name: draftName(id), value })
    }
    return fresh.length
  })
}

type FileEntry = JournalFile['entries'][number]

const uniqueById = <T extends { readonly id: string }>(all: readonly T[]): T[] => [
  ...new Map(all.map((each) => [each.id, each])).values(),
]

function momentOf({ id, move, words, loops, pause, draft }: FileEntry): Brought {
  const entry = (isIn: boolean): Entry => ({
    type: 'entry',
    move,
    words: tidyWords(words ?? {}),
    sharing: { with: 'me', number: 0, loops: isIn },
  })
  // Whom it was promised to is not here: it stays a pause, for its author alone.
  const read = pause
    ? pauseSchema.safeParse({ type: 'pause', entry: entry(true), number: 0, ...pause })
    : null
  return { id, body: read?.success ? read.data : entry(loops ?? true), draft }
}

function pastOf(phone: Phone, text: NonNullable<JournalFile['past']>[number]): Brought {
  const { of, move, words } = text
  const entry: Entry = { type: 'entry', move, words, sharing: ONLY_ME }
  return { id: pastId(phone, of, entry), was: text.id, body: { type: 'past', of, entry } }
}
