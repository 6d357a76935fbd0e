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
  let taken = false
  workbox.addEventListener('waiting', () => {
    say(() => {
      taken = true
      workbox.messageSkipWaiting()
    })
  })
  workbox.addEventListener('controlling', ({ isUpdate }) => {
    if (taken) window.location.reload()
    // Another tab said yes. The parts this one has not loaded yet are gone, so it is offered here too.
    else if (isUpdate) say(() => window.location.reload())
  })
  await workbox.register()
  let asked = Date.now()
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - asked < AN_HOUR) return
    asked = Date.now()
    // Without a network there is no newer version to find.
    workbox.update().catch(() => undefined)
  })
}

/** An app that is kept open for weeks looks for a newer version now and then, in ms. */
const AN_HOUR = 3_600_000

/** The quiet offer of a newer version. */
export function UpdateLine() {
  const m = useMessages(frame).update
  const ready = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => take,
    () => null,
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
