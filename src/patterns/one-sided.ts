import { ONE_SIDED_MS } from './bounds.ts'
import type { Chapter } from './chapter.ts'
import type { OneSided } from './detection.ts'
import { instantText } from './instant-text.ts'
import type { Timeline } from './timeline.ts'

/**
 * Marks the entries that lie in a run by one author that lasts a week or more, in every run that
 * touches the entries `from` to `to`. Gives the range of these runs.
 */
export function markAlone(line: Timeline, from: number, to: number): [from: number, to: number] {
  const end = Math.min(to, line.size)
  if (from >= end) return [from, from]
  const begin = startOfRun(line, from)
  let first = begin
  while (first < end) {
    const next = endOfRun(line, first)
    const lasts = (line.at[next - 1] as number) - (line.at[first] as number)
    line.isAlone.fill(lasts >= ONE_SIDED_MS ? 1 : 0, first, next)
    first = next
  }
  return [begin, first]
}

/** The stretches of one voice that begin in a chapter, from their first to their last entry. */
export function tellOneSided(line: Timeline, { from, to }: Chapter): OneSided[] {
  const oneSided: OneSided[] = []
  for (let i = from; i < to; i++) {
    if (line.isAlone[i] === 0 || (i > 0 && line.author[i - 1] === line.author[i])) continue
    oneSided.push({
      author: line.authors[line.author[i] as number] as string,
      from: instantText(line.at[i] as number),
      to: instantText(line.at[endOfRun(line, i) - 1] as number),
    })
  }
  return oneSided
}

function startOfRun({ author }: Timeline, i: number): number {
  let first = i
  while (first > 0 && author[first - 1] === author[i]) first--
  return first
}

function endOfRun({ author, size }: Timeline, i: number): number {
  let end = i + 1
  while (end < size && author[end] === author[i]) end++
  return end
}
