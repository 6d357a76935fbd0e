import type { Phone } from './phone.ts'

/**
 * What time it is for sure. The phone has a clock, which whoever holds it can set; the API has said by
 * how much it is wrong, which whoever runs the API can make up. Only both together can hurry anything.
 */

/** Under which name is kept by how much this phone's clock is behind the API's, in ms (`client.ts`). */
export const CLOCK_OFFSET = 'clock-offset'

/** A time that has been reached by both clocks, in ms: `now` is this phone's, `offset` what the API has said. */
export const earliestOf = (now: number, offset: unknown): number =>
  now + Math.min(0, toOffset(offset))

/** The same, with what the API has said last. */
export async function earliestNow(phone: Phone): Promise<number> {
  return earliestOf(phone.runtime.clock(), await readOffset(phone))
}

/** A time that neither clock has passed, in ms. */
export async function latestNow(phone: Phone): Promise<number> {
  return phone.runtime.clock() + (await readBehind(phone))
}

/** By how much this phone's clock is behind the API's, in ms; 0 where it is ahead, or nobody has said. */
export async function readBehind(phone: Phone): Promise<number> {
  return Math.max(0, toOffset(await readOffset(phone)))
}

const readOffset = async ({ db }: Phone): Promise<unknown> =>
  (await db.state.get(CLOCK_OFFSET))?.value

const toOffset = (value: unknown): number => (typeof value === 'number' ? value : 0)
