import { MUTUAL_MS } from './bounds.ts'
import type { Mutual } from './detection.ts'
import { instantText } from './instant-text.ts'
import type { Chapter } from './chapter.ts'
import { PURSUE, type Timeline, WITHDRAW } from './timeline.ts'

/**
 * Finds where both reached, or both stepped back: neighbouring core moves of one kind, outside the
 * loops, by both authors, each within a day of the one before, with no other core move between.
 */
export function findMutual(line: Timeline, { from, to, loops }: Chapter): Mutual[] {
  const inLoop = new Uint8Array(to - from)
  for (const { chain } of loops ?? []) for (const i of chain) inLoop[i] = 1
  const found: Mutual[] = []
  // A run of one kind: its first and its last move so far.
  let first = -1
  let last = -1
  for (let i = from; i < to; i++) {
    const kind = line.kind[i] as number
    if (kind !== PURSUE && kind !== WITHDRAW) continue
    const isFree = inLoop[i - from] === 0
    if (isFree && goesOn(line, last, i)) {
      last = i
      continue
    }
    keepIfMutual(line, first, last, found)
    first = isFree ? i : -1
    last = first
  }
  keepIfMutual(line, first, last, found)
  return found
}

function goesOn(line: Timeline, last: number, i: number): boolean {
  return (
    last !== -1 &&
    line.kind[last] === line.kind[i] &&
    (line.at[i] as number) - (line.at[last] as number) <= MUTUAL_MS
  )
}

/** Between the first and the last of a run, all of this kind are in it. */
function keepIfMutual(line: Timeline, first: number, last: number, found: Mutual[]): void {
  if (first === last) return
  const kind = line.kind[first] as number
  const entries: string[] = []
  let isByBoth = false
  for (let i = first; i <= last; i++) {
    if (line.kind[i] !== kind) continue
    if (line.author[i] !== line.author[first]) isByBoth = true
    entries.push(line.ids[i] as string)
  }
  if (!isByBoth) return
  found.push({
    kind: kind === PURSUE ? 'pursue' : 'withdraw',
    entries,
    from: instantText(line.at[first] as number),
    to: instantText(line.at[last] as number),
  })
}
