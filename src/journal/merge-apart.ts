import { changedAt, type Changes, gather, type Revision } from './changed.ts'
import { type Entry, WORD_FIELDS, type WordField, type Words } from './entry.ts'
import { mergeEntries } from './merge.ts'

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

/** What a revision carries that became of two. */
export const changedIn = (entry: Entry, ...from: readonly Revision[]): Changes =>
  gather((field) => {
    const sources = from.filter((each) => isSame(each.entry.words[field], entry.words[field]))
    return Math.max(1, ...sources.map((each) => changedAt(each, field)))
  })

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
