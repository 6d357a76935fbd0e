// Evaluated first: it takes the secret of an invite out of the address.
import './handover.ts'
import '@fontsource-variable/atkinson-hyperlegible-next/wght.css'
import '@fontsource-variable/atkinson-hyperlegible-next/wght-italic.css'
import './tokens.css'
import './base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { openPhone, type Phone } from '../device/phone.ts'
import { keepReady } from '../device/ready.ts'
import { browserRuntime } from '../device/runtime.ts'
import { App } from './app.tsx'
import { findRuns } from './find-runs.ts'
import { keepRuns } from './runs.ts'
import { ErrorBoundary } from './ui/error-boundary.tsx'
import { watchForUpdates } from './update.tsx'
import { type World, WorldProvider } from './world.tsx'

/** The composition root: the phone, the finder of loops, the service worker and the sync loop meet here. */

const runtime = browserRuntime()
// The four forms are drawn first; a tap that comes before the phone is open is kept all the same.
const opening = new Promise((resolve) => setTimeout(resolve)).then(() => openPhone(runtime))
// What the next tap has to know is at hand from now on.
opening.then(keepReady).catch(() => undefined)
const world: World = { demo: false, runtime, opening, runs: keepRuns(runtime, findRuns) }

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <WorldProvider value={world}>
        <ErrorBoundary>
          <App />
        </ErrorBoundary>
      </WorldProvider>
    </StrictMode>,
  )
}

// Nothing below is needed for the first tap, so it waits until the screen stands still.
whenIdle(() => {
  if (import.meta.env.PROD && 'serviceWorker' in navigator) {
    // Without a service worker everything still works while there is a network.
    watchForUpdates().catch(() => undefined)
  }
  // A phone that could not be opened is shown by the screens; there is nothing to sync then.
  opening.then(startSync).catch(() => undefined)
})

async function startSync(phone: Phone): Promise<void> {
  const { keepInSync } = await import('../device/keep-in-sync.ts')
  keepInSync(phone)
}

function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(work, { timeout: 2000 })
  else setTimeout(work, 300)
}
