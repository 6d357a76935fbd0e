import { createContext, type ReactNode, useContext, useDeferredValue } from 'react'
import { Router } from 'wouter'
import { navigate, usePathname } from 'wouter/use-browser-location'

const Shown = createContext('/now')

/**
 * A touch that leads elsewhere is answered at once, by what is marked as the place in the bar; the screen there
 * is drawn after that frame, in small steps between which the next touch is noticed.
 */
export function PlacesProvider(props: { children: ReactNode }) {
  const shown = useDeferredValue(useAskedPath())
  return (
    <Shown value={shown}>
      {/* oxlint-disable-next-line react/hooks -- wouter takes the hook that tells where one is as a value */}
      <Router hook={useShown}>{props.children}</Router>
    </Shown>
  )
}

/** The path of the address bar, which what is shown follows. The one page that the build draws is Now. */
export const useAskedPath = (): string => usePathname({ ssrPath: '/now' })

function useShown(): [string, typeof navigate] {
  return [useContext(Shown), navigate]
}
