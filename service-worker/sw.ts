import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

/**
 * The part of Tideline that is there when nothing else is: after the first visit the whole app starts
 * without a network. It keeps the app's own files and nothing else. No answer of the API is ever
 * cached: a person's journal lives in the database of the phone, not here.
 */

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: Parameters<typeof precacheAndRoute>[0]
}

/** Background Sync is not in TypeScript's library yet, and not in every browser. */
declare global {
  interface ServiceWorkerGlobalScopeEventMap {
    sync: ExtendableEvent & { readonly tag: string }
  }
}

/** The tag that a phone registers when something waits for a network. */
const SYNC_TAG = 'tideline-sync'

/** Paths that a page load must take to the network: the API, and anything that is a file. */
const NOT_THE_APP = [/^\/api(?:\/|$)/, /\/[^/]+\.[^/]+$/]

cleanupOutdatedCaches()
precacheAndRoute(self.__WB_MANIFEST)
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: NOT_THE_APP }),
)

// Without this the very first visit would only work offline after a reload.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

// A new version waits for the person's yes, so that it never interrupts a half-written entry.
self.addEventListener('message', (event) => {
  if (isMessage(event.data, 'SKIP_WAITING')) event.waitUntil(self.skipWaiting())
})

self.addEventListener('sync', (event) => {
  if (event.tag === SYNC_TAG) event.waitUntil(askPagesToSync())
})

/** The network is back: every open page is told, and one of them syncs. */
async function askPagesToSync(): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window' })
  for (const page of pages) page.postMessage({ type: SYNC_TAG })
}

function isMessage(data: unknown, type: string): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === type
}
