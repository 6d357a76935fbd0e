import { useSyncExternalStore } from 'react'

/** Whether there is room beside the timeline: a desktop, a tablet or phone on its side. */
export function useWide(): boolean {
  return useSyncExternalStore(listen, () => matchMedia(WIDE).matches)
}

/** The same as in tide.module.css. */
const WIDE = '(min-width: 50rem) and (orientation: landscape)'

function listen(listener: () => void): () => void {
  const media = matchMedia(WIDE)
  media.addEventListener('change', listener)
  return () => media.removeEventListener('change', listener)
}
