import { useSyncExternalStore } from 'react'
import { frame } from './messages/frame.ts'
import { useMessages } from './messages/locale.tsx'
import { Button } from './ui/button.tsx'
import styles from './update.module.css'

/** A newer version that waits for the person's yes. */
let take: (() => void) | null = null
const listeners = new Set<() => void>()

function say(next: (() => void) | null): void {
  take = next
  for (const listener of listeners) listener()
}

/** Registers the service worker. A newer version is offered, never forced: it would cut off a sentence. */
export async function watchForUpdates(): Promise<void> {
  const { Workbox } = await import('workbox-window')
  const workbox = new Workbox('/sw.js')
  workbox.addEventListener('waiting', () => {
    say(() => {
      workbox.addEventListener('controlling', () => window.location.reload())
      workbox.messageSkipWaiting()
    })
  })
  await workbox.register()
}

/** The quiet offer of a newer version. */
export function UpdateLine() {
  const m = useMessages(frame).update
  const ready = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => take,
  )
  if (!ready) return null
  return (
    <div className={styles['line']}>
      <output>{m.ready}</output>
      <Button weight="plain" onClick={ready}>
        {m.take}
      </Button>
      <Button weight="plain" onClick={() => say(null)}>
        {m.later}
      </Button>
    </div>
  )
}
