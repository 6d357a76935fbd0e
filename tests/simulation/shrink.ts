import type { Schedule } from './schedule.ts'

/**
 * The shortest schedule that still fails, as far as leaving things out can find it (delta debugging,
 * Zeller and Hildebrandt 2002). `fails` runs a schedule and tells; it is asked `atOnce` at a time.
 */
export async function shrink(
  schedule: Schedule,
  fails: (schedule: Schedule) => Promise<boolean>,
  atOnce = 1,
): Promise<Schedule> {
  let left = schedule
  for (let size = Math.ceil(left.length / 2); size >= 1; ) {
    const shorter = await leaveOut(left, size, fails, atOnce)
    if (shorter) left = shorter
    else if (size === 1) break
    else size = Math.ceil(size / 2)
  }
  return left
}

/** Leaves out piece after piece of this size; null where every one is needed. */
async function leaveOut(
  schedule: Schedule,
  size: number,
  fails: (schedule: Schedule) => Promise<boolean>,
  atOnce: number,
): Promise<Schedule | null> {
  let left = schedule
  for (let start = left.length - size; start > -size; ) {
    const tries = Array.from({ length: atOnce }, (_, n) => start - n * size)
      .filter((each) => each > -size)
      .map((each) => [...left.slice(0, Math.max(0, each)), ...left.slice(each + size)])
    const failing = await Promise.all(tries.map(fails))
    const first = failing.indexOf(true)
    if (first >= 0) left = tries[first]!
    start -= size * (first >= 0 ? first + 1 : tries.length)
  }
  return left.length < schedule.length ? left : null
}

/** What kind of promise was broken: the same sentence about other entries is the same kind. */
export const kindOf = (broken: string): string =>
  broken
    .split('\n')[0]!
    .replaceAll(/[\w-]{21}[AQgw]/g, '…')
    .replaceAll(/"[^"]*"|\[.*\]/g, '…')
    .replaceAll(/\b[ab][12]\b/g, '…')
    .replaceAll(/\d+/g, '…')
