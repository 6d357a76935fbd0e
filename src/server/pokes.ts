import type { Device } from './caller.ts'
import type { Hub } from './hub.ts'
import { refuse, type Refusal } from './problem.ts'
import type { Store } from './store/store.ts'

/** How often a stream says that it lives. */
export const HEARTBEAT_MS = 20_000

/**
 * The stream of pokes of one device. It listens before it reads the head, so that what is pushed in
 * between is not missed; the first frame tells the head.
 */
export async function openPokes(
  { store, hub }: { store: Store; hub: Hub },
  { key, person, device }: Device,
): Promise<Response | Refusal> {
  const listening = hub.listen(person, device)
  try {
    const [known, head] = await store.read(
      (tx) => Promise.all([tx.findDevice(key), tx.headOf(person)]),
      person,
    )
    // It may have been removed since it was let in, when nobody listened yet who could be dismissed.
    if (!known || known.isRevoked) {
      listening.end()
      return refuse('revoked')
    }
    listening.begin({ incarnation: store.incarnation, prev: head, seq: head })
  } catch (error) {
    listening.end()
    throw error
  }
  return new Response(listening.stream, {
    // A proxy in front is asked to pass every frame on at once.
    headers: { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' },
  })
}
