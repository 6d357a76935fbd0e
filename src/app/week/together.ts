import { useEffect, useRef } from 'react'

/**
 * Together mode: one phone between two. As long as it holds, this tab shows the walk and nothing else,
 * whatever is pressed, reloaded or typed into the address; `handover.ts` reads the same name when the
 * app starts. It ends by the owner's doing alone.
 */
const NAME = 'tideline-together'

/** Whether this tab is between two. */
export const isTogether = (): boolean => sessionStorage.getItem(NAME) !== null

/** Begins it: every way of opening the app in this tab leads to `address` from now on. */
export function holdTogether(address: string): void {
  sessionStorage.setItem(NAME, address)
}

/** Ends it. */
export function endTogether(): void {
  sessionStorage.removeItem(NAME)
}

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
