import type { Body } from '../journal/body.ts'
import { readSharedWrite, standsFor } from '../journal/shared-write.ts'
import type { Database } from './database.ts'
import type { Phone } from './phone.ts'

/**
 * The numbers that this device gives what it shares, so that the partner notices a hole
 * (`journal/shared-write.ts`): how many were given, and which of them never left.
 */

/**
 * How many shared writes this device has numbered, and how many of those numbers never left it: the
 * next shared write stands for them too, so that the partner does not take them for a hole.
 */
export interface SharedWrites {
  readonly count: number
  readonly spent: number
}

/** What is known of the numbers of this device. */
export async function readWrites({ db }: Pick<Phone, 'db'>): Promise<SharedWrites> {
  const [count, spent] = await db.state.bulkGet(['writes', 'spent-writes'])
  return {
    count: (count?.value as number | undefined) ?? 0,
    spent: (spent?.value as number | undefined) ?? 0,
  }
}

/** Keeps what is known of them. Inside a transaction that includes `state`. */
export const putWrites = ({ state }: Database, { count, spent }: SharedWrites): Promise<unknown> =>
  state.bulkPut([
    { name: 'writes', value: count },
    { name: 'spent-writes', value: spent },
  ])

/**
 * Notes that the shared writes of this device behind `body` never leave it, but for those that `instead`
 * stands for. `by` is the device that wrote it. Inside a transaction that includes `state`.
 */
export async function spendWrites(
  { db, device }: Pick<Phone, 'db'> & { readonly device: string },
  body: unknown,
  instead: unknown = null,
  by = device,
): Promise<void> {
  const unsent = standsFor(body, device) - standsFor(instead, device)
  if (unsent <= 0) return
  const { spent, count } = await readWrites({ db })
  await db.state.put({ name: 'spent-writes', value: spent + unsent })
  // A later one may be with the partner already, and this one be missed there: all but the last alone.
  const isLast = by === device && unsent === 1 && readSharedWrite(body)?.write === count
  if (!isLast) await db.state.put({ name: MISSED, value: true })
}

/** Set while a shared write of this device may be missed by the partner, though nobody keeps it back. */
export const MISSED = 'missed-writes'

/**
 * A body with the shared-write number of its revision. One that takes the place of a revision that never
 * left keeps its number, and does not `take` one; a new one stands for the earlier numbers of the record as well.
 */
export function numberWrite(
  body: object,
  current: unknown,
  device: string,
  takesPlace: boolean,
  take: () => { readonly write: number; readonly spent: number },
): Body {
  const before = readSharedWrite(current)
  if (takesPlace && before) return { ...body, ...before } as Body
  const { write, spent } = take()
  const own = standsFor(current, device) + spent + 1
  const others = before?.stands.filter(([by]) => by !== device) ?? []
  return { ...body, write, stands: [...others, [device, own]] } as Body
}
