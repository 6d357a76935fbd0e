import type { Phone } from '../device/phone.ts'
import { keepHues } from './keep-hues.ts'
import { watchForUpdates } from './update.tsx'

/** What no first tap needs, or makes it faster: a newer version, the hues that were chosen, what was left half written, and the sync loop. */
export function bringTheRest(opening: Promise<Phone>): void {
  opening.then(rehearseTap).catch(() => undefined)
  if (import.meta.env.PROD && 'serviceWorker' in navigator) {
    // Without a service worker everything still works while there is a network.
    watchForUpdates().catch(() => undefined)
  }
  // A phone that could not be opened is shown by the screens; there is nothing to sync then.
  opening.then(startSync).catch(() => undefined)
  opening.then(keepHues).catch(() => undefined)
  opening.then(keepWhatWasLeft).catch(() => undefined)
}

async function rehearseTap(phone: Phone): Promise<void> {
  const { rehearse } = await import('../device/moments/add-entry.ts')
  rehearse(phone)
}

async function keepWhatWasLeft(phone: Phone): Promise<void> {
  if ((await phone.db.state.where('name').startsWith('draft/').count()) === 0) return
  const { keepLeftDrafts } = await import('../device/moments/left-drafts.ts')
  await keepLeftDrafts(phone)
}

async function startSync(phone: Phone): Promise<void> {
  await isUnderWay(phone)
  const { keepInSync } = await import('../device/sync/keep-in-sync.ts')
  keepInSync(phone)
}

/** What every phone notes at its first opening (`device/identity.ts`). */
const WHO_IT_IS = ['identity', 'person']

/**
 * A journal that has met nobody, and no other phone of its owner, knows nothing but who it is. It has
 * nothing to sync, and the code for it waits; until its owner comes back to it, at the latest.
 */
function isUnderWay(phone: Phone): Promise<void> {
  return new Promise((resolve) => {
    const watching = phone
      .live(() => phone.db.state.where('name').noneOf(WHO_IT_IS).count())
      .subscribe({ next: (known) => known > 0 && begin(), error: begin })
    function begin(): void {
      watching.unsubscribe()
      document.removeEventListener('visibilitychange', begin)
      resolve()
    }
    document.addEventListener('visibilitychange', begin)
  })
}
