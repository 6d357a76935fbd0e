import type { Database, LaterRow } from '../database.ts'

/**
 * What was set aside lies under its number in the feed. A server that was restored numbers anew, and may not
 * have it any more: until it comes again it lies below zero, out of the way of what comes.
 */

/** Whether a row is kept from a server that was restored since. */
export const isFromBefore = ({ seq }: { readonly seq: number }): boolean => seq < 0

/**
 * Keeps what was set aside while its server is another one. But for what only waits for an own edit: whoever wrote
 * that brings it back. Inside the transaction.
 */
export async function keepAside({ later }: Database): Promise<void> {
  const rows = await later.toArray()
  const lowest = Math.min(0, ...rows.map(({ seq }) => seq))
  const moving = rows.filter((row) => !isFromBefore(row))
  await later.bulkDelete(moving.map(({ seq }) => seq))
  const kept = moving.filter(({ behind }) => behind !== 1)
  await later.bulkPut(kept.map((row, n) => ({ ...row, seq: lowest - 1 - n })))
}

/** Sets rows aside. What has come again does not lie there twice. Inside the transaction. */
export async function putAside({ later }: Database, rows: readonly LaterRow[]): Promise<void> {
  const before = await later.where('seq').below(0).toArray()
  const come = new Set(rows.map(({ record }) => JSON.stringify(record)))
  const doubled = before.filter(({ record }) => come.has(JSON.stringify(record)))
  await later.bulkDelete(doubled.map(({ seq }) => seq))
  await later.bulkPut([...rows])
}
