// Evaluated before anything else: it takes the secret of an invite out of the address.
import './handover.ts'
import '@fontsource-variable/atkinson-hyperlegible-next/wght.css'
import '@fontsource-variable/atkinson-hyperlegible-next/wght-italic.css'
import './tokens.css'
import './base.css'
import { listenForTaps } from './early-taps.ts'
import { listenForExit } from './exit.ts'
import { loading } from './messages/loading.ts'
import { nextTask } from './next-task.ts'

/**
 * What is there before the app is. The page comes with Now already drawn in it (`draw-now.tsx`). Where Now
 * is asked for it is shown at once, its forms and its quick exit working; only then the app is evaluated,
 * and takes it over as it stands. On every other address it stays out of sight.
 */

const page = document.documentElement

listenForExit()
showHues()
void (isNowAsked() ? showNow() : load())

/** The two hues that were chosen, from the first picture on (`keep-hues.ts`). */
function showHues(): void {
  try {
    page.dataset['hues'] = localStorage.getItem('tideline:hues') ?? ''
  } catch {
    // They come with the journal.
  }
}

/** Whether what the page has drawn is what its address asks for. */
function isNowAsked(): boolean {
  try {
    const isWrittenOtherwise = localStorage.getItem('tideline:writing') !== null
    return /^\/(?:now)?$/.test(window.location.pathname) && !isWrittenOtherwise
  } catch {
    // A browser that keeps nothing at all: the app says so.
    return false
  }
}

/** All files are asked for at once. React and the app are evaluated in two steps: a tap that falls between them is shown sooner. */
async function load(): Promise<void> {
  for (const each of document.querySelectorAll('link[rel=later]')) {
    each.setAttribute('rel', 'modulepreload')
  }
  await import('./root.ts')
  await nextTask()
  await import('./main.tsx')
}

async function showNow(): Promise<void> {
  if (window.location.pathname === '/') window.history.replaceState(null, '', '/now')
  page.toggleAttribute('data-begun', localStorage.getItem('tideline:begun') !== null)
  page.dataset['shown'] = 'now'
  listenForTaps()
  await firstPaint()
  try {
    await load()
  } catch (error) {
    const line = document.querySelector('output')
    if (line) line.textContent = loading.failed
    throw error
  }
}

/** Resolves once Now is to be seen; at once where nobody looks, and where a server for development has drawn nothing. */
function firstPaint(): Promise<void> {
  const isDrawn = document.getElementById('root')?.hasChildNodes() === true
  if (document.hidden || !isDrawn) return Promise.resolve()
  return new Promise((resolve) => {
    setTimeout(resolve, LATE)
    new PerformanceObserver((list, self) => {
      if (!list.getEntriesByName('first-contentful-paint')[0]) return
      self.disconnect()
      resolve()
    }).observe({ type: 'paint', buffered: true })
  })
}

/** A browser that has painted nothing after this long, in ms, is not waited for. */
const LATE = 1000
