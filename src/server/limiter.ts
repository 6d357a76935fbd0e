/** How many requests at once, and how many a second in the long run. */
export interface Rate {
  readonly burst: number
  readonly perSecond: number
}

export interface Limiter {
  /** Takes one request from somebody's share: 0, or the seconds to wait where nothing is left. */
  take(who: string): number
}

/** Most shares that are remembered. A forgotten one is full again. */
const MOST_SHARES = 10_000

/**
 * A bucket of tokens for each one who asks. Kept in order of use: whoever asked longest ago is
 * forgotten first, and has had the longest time to fill up again.
 */
export function createLimiter({ burst, perSecond }: Rate, clock: () => number): Limiter {
  const shares = new Map<string, { tokens: number; at: number }>()
  return {
    take(who) {
      const now = clock()
      const share = shares.get(who)
      const rested = share ? Math.max(0, now - share.at) / 1000 : 0
      const tokens = share ? Math.min(burst, share.tokens + rested * perSecond) : burst
      const isFree = tokens >= 1
      shares.delete(who)
      shares.set(who, { tokens: isFree ? tokens - 1 : tokens, at: now })
      const [oldest] = shares.keys()
      if (shares.size > MOST_SHARES && oldest !== undefined) shares.delete(oldest)
      return isFree ? 0 : Math.max(1, Math.ceil((1 - tokens) / perSecond))
    },
  }
}
