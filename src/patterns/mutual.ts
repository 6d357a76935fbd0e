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
  let run: number[] = []
  for (let i = from; i < to; i++) {
    const kind = line.kind[i] as number
    if (kind !== PURSUE && kind !== WITHDRAW) continue
    const isFree = inLoop[i - from] === 0
    if (isFree && goesOn(line, run.at(-1), i)) {
      run.push(i)
      continue
    }
    keepIfMutual(line, run, found)
    run = isFree ? [i] : []
  }
  keepIfMutual(line, run, found)
  return found
}

function goesOn(line: Timeline, last: number | undefined, i: number): boolean {
  return (
    last !== undefined &&
    line.kind[last] === line.kind[i] &&
    (line.at[i] as number) - (line.at[last] as number) <= MUTUAL_MS
  )
}

function keepIfMutual(line: Timeline, run: readonly number[], found: Mutual[]): void {
  const [first, last] = [run[0], run.at(-1)]
  if (first === undefined || last === undefined) return
  if (run.every((i) => line.author[i] === line.author[first])) return
  found.push({
    kind: line.kind[first] === PURSUE ? 'pursue' : 'withdraw',
    entries: run.map((i) => line.ids[i] as string),
    from: instantText(line.at[first] as number),
    to: instantText(line.at[last] as number),
  })
}
