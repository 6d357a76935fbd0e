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
  const { size, at, author, authors } = line
  const oneSided: OneSided[] = []
  const isOneSided = new Uint8Array(size)
  for (let first = 0; first < size; ) {
    const who = author[first] as number
    let end = first + 1
    while (end < size && author[end] === who) end++
    const [from, to] = [at[first] as number, at[end - 1] as number]
    if (to - from >= ONE_SIDED_MS) {
      isOneSided.fill(1, first, end)
      oneSided.push({ author: authors[who] as string, from: textOf(from), to: textOf(to) })
    }
    first = end
  }
  return { oneSided, isOneSided }
}
