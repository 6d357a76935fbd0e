import type { Touch, TouchEvent } from 'react'

/** A finger that moved further than this, in CSS pixels, may have meant something else; the browser decides. */
const STILL = 10

/** Where the finger was put down that may become a tap. */
let down: Touch | null = null

/**
 * Handlers that call `press` as a finger lifts. The browser makes a click of it only after having asked the page three
 * times more; on a slow phone these are 20 ms that nobody has to wait. A keyboard, a mouse and a screen reader
 * click. What scrolls or stops a scroll cannot be cancelled (Touch Events, 5.3) and is none.
 */
export function onFingerOrClick(press: () => void) {
  return {
    onTouchStart({ touches, cancelable }: TouchEvent): void {
      down = cancelable && touches.length === 1 ? touches.item(0) : null
    },
    onTouchEnd(event: TouchEvent): void {
      const up = event.changedTouches.item(0)
      if (!down || !up || !event.cancelable) return
      if (Math.hypot(up.clientX - down.clientX, up.clientY - down.clientY) > STILL) return
      // There will be no click, here or on what stands under the finger by then.
      event.preventDefault()
      press()
    },
    onClick: press,
  }
}
