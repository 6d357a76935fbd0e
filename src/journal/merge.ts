import { type Entry, type Sharing, WORD_FIELDS } from './entry.ts'
import type { Move } from './move.ts'

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

const MOVE_FIELDS = [
  'kind',
  'at',
  'intensity',
  'triggers',
] as const satisfies readonly (keyof Move)[]

/**
 * Joins two edits of one entry, made apart, against what both began with. A field that only one of
 * them changed takes that change. Where both did, `mine` wins, and the entry as the other device had
 * it is answered as `lost`, so that its texts can be kept. Null where nothing was lost.
 */
export function mergeEntries(
  base: Entry | null,
  mine: Entry,
  theirs: Entry,
): { entry: Entry; lost: Entry | null } {
  let isLosing = false
  const pick = <T>(was: T, here: T, there: T): T => {
    const isUntouched = base === null ? here === undefined : isSame(here, was)
    if (isUntouched || isSame(here, there)) return there
    if (base === null || !isSame(there, was)) isLosing = isLosing || there !== undefined
    return here
  }
  const join = <T extends object>(
    fields: readonly (keyof T)[],
    was: T | undefined,
    here: T,
    there: T,
  ): T => {
    const joined = { ...there, ...here }
    for (const field of fields) {
      const value = pick(was?.[field], here[field], there[field])
      if (value === undefined) delete joined[field]
      else joined[field] = value
    }
    return joined
  }
  const move = join<Move>(MOVE_FIELDS, base?.move, mine.move, theirs.move)
  const words = join(WORD_FIELDS, base?.words, mine.words, theirs.words)
  const sharing = joinSharing(base?.sharing ?? null, mine.sharing, theirs.sharing)
  const entry: Entry = { ...theirs, ...mine, move, words, sharing }
  // Who may see it is a choice, not a text: nothing of the one that loses has to be kept.
  return { entry, lost: isLosing ? theirs : null }
}

/**
 * Of two choices made apart the one that shows less counts: what was kept back can be given later, and
 * not the other way round. Where neither kept back what had been given, the later one counts.
 */
function joinSharing(was: Sharing | null, mine: Sharing, theirs: Sharing): Sharing {
  if (was && isSame(mine, was)) return theirs
  if (was && isSame(theirs, was)) return mine
  const number = Math.max(mine.number, theirs.number)
  // Without a common beginning the one that has been shared more often knows more: an imported entry
  // must not forget that a card of it is open. So it is where one of them was shared anew.
  const ahead = theirs.number > mine.number ? theirs : mine
  if (was === null && theirs.number !== mine.number) return ahead
  const kept = [mine, theirs].find((each) => each.with === 'me')
  if (kept && was?.with !== 'me') return { ...kept, number }
  // Both began with "only me": whoever gave it has decided, the other one has only looked closer.
  if (kept) return mine.with === 'us' || theirs.with === 'me' ? mine : theirs
  return ahead
}
