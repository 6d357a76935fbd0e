import type { Virtualizer } from '@tanstack/react-virtual'
import { useCallback, useLayoutEffect, useRef } from 'react'
import { type Row, rowAt } from './rows.ts'

/** What is read must not move under the eyes: the first moment on the screen, and how far down it was. */
interface Anchor {
  readonly rows: readonly Row[]
  readonly key: string
  /** Its instant, for when it is not among the rows any more. */
  readonly at: number
  readonly below: number
}

/**
 * Keeps what is on the screen where it is when rows come in above it: loops that were found, moments
 * of another phone. `indexOf` knows the new place of a row by its key. Answers how to tell it that the window
 * was scrolled, where nothing is drawn anew because of it.
 */
export function useAnchor(
  virtualizer: Virtualizer<Window, Element>,
  rows: readonly Row[],
  indexOf: ReadonlyMap<string, number>,
): () => void {
  const anchor = useRef<Anchor | null>(null)
  const look = useCallback(() => {
    const scrolled = virtualizer.scrollOffset ?? 0
    const seen = virtualizer.getVirtualItems().filter(({ end }) => end > scrolled)
    for (const { index, start } of seen) {
      const row = rows[index]
      if (row?.type !== 'moment') continue
      anchor.current = { rows, key: row.key, at: row.at, below: start - scrolled }
      return
    }
    anchor.current = null
  }, [virtualizer, rows])
  // After every paint: each scroll may have brought another row to the top. Where the window stands is asked
  // of it only when something came in: asking makes it lay the page out at once.
  useLayoutEffect(() => {
    const before = anchor.current
    if (before && before.rows !== rows) {
      const index = indexOf.get(before.key) ?? rowAt(rows, before.at)
      const start = virtualizer.measurementsCache[index]?.start
      const to = start === undefined ? window.scrollY : start - before.below
      if (Math.abs(to - window.scrollY) > 1) window.scrollTo(0, to)
    }
    look()
  })
  return look
}
