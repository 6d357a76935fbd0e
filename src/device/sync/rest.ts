import type { Runtime } from '../runtime.ts'

/**
 * A server that is busy says how long to leave it alone. Until then this phone asks it nothing, whatever
 * calls for it, and then not at the same moment as all the others.
 */

/** Longer than this nobody is left alone, whatever an answer says or a clock does. */
const LONGEST = 5 * 60_000

const rests = new WeakMap<Runtime, number>()

/** Takes note of a pause in seconds that the server asked for. */
export function leaveAlone(runtime: Runtime, seconds: number): void {
  const jitter = (runtime.random(1)[0] ?? 0) / 256
  const pause = Math.min(seconds * 1000, LONGEST)
  rests.set(runtime, runtime.clock() + pause * (1 + jitter / 2))
}

/** How long the server wants to be left alone yet, in ms; 0 when it may be asked. */
export function restOf(runtime: Runtime): number {
  const left = (rests.get(runtime) ?? 0) - runtime.clock()
  return left > 0 && left <= 1.5 * LONGEST ? left : 0
}
