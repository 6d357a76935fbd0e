import { type Entry, WORD_FIELDS, type WordField } from './entry.ts'

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
export function changedAt({ raw }: Pick<Revision, 'raw'>, field: WordField): number {
  const at = (raw as { changed?: Record<string, unknown> } | null)?.changed?.[field]
  return typeof at === 'number' && at >= 1 ? at : 1
}

/** What revision `rev` carries, when it is written over `before`. */
export const changedBy = (entry: Entry, before: Revision, rev: number): Changes =>
  gather((field) =>
    isSame(entry.words[field], before.entry.words[field]) ? changedAt(before, field) : rev,
  )

/** What a revision carries whose texts came with these revisions; nothing of those that came with the first. */
export function gather(at: (field: WordField) => number): Changes {
  const later = WORD_FIELDS.map((field) => [field, at(field)] as const).filter(([, rev]) => rev > 1)
  return { changed: later.length > 0 ? Object.fromEntries(later) : undefined }
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
