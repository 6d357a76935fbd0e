import * as z from 'zod/mini'

/** An id of a record, a device, a person or a couple. */
export const bodyId = z.string().check(z.regex(/^[A-Za-z0-9_-]{21}[AQgw]$/))

/** Turns stay far below what a number can hold, so that nobody can set one that cannot be followed. */
export const LAST_TURN = 1_000_000

/** Carried by what either of two may set: how often it has been set. What it decides, `turn.ts` says. */
export const turn = z.int().check(z.minimum(1), z.maximum(LAST_TURN))

/**
 * Carried by every body of a `us` record, so that the reader notices a hole. `write` is the number
 * this write has among its device's shared writes, which start at 1. `stands` tells by device how many
 * shared writes the record stands for, this one included: those before it, and numbers that were never
 * sent. If nothing was kept back, a device's newest number is the sum of what its records stand for.
 */
export const sharedWrite = {
  write: z.int().check(z.positive()),
  stands: z.array(z.tuple([bodyId, z.int().check(z.positive())])).check(z.maxLength(100)),
}
export interface SharedWrite {
  readonly write: number
  readonly stands: readonly (readonly [device: string, count: number])[]
}

/** The same where somebody alone has such a record too, which counts for nobody. */
export const sharedWhereTwo = {
  write: z.optional(sharedWrite.write),
  stands: z.optional(sharedWrite.stands),
}

const sharedWriteSchema = z.object(sharedWrite)

/** The shared-write numbers of any opened body, of a type not known here too; null where it has none. */
export function readSharedWrite(body: unknown): SharedWrite | null {
  const read = sharedWriteSchema.safeParse(body)
  return read.success ? read.data : null
}

/** How many shared writes of `device` a body stands for. */
export const standsFor = (body: unknown, device: string): number =>
  readSharedWrite(body)?.stands.find(([by]) => by === device)?.[1] ?? 0

/**
 * What a record stands for that takes the place of both: a device writes its revisions of one record
 * one after the other, so the greater count includes the smaller.
 */
export function standForBoth(
  a: SharedWrite['stands'],
  b: SharedWrite['stands'],
): SharedWrite['stands'] {
  const counts = new Map(a)
  for (const [device, count] of b) counts.set(device, Math.max(count, counts.get(device) ?? 0))
  return [...counts]
}
