import type { Virtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef } from 'react'
import { whenSettled } from '../when-settled.ts'
import { EVERYTHING, type Filter, isNarrow } from './filter.ts'
import type { Row } from './rows.ts'

/** The row from which a loop's page was opened, so that coming back leads there and not to now. */
let left: { readonly key: string; readonly at: number } | null = null
const LONG_AGO = 5 * 60 * 1000

/** Remembers the row that is being left for a loop's page. */
export function rememberPlace(key: string): void {
  left = { key, at: Date.now() }
}

/** Whether the timeline opens somewhere else than at now, or not with everything. */
export const isElsewhere = (): boolean =>
  [left, shown].some((each) => each !== null && Date.now() - each.at < LONG_AGO)

/** How far down the window the timeline is opened, in pixels: more than there is, where it is at now. */
export const startAt = (): number => (isElsewhere() ? window.scrollY : FAR_DOWN)
const FAR_DOWN = 10_000_000

/** What of the timeline was shown when it was left a moment ago. */
let shown: { readonly filter: Filter; readonly at: number } | null = null

/** What to show: what was chosen a moment ago, or else everything. */
export function recallFilter(): Filter {
  return shown && Date.now() - shown.at < LONG_AGO ? shown.filter : EVERYTHING
}

/** Remembers what is shown, for coming back from a loop's page; null is everything. */
export function rememberFilter(filter: Filter | null): Filter {
  shown = filter && isNarrow(filter) ? { filter, at: Date.now() } : null
  return filter ?? EVERYTHING
}

/**
 * Opens the timeline at now, its last row, with the past above; or where one left it for a loop's
 * page. Rows measure themselves after the first paint, so the place is held until they have settled
 * or a hand scrolls.
 */
export function useStart(virtualizer: Virtualizer<Window, Element>, rows: readonly Row[]): void {
  const started = useRef(false)
  const count = rows.length
  useLayoutEffect(() => {
    if (started.current || count === 0) return
    started.current = true
    const back = left && Date.now() - left.at < LONG_AGO ? left.key : null
    left = null
    const target = back === null ? -1 : rows.findIndex((row) => row.key === back)
    const hold = () => {
      if (target >= 0) virtualizer.scrollToIndex(target, { align: 'center' })
      else window.scrollTo(0, document.documentElement.scrollHeight)
      // Where there is nothing to scroll no event would tell it that it is not as far down as it was to be.
      if (target < 0) virtualizer.scrollOffset = window.scrollY
    }
    return holdUntilSettled(hold)
    // Only the first time there are rows.
    // eslint-disable-next-line react/exhaustive-deps
  }, [count > 0])
}

/** The loops come a little after the moments, and add rows. */
function holdUntilSettled(hold: () => void): () => void {
  const observer = new ResizeObserver(hold)
  const stop = whenSettled(() => observer.disconnect())
  observer.observe(document.body)
  hold()
  return () => {
    observer.disconnect()
    stop()
  }
}
