/** Seconds in and out. Out is always the longer one: that is what calms. */
export const PACES = {
  four: { in: 4, out: 6 },
  slower: { in: 4, out: 8 },
  slowest: { in: 5, out: 10 },
} as const
export type Pace = keyof typeof PACES

const MINUTE = 60

/**
 * Which breath it is `elapsed` ms after the beginning, and when the next one begins, in ms after the
 * beginning. After a minute the breath that has begun is let out before it is done.
 */
export function breathAt(
  elapsed: number,
  pace: Pace,
): { readonly breath: 'in' | 'out' | 'done'; readonly next: number | null } {
  const { in: inward, out } = PACES[pace]
  const whole = inward + out
  const breaths = Math.ceil(MINUTE / whole)
  const number = Math.floor(elapsed / 1000 / whole)
  if (number >= breaths) return { breath: 'done', next: null }
  const into = elapsed / 1000 - number * whole
  return into < inward
    ? { breath: 'in', next: (number * whole + inward) * 1000 }
    : { breath: 'out', next: (number + 1) * whole * 1000 }
}
