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

/** Where a phone between two keeps until when that holds, in ms, and the address of their walk (`week/together.ts`). */
export const TOGETHER = 'tideline-together'

/** The address of the walk that this phone shows to two; null where it is its owner's alone, or not any more. */
export function readTogether(): string | null {
  try {
    const [until, walk] = (localStorage.getItem(TOGETHER) ?? '').split(' ')
    return walk && Date.now() < Number(until) ? walk : null
  } catch {
    // A browser that keeps nothing has kept no walk either; the screens say so.
    return null
  }
}

// It shows nothing else, however and wherever the app is opened.
const walk = readTogether()
if (walk) {
  document.documentElement.dataset['walk'] = 'together'
  window.history.replaceState(null, '', walk)
}

// Nor does what is open beside it, from its beginning on.
window.addEventListener('storage', ({ key }) => {
  const isShown = document.documentElement.dataset['walk'] === 'together'
  if (key === TOGETHER && !isShown && readTogether()) window.location.reload()
})
