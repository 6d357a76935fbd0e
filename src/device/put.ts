import type { Database } from './database.ts'
import { readBefore, type Sealed } from './edit.ts'
import { PERSON } from './identity.ts'
import type { Phone } from './phone.ts'
import { putWrites, readWrites } from './shared-writes.ts'
import { carriers } from './written.ts'

/** Putting down what was sealed: one strict transaction, in which nothing may have moved meanwhile. */

/**
 * Puts records and outbox rows down together, and lets them leave at once where that is possible.
 * `moved`: what they were made over is another by now. `another`: this phone has become another person's.
 * `changed`: `holds` does not hold. `full`: no room. But for `put` nothing was written.
 */
export async function putSealed(
  { db }: Phone,
  sealed: Sealed,
  holds: (() => Promise<boolean>) | null,
): Promise<'put' | 'moved' | 'another' | 'changed' | 'full'> {
  const carrier = carriers.get(db)
  const held = sealed.rows.filter(({ row }) => row.heldUntil !== undefined)
  let leave = (): void => (held.length < sealed.rows.length ? carrier?.call() : undefined)
  try {
    const done = await db.transaction('rw', db.records, db.outbox, db.state, async () => {
      const authors = [...new Set(sealed.rows.map(({ next }) => next.author))]
      // All at once: each question that waits for the one before keeps what is written from the disk.
      const [areStill, isHolding, writes, befores, take] = await Promise.all([
        Promise.all(authors.map((author) => isStill(db, author))),
        holds ? holds() : true,
        readWrites({ db }),
        Promise.all(sealed.rows.map(({ next }) => readBefore({ db }, next.key))),
        sealed.rows.length > 0 && held.length === 0 ? carrier?.awaits() : null,
      ])
      if (areStill.includes(false)) return 'another'
      if (!isHolding) return 'changed'
      if (JSON.stringify(writes) !== JSON.stringify(sealed.writes)) return 'moved'
      for (const [place, { record, pending }] of sealed.rows.entries()) {
        const { record: now, pending: last } = befores[place]!
        if (now?.digest !== record?.digest) return 'moved'
        if (last?.n !== pending?.n || last?.sent !== pending?.sent) return 'moved'
      }
      const rows = sealed.rows.map(({ row }) => (take ? { ...row, sent: 1 as const } : row))
      const [, numbers] = await Promise.all([
        db.records.bulkPut(sealed.rows.map(({ next }) => next)),
        db.outbox.bulkPut(rows, { allKeys: true }),
        sealed.writesAfter === sealed.writes ? null : putWrites(db, sealed.writesAfter),
      ])
      if (take) leave = () => take(rows.map((row, place) => ({ ...row, n: numbers[place]! })))
      return 'put'
    })
    if (done === 'put') leave()
    return done
  } catch (error) {
    if (isQuotaError(error)) return 'full'
    throw error
  }
}

/**
 * Whether this is still a device of `author`, whose keys are on the disk. It may have become another
 * person's while something was being sealed, in this tab or another, or the browser may have cleared its
 * storage: what is sealed under keys that would be gone tomorrow is never written. Inside a transaction
 * that includes `state`.
 */
export async function isStill({ state }: Database, author: string): Promise<boolean> {
  const person = await state.get(PERSON)
  if (person) return person.value === author
  return (await state.where('name').equals('identity').count()) === 1
}

/** Tells whether the browser has no room left, in any of the ways it says so. */
export function isQuotaError(error: unknown): boolean {
  const seen = new Set<unknown>()
  for (let each = error; each && typeof each === 'object' && !seen.has(each); ) {
    seen.add(each)
    if ((each as { name?: unknown }).name === 'QuotaExceededError') return true
    each = (each as { inner?: unknown }).inner
  }
  return false
}
