import { problemResponse, refuse } from './problem.ts'
import type { Reply } from './routes.ts'
import type { Condition, Store } from './store/store.ts'

/** The disk is asked at most this often, however many ask. */
const FRESH_MS = 5000

/**
 * Whether the API can serve, found out by writing and waiting for the disk. `healthy` is what was found
 * last. Nothing is told but yes, or that the disk is the reason.
 */
export function createHealth(store: Store, clock: () => number, version: string) {
  let asked: { at: number; condition: Promise<Condition> } | null = null
  let last: Condition = 'ok'
  return {
    isHealthy: () => last === 'ok',
    async answer(): Promise<Reply> {
      const now = clock()
      // A clock that was set back must not keep an old answer.
      if (!asked || Math.abs(now - asked.at) >= FRESH_MS) {
        asked = { at: now, condition: store.check() }
      }
      last = await asked.condition
      if (last === 'ok') return { answer: { status: 'ok', version } }
      return problemResponse(refuse('internal', `disk: ${last}`), 503)
    },
  }
}
