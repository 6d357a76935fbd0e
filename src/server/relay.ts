import type { Hub } from './hub.ts'
import { MAX_BATCH, MAX_POKE_BYTES } from '../sync/limits.ts'
import type { Announcement } from './store/engine.ts'
import type { FeedText } from './store/feeds.ts'
import type { Store } from './store/store.ts'

/**
 * Passes on to those who listen at this process what others on the same database announce. An
 * announcement names numbers alone; the rows are read here, and only where somebody listens.
 */
export function relayPokes(store: Store, hub: Hub, onError: (error: unknown) => void): void {
  store.hear((announcement) => {
    relay(store, hub, announcement).catch(onError)
  })
}

async function relay(store: Store, hub: Hub, announcement: Announcement): Promise<void> {
  if (announcement.type === 'missed') return hub.endAll()
  if (announcement.type === 'dismissed') return hub.dismiss(announcement.device)
  const { person, prev, seq, except } = announcement
  if (!hub.hears(person)) return
  const rows = await readMoved(store, person, prev, seq)
  hub.poke(person, { incarnation: store.incarnation, prev, seq, rows }, except)
}

/** The rows between two numbers of a feed, or none where they would be too many for a poke. */
function readMoved(
  store: Store,
  person: string,
  prev: number,
  seq: number,
): Promise<readonly FeedText[]> {
  return store.read(async (tx) => {
    const sizes = await tx.measure(person, { after: prev }, MAX_BATCH)
    const moved = sizes.filter((row) => row.seq <= seq)
    const bytes = moved.reduce((sum, row) => sum + row.bytes, 0)
    return bytes > MAX_POKE_BYTES ? [] : tx.readRows(person, prev + 1, seq)
  }, person)
}
