const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** The 22nd character carries the last two bits of 16 bytes. */
const LAST = 'AQgw'

/**
 * An id that looks like any other, always the same for the same number: 16 bytes of a small generator
 * (Marsaglia 2003, xorshift32), in base64url. Like real ids, it tells nothing about time.
 */
export function madeUpId(n: number): string {
  let state = Math.imul(n + 1, 0x9e3779b1) | 0 || 0x2545f491
  const next = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 8
  }
  let id = ''
  for (let k = 0; k < 21; k++) id += ALPHABET[next() % 64]
  return id + LAST[next() % 4]
}
