/**
 * The secret of an invite or a device link stands behind the `#` of its address. This file is the
 * first that is evaluated: it takes the secret out of the address bar, and with it out of the
 * browser's history, before any other code runs. It is kept in memory only, and given out once.
 */

export type Door = 'join' | 'link'

let handed: { readonly door: Door; readonly link: string } | null = takeFromAddress()

function takeFromAddress() {
  const { pathname, hash, href } = window.location
  const door = /^\/(join|link)\/?$/.exec(pathname)?.[1] as Door | undefined
  if (!door || hash.length < 2) return null
  window.history.replaceState(null, '', pathname)
  return { door, link: href }
}

/** The link the app was opened with, for the page at that door. */
export function readHandover(door: Door): string | null {
  return handed?.door === door ? handed.link : null
}

/** Forgets it, once it has been used or turned down. */
export function forgetHandover(): void {
  handed = null
}

// A link opened while the app is already running changes only what is behind the `#`.
window.addEventListener('hashchange', () => {
  handed = takeFromAddress() ?? handed
})

// A phone between two (`week/together.ts`) shows their walk, however the app was opened in this tab.
try {
  const walk = window.sessionStorage.getItem('tideline-together')
  if (walk) {
    document.documentElement.dataset['walk'] = 'together'
    window.history.replaceState(null, '', walk)
  }
} catch {
  // A browser that keeps nothing has kept no walk either; the screens say so.
}
