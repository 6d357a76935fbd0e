import { hash } from 'node:crypto'
import { MAX_CLOCK_SKEW_SECONDS } from '../sync/limits.ts'

/** Proofs that were seen, for as long as their time would still be accepted. */
export interface Replays {
  /** Takes note of a nonce; `replayed` where this key used it before, `full` where no room is left. */
  note(key: string, nonce: string, seconds: number): Noted | Promise<Noted>
}
type Noted = 'new' | 'replayed' | 'full'

const MINUTE = 60

/** The minute a proof names. */
export const minuteOf = (seconds: number): number => Math.floor(seconds / MINUTE)

/** The oldest minute whose proofs would still be accepted; the clock in milliseconds. */
export const oldestMinute = (now: number): number => minuteOf(now / 1000 - MAX_CLOCK_SKEW_SECONDS)

/** What is remembered of a proof. */
export const markOf = (key: string, nonce: string): string =>
  hash('sha256', `${key} ${nonce}`, 'base64url').slice(0, 16)

/**
 * Remembers nonces by the minute their proof names. A replay names the same minute, so one look is
 * enough, and a minute too old to be accepted is forgotten whole. When it is full it refuses rather
 * than forgets: forgetting would let a replay through.
 */
export function createReplays(clock: () => number, most = 1_000_000): Replays {
  const minutes = new Map<number, Set<string>>()
  let size = 0
  return {
    note(key, nonce, seconds) {
      const oldest = oldestMinute(clock())
      for (const [minute, seen] of minutes) {
        if (minute >= oldest) continue
        minutes.delete(minute)
        size -= seen.size
      }
      const minute = minuteOf(seconds)
      const seen = minutes.get(minute) ?? new Set()
      const mark = markOf(key, nonce)
      if (seen.has(mark)) return 'replayed'
      if (size >= most) return 'full'
      seen.add(mark)
      size++
      minutes.set(minute, seen)
      return 'new'
    },
  }
}
