import { ONE_SIDED_MS } from './bounds.ts'
import type { OneSided } from './detection.ts'
import { instantText } from './instant-text.ts'
import type { Timeline } from './timeline.ts'

/** The stretches of a week or more in which only one writes, and which entries lie in them. */
export interface OneSidedParts {
  readonly oneSided: readonly OneSided[]
  readonly isOneSided: Uint8Array
}

/** Finds every run of entries by one author that lasts a week or more, from its first to its last. */
export function findOneSided(
  line: Timeline,
  textOf: (instant: number) => string = instantText,
): OneSidedParts {
  const oneSided: OneSided[] = []
  const isOneSided = new Uint8Array(line.size)
  let first = 0
  for (let i = 1; i <= line.size; i++) {
    if (i < line.size && line.author[i] === line.author[first]) continue
    const [from, to] = [line.at[first] as number, line.at[i - 1] as number]
    if (to - from >= ONE_SIDED_MS) {
      isOneSided.fill(1, first, i)
      const author = line.authors[line.author[first] as number] as string
      oneSided.push({ author, from: textOf(from), to: textOf(to) })
    }
    first = i
  }
  return { oneSided, isOneSided }
}
