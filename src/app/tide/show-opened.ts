/**
 * Scrolls no further than it has to, so that a moment that was tapped open stands between the names and the bars.
 * `room` is how high its row is known to be, in pixels. False: it has not been laid out yet, or there is no room
 * for it yet. A moment that was closed, or is gone, has nothing to show.
 */
export function showOpened(
  list: HTMLElement | null,
  index: number,
  room: number | undefined,
): boolean {
  const row = list?.querySelector(`li[data-index="${index}"]`)
  const tap = row?.querySelector('[aria-expanded]')
  if (!row || tap?.getAttribute('aria-expanded') !== 'true') return true
  if (!tap.nextElementSibling || Math.abs(row.clientHeight - (room ?? 0)) > 1) return false
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
  row.scrollIntoView({ block: 'nearest', behavior: isStill ? 'instant' : 'smooth' })
  return true
}
