import type { Virtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef } from 'react'
import type { Row } from './rows.ts'

/** What is read must not move under the eyes: the row at the top of the screen, and how far down it was. */
interface Anchor {
  readonly rows: readonly Row[]
  readonly key: string
  readonly below: number
}

/**
 * Keeps what is on the screen where it is when rows come in above it: loops that were found, moments
 * of another phone. `indexOf` knows the new place of a row by its key.
 */
export function useAnchor(
  virtualizer: Virtualizer<Window, Element>,
  rows: readonly Row[],
  indexOf: ReadonlyMap<string, number>,
): void {
  const anchor = useRef<Anchor | null>(null)
  // After every paint: each scroll may have brought another row to the top.
  useLayoutEffect(() => {
    const before = anchor.current
    if (before && before.rows !== rows) {
      const start = virtualizer.measurementsCache[indexOf.get(before.key) ?? -1]?.start
      const to = start === undefined ? window.scrollY : start - before.below
      if (Math.abs(to - window.scrollY) > 1) window.scrollTo(0, to)
    }
    const { scrollY } = window
    const top = virtualizer.getVirtualItems().find(({ end }) => end > scrollY)
    const key = top && rows[top.index]?.key
    anchor.current = key === undefined ? null : { rows, key, below: top!.start - scrollY }
  })
}
