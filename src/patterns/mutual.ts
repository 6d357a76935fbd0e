import { MUTUAL_MS } from './bounds.ts'
import type { Mutual } from './detection.ts'
import { instantText } from './instant-text.ts'
import { PURSUE, type Timeline, WITHDRAW } from './timeline.ts'

/**
 * Finds where both reached, or both stepped back: neighbouring core moves of one kind, outside the
 * loops, by both authors, each within a day of the one before, with no other core move between.
 */
export function findMutual(line: Timeline, inLoop: Uint8Array): Mutual[] {
  const found: Mutual[] = []
  let run: number[] = []
  const finish = (): void => {
    const mutual = mutualOf(line, run)
    if (mutual !== undefined) found.push(mutual)
    run = []
  }
  for (let i = 0; i < line.size; i++) {
    const kind = line.kind[i] as number
    if (kind !== PURSUE && kind !== WITHDRAW) continue
    const last = run.at(-1)
    const goesOn =
      last !== undefined &&
      inLoop[i] === 0 &&
      line.kind[last] === kind &&
      (line.at[i] as number) - (line.at[last] as number) <= MUTUAL_MS
    if (!goesOn) finish()
    if (inLoop[i] === 0) run.push(i)
  }
  finish()
  return found
}

function mutualOf(line: Timeline, run: readonly number[]): Mutual | undefined {
  const [first, last] = [run[0], run.at(-1)]
  if (first === undefined || last === undefined) return undefined
  if (run.every((i) => line.author[i] === line.author[first])) return undefined
  return {
    kind: line.kind[first] === PURSUE ? 'pursue' : 'withdraw',
    entries: run.map((i) => line.ids[i] as string),
    from: instantText(line.at[first] as number),
    to: instantText(line.at[last] as number),
  }
}
