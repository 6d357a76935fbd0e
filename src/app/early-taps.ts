/** A tap on one of the four forms, before the app was there to keep it. */
export interface EarlyTap {
  /** What the form calls itself. */
  readonly kind: string
  /** When it was, in ms since 1970. */
  readonly at: number
}

const taps: EarlyTap[] = []

/** From now on until the app takes over, a tap on a form waits for it, and the form shows that it was touched. */
export function listenForTaps(): void {
  window.addEventListener('click', note, { capture: true })
}

/** The taps that wait, in their order; each is given out once. From now on they are the app's. */
export function takeEarlyTaps(): EarlyTap[] {
  window.removeEventListener('click', note, { capture: true })
  for (const form of document.querySelectorAll('[data-just]')) form.removeAttribute('data-just')
  return taps.splice(0)
}

function note(event: MouseEvent): void {
  const form = event.target instanceof Element ? event.target.closest('[data-kind]') : null
  const kind = form?.getAttribute('data-kind')
  if (!form || !kind) return
  // React may be there already, but not yet the screen that keeps what is tapped.
  event.stopImmediatePropagation()
  form.setAttribute('data-just', '')
  taps.push({ kind, at: Date.now() })
}
