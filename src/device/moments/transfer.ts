import { type Entry, tidyWords } from '../../journal/entry.ts'
import { type JournalFile, journalFileSchema } from '../../journal/export.ts'
import { compareMoves } from '../../journal/move.ts'
import { ownKey } from '../couple/couple.ts'
import type { Phone } from '../phone.ts'
import { sealFresh } from '../edit.ts'
import { isQuotaError, isStill } from '../put.ts'

/** One journal as a file, and back. */

/** All own entries with their words, and the partner's opened moves without any, in the order of time. */
export async function exportJournal(phone: Phone): Promise<JournalFile> {
  const { db, vault, me, runtime } = phone
  const entries: JournalFile['entries'] = []
  for (const { author, envelope } of await db.records.orderBy('[at+key]').toArray()) {
    const opened = vault.open(envelope)
    if (!opened.ok) continue
    if (author === me && opened.body.type === 'entry') {
      const { move, words, sharing } = opened.body
      const isOut = sharing.with === 'me' && !sharing.loops
      entries.push({
        id: envelope.id,
        author: 'me',
        move,
        words,
        ...(isOut ? { loops: false } : {}),
      })
    } else if (author !== me && opened.body.type === 'card') {
      entries.push({ id: envelope.id, author: 'partner', move: opened.body.move })
    }
  }
  for (const { envelope } of await db.records.where('type').equals('pause').toArray()) {
    const opened = vault.open(envelope)
    if (!opened.ok || opened.body.type !== 'pause') continue
    // A pause is no move: whoever reads the file for loops leaves its moment out.
    const { move, words } = opened.body.entry
    entries.push({ id: envelope.id, author: 'me', move, words, loops: false })
  }
  entries.sort((a, b) => compareMoves({ at: a.move.at, id: a.id }, { at: b.move.at, id: b.id }))
  return {
    format: 'tideline-journal',
    version: 1,
    exportedAt: new Date(runtime.clock()).toISOString(),
    entries,
  }
}

export type Imported =
  | { readonly ok: true; readonly added: number; readonly already: number }
  | {
      readonly ok: false
      readonly reason: 'not-json' | 'not-a-journal' | 'newer' | 'full'
      /** Where in the file: a path of field names and numbers, never what stands there. */
      readonly where?: string
    }

const AT_ONCE = 200

/**
 * Takes the entries of `me` from a file; everything arrives as this person's, seen by them alone, and
 * what is here already stays as it is. A file that is not right changes nothing. `onPart` hears how many
 * moments of how many are through.
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
    const isNewer = format === 'tideline-journal' && typeof version === 'number' && version > 1
    const where = read.error.issues[0]?.path.join('.')
    return { ok: false, reason: isNewer ? 'newer' : 'not-a-journal', ...(where ? { where } : {}) }
  }
  const mine = uniqueById(read.data.entries.filter((each) => each.author === 'me'))
  let added = 0
  try {
    for (let start = 0; start < mine.length; start += AT_ONCE) {
      added += await addMissing(phone, mine.slice(start, start + AT_ONCE))
      onPart(Math.min(start + AT_ONCE, mine.length), mine.length)
    }
  } catch (error) {
    if (isQuotaError(error)) return { ok: false, reason: 'full' }
    throw error
  }
  return { ok: true, added, already: mine.length - added }
}

/** Adds what is not here yet, sealed, in one transaction. Answers how many that were. */
async function addMissing(phone: Phone, entries: readonly FileEntry[]): Promise<number> {
  const { db } = phone
  return db.transaction('rw', db.records, db.outbox, db.state, async () => {
    if (!(await isStill(db, phone.me))) throw new Error('this device became another person’s')
    const held = await db.records.bulkGet(entries.map((each) => ownKey(phone, each.id)))
    const fresh = entries
      .filter((_, index) => held[index] === undefined)
      .map((each) => sealFresh(phone, each.id, entryOf(each)))
    await db.records.bulkAdd(fresh.map((each) => each.record))
    await db.outbox.bulkAdd(fresh.map((each) => each.row))
    return fresh.length
  })
}

type FileEntry = JournalFile['entries'][number]

const uniqueById = (entries: readonly FileEntry[]): FileEntry[] => [
  ...new Map(entries.map((each) => [each.id, each])).values(),
]

const entryOf = ({ move, words, loops }: FileEntry): Entry => ({
  type: 'entry',
  move,
  words: tidyWords(words ?? {}),
  sharing: { with: 'me', number: 0, loops: loops ?? true },
})
