import type { Database } from './database.ts'
import type { Phone } from './phone.ts'
import { isQuotaError } from './put.ts'

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

/**
 * By how much this phone's clock was behind when the API last said so, in ms; less than 0 where it was ahead,
 * undefined where nobody has said anything.
 */
export async function readOffset({ db }: Pick<Phone, 'db'>): Promise<unknown> {
  const kept = (await db.state.get(CLOCK_OFFSET))?.value
  const late = unkept.get(db)
  // Another tab may have been told since, and have had the room.
  return late && late.before === kept ? late.offset : kept
}

/** What was said while the disk was full, and what stands there instead: known until the app is closed. */
const unkept = new WeakMap<Database, { readonly offset: number; readonly before: unknown }>()

/** Keeps what the API has said. A full disk keeps nobody from going by it, nor from syncing. */
export async function keepOffset({ db }: Phone, offset: number): Promise<void> {
  try {
    await db.state.put({ name: CLOCK_OFFSET, value: offset })
    unkept.delete(db)
  } catch (error) {
    if (!isQuotaError(error)) throw error
    unkept.set(db, { offset, before: (await db.state.get(CLOCK_OFFSET))?.value })
  }
}

/** Puts down what there was no room for: it has to outlive the app, and to reach the other tabs. */
export async function keepLateOffset(phone: Phone): Promise<void> {
  const late = unkept.get(phone.db)
  if (late) await keepOffset(phone, late.offset)
}

const toOffset = (value: unknown): number => (typeof value === 'number' ? value : 0)
