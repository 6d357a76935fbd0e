import { type Entry, WORD_FIELDS, type WordField, type Words } from './entry.ts'
import { mergeEntries } from './merge.ts'

/**
 * Carried by the body of a moment, in a field beside those its type has: since which revision each of
 * its texts is as it is, where that is not the first. Whoever replaces a text knowingly does so in a
 * later revision than the one that text came with. So two devices that have lost sight of what both
 * began with, as when a server was restored, still never show what one of them has replaced.
 */
export interface Changes {
  /** Absent where every text is as it was first written. */
  readonly changed: { readonly [field in WordField]?: number } | undefined
}

/** A moment, and the opened body it was read from, with the fields that are not its own. */
export interface Revision {
  readonly entry: Entry
  readonly raw: unknown
}

/** Since which revision a text is as it is; 1 where nothing says otherwise. */
function changedAt({ raw }: Pick<Revision, 'raw'>, field: WordField): number {
  const at = (raw as { changed?: Record<string, unknown> } | null)?.changed?.[field]
  return typeof at === 'number' && at >= 1 ? at : 1
}

/** What revision `rev` carries, when it is written over `before`. */
export const changedBy = (entry: Entry, before: Revision, rev: number): Changes =>
  gather((field) =>
    isSame(entry.words[field], before.entry.words[field]) ? changedAt(before, field) : rev,
  )

/** What a revision carries that became of two. */
export const changedIn = (entry: Entry, ...from: readonly Revision[]): Changes =>
  gather((field) => {
    const sources = from.filter((each) => isSame(each.entry.words[field], entry.words[field]))
    return Math.max(1, ...sources.map((each) => changedAt(each, field)))
  })

/**
 * Joins two revisions of which nobody knows what both began with: of each text the one that was written
 * in the later revision, of the rest `mine`. Both are answered as lost that have a text the other one
 * has displaced: it may have been written without having been seen.
 */
export function mergeApart(
  mine: Revision,
  theirs: Revision,
): { entry: Entry; lost: readonly Entry[] } {
  const [here, there]: [Words, Words] = [{ ...mine.entry.words }, { ...theirs.entry.words }]
  for (const field of WORD_FIELDS) {
    const lead = changedAt(mine, field) - changedAt(theirs, field)
    if (lead > 0) put(there, field, here)
    if (lead < 0) put(here, field, there)
  }
  const { entry, lost } = mergeEntries(
    null,
    { ...mine.entry, words: here },
    { ...theirs.entry, words: there },
  )
  const isDisplaced = ({ words }: Entry): boolean =>
    WORD_FIELDS.some((field) => words[field] && !isSame(words[field], entry.words[field]))
  return {
    entry,
    lost: [
      ...(lost || isDisplaced(theirs.entry) ? [theirs.entry] : []),
      ...(isDisplaced(mine.entry) ? [mine.entry] : []),
    ],
  }
}

function put(words: Words, field: WordField, from: Words): void {
  if (from[field] === undefined) delete words[field]
  else Object.assign(words, { [field]: from[field] })
}

function gather(at: (field: WordField) => number): Changes {
  const later = WORD_FIELDS.map((field) => [field, at(field)] as const).filter(([, rev]) => rev > 1)
  return { changed: later.length > 0 ? Object.fromEntries(later) : undefined }
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
