/**
 * A small generator of even numbers from a seed (Marsaglia 2003, xorshift32), in integers alone, so
 * that every engine shuffles alike. Takes a seed, gives a function from n to an integer below n.
 */
export function seededRandom(seed: number): (below: number) => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 0 || 0x2545f491
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}
