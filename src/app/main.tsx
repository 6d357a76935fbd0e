import './trusted.ts'
import { type ReactNode, StrictMode, useEffect } from 'react'
import type { Phone } from '../device/phone.ts'
import { browserRuntime } from '../device/runtime.ts'
import { App } from './app.tsx'
import { WritingProvider } from './messages/locale.tsx'
import { noteOpen, unlock } from './lock/held-key.ts'
import { isFirstTime } from './now/first-time.ts'
import { loadWriting } from './now/keep-moment.ts'
import { createRoot, hydrateRoot, startTransition } from './root.ts'
import { nextTask } from './next-task.ts'
import { keepRuns } from './runs.ts'
import { ErrorBoundary } from './ui/error-boundary.tsx'
import { type World, WorldProvider } from './world.tsx'

/** The composition root: the phone, the finder of loops, the service worker and the sync loop meet here. */

const page = document.documentElement
const isDrawn = page.dataset['shown'] === 'now'

const runtime = browserRuntime('tideline', { unlock })
// The four forms are taken over first, while the phone itself is still on its way; a tap that comes before
// it is open is kept all the same.
let standing = (): void => undefined
const stands = isDrawn ? new Promise<void>((resolve) => (standing = resolve)) : Promise.resolve()
const opening = stands.then(open)
// What the next tap has to know is at hand from now on.
const ready = opening.then(getReady).catch(() => undefined)
const runs = keepRuns(runtime, async (...asked) =>
  (await import('./find-runs.ts')).findRuns(...asked),
)
const world: World = { demo: false, runtime, opening, runs }

const asked = readAsked()
if (asked === null) draw(<App />)
else void drawAsAsked(asked)

/** The phone, evaluated in small steps: a tap that falls between them is noticed sooner. */
async function open(): Promise<Phone> {
  await import('../journal/body.ts')
  await nextTask()
  await import('../device/database.ts')
  await nextTask()
  const { openPhone } = await import('../device/phone.ts')
  await nextTask()
  return openPhone(runtime)
}

function draw(app: ReactNode): void {
  const root = document.getElementById('root')
  if (!root) return
  const whole = (
    <StrictMode>
      <WorldProvider value={world}>
        <ErrorBoundary>{app}</ErrorBoundary>
      </WorldProvider>
      <Standing />
    </StrictMode>
  )
  if (isDrawn && root.hasChildNodes()) {
    if (!isFirstTime()) for (const each of root.querySelectorAll('[data-first-time]')) each.remove()
    // In small steps, between which a tap is noticed.
    startTransition(() => void hydrateRoot(root, whole))
  } else {
    root.replaceChildren()
    page.dataset['shown'] = 'app'
    createRoot(root).render(whole)
  }
}

/** Tells that the app has taken the page over. */
function Standing() {
  useEffect(() => {
    setTimeout(standing)
  }, [])
  return null
}

/** How somebody who tries the layout wants the words written; null nearly always. */
function readAsked(): string | null {
  try {
    return localStorage.getItem('tideline:writing')
  } catch {
    return null
  }
}

async function drawAsAsked(how: string): Promise<void> {
  const { readAskedWriting } = await import('./messages/pseudo.ts')
  const writing = readAskedWriting(how)
  draw(
    writing ? (
      <WritingProvider writing={writing}>
        <App />
      </WritingProvider>
    ) : (
      <App />
    ),
  )
}

/** After this long, in ms, an update or a sync does not wait for the phone any more: its owner may have locked it. */
const PATIENCE = 3000

// Nothing below is needed for the first tap, so it waits until the phone is open and the screen stands still.
const late = new Promise((resolve) => setTimeout(resolve, PATIENCE))
void Promise.race([ready, late]).then(() =>
  whenIdle(() => {
    // Without the network, and before there is a service worker, it comes with the next start.
    import('./later.ts').then(({ bringTheRest }) => bringTheRest(opening)).catch(() => undefined)
  }),
)

async function getReady(phone: Phone): Promise<void> {
  const [{ keepReady }, { probeWhenSeen }] = await Promise.all([
    import('../device/moments/ready.ts'),
    import('../device/probe.ts'),
    loadWriting(),
  ])
  keepReady(phone)
  probeWhenSeen(phone)
  noteOpen()
  performance.mark('tideline:open')
}

function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(work, { timeout: 2000 })
  else setTimeout(work, 300)
}
