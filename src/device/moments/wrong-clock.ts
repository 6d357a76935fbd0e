import type { Phone } from '../phone.ts'
import { readOffset } from '../sure-time.ts'

/** Below this, in ms, a clock is right enough for a journal. */
const NEAR = 10 * 60 * 1000

/**
 * By how much this phone's clock was wrong when the API last said so, in ms; more than 0 where it is
 * behind. Null where it is right, or nobody has said anything.
 */
export async function readWrongClock(phone: Phone): Promise<number | null> {
  const value = await readOffset(phone)
  return typeof value === 'number' && Math.abs(value) > NEAR ? value : null
}
