import { useEffect, useRef } from 'react'
import { readTogether, TOGETHER } from '../handover.ts'

/**
 * Together mode: one phone between two. As long as it holds, this browser shows the walk and nothing else,
 * whatever is pressed, reloaded or typed into the address, in another tab or when the app was closed;
 * `handover.ts` reads it when the app starts. It ends by the owner's doing, or when nobody has touched it for long.
 */

/** So long after the last touch, in ms: nobody finds their own journal shut the next morning. */
const HOLDS = 3 * 60 * 60 * 1000

/** Whether this phone is between two. */
export const isTogether = (): boolean => readTogether() !== null

/** Begins it: every way of opening the app leads to `address` from now on. */
export function holdTogether(address: string): void {
  localStorage.setItem(TOGETHER, `${Date.now() + HOLDS} ${address}`)
}

/** Ends it. */
export function endTogether(): void {
  localStorage.removeItem(TOGETHER)
}

/** While `isOn` the phone is between two, and each touch makes it last. What has ended elsewhere stays ended. */
export function useTogetherMode(isOn: boolean): void {
  const address = window.location.pathname
  useEffect(() => {
    if (!isOn) return undefined
    holdTogether(address)
    const last = () => {
      if (isTogether()) holdTogether(address)
    }
    for (const touch of TOUCHES) window.addEventListener(touch, last)
    return () => {
      for (const touch of TOUCHES) window.removeEventListener(touch, last)
    }
  }, [isOn, address])
}

const TOUCHES = ['pointerdown', 'keydown'] as const

/**
 * While `isOn`, *Back* of the browser or the phone stays where it is and calls `onBack`. It listens
 * ahead of the router, which therefore never sees another address.
 */
export function useBackTrap(isOn: boolean, onBack: () => void): void {
  const call = useRef(onBack)
  useEffect(() => {
    call.current = onBack
  })
  useEffect(() => {
    if (!isOn) return undefined
    const address = window.location.href
    const stay = () => window.history.pushState(null, '', address)
    stay()
    const trap = (event: PopStateEvent) => {
      event.stopImmediatePropagation()
      stay()
      call.current()
    }
    window.addEventListener('popstate', trap, { capture: true })
    return () => window.removeEventListener('popstate', trap, { capture: true })
  }, [isOn])
}

/** While the walk is shown, the frame around it is not; between two, nothing is there to leave by. */
export function useWholeScreen(isBetween: boolean): void {
  useEffect(() => {
    const { dataset } = document.documentElement
    dataset['walk'] = isBetween ? 'together' : 'apart'
    return () => {
      delete dataset['walk']
    }
  }, [isBetween])
}
