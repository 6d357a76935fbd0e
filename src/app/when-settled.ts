/** What was on its way when a screen was opened comes in by itself; after this long, in ms, nothing does. */
const SETTLED = 10_000
const HANDS = ['wheel', 'touchstart', 'pointerdown', 'keydown', 'click'] as const

/** Calls `settled` once a hand is laid on the screen, or a screen reader presses, or after a while. Answers how to stop waiting. */
export function whenSettled(settled: () => void): () => void {
  const stop = () => {
    clearTimeout(timer)
    for (const event of HANDS) window.removeEventListener(event, end)
  }
  const end = () => {
    stop()
    settled()
  }
  const timer = setTimeout(end, SETTLED)
  for (const event of HANDS) window.addEventListener(event, end, { passive: true })
  return stop
}
