/** Chance that can be had again: numbers and choices from one seed. */
export interface Draw {
  /** From 0 up to, not including, `most`. */
  below(most: number): number
  of<T>(choices: readonly T[]): T
}

/** mulberry32: small, fast, and good enough to pick what to try next. */
export function draw(seed: number): Draw {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (most: number): number => Math.floor(next() * most)
  return {
    below,
    of(choices) {
      const index = below(choices.length)
      if (index >= choices.length) throw new Error('nothing to choose from')
      return choices[index] as (typeof choices)[number]
    },
  }
}
