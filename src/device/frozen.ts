import type { Database, OutboxRow } from './database.ts'

/**
 * Which rows of the outbox are on their way, though they do not say so themselves: a batch is frozen by one
 * list of its numbers, because to put each row down again took a phone longer than to send it. A tab of an
 * earlier version does not read the list. It may edit such a row in its place, or let it go: what is
 * acknowledged is held against what was sent, and the server has the last word on the rest.
 */
export type Frozen = ReadonlySet<number>

const FROZEN = 'frozen'

/** The numbers of the rows that are frozen without saying so. */
export async function readFrozen({ state }: Pick<Database, 'state'>): Promise<Frozen> {
  return new Set((await state.get(FROZEN))?.value as readonly number[] | undefined)
}

/** A row as it stands: sent, where it may have left. */
export const asFrozen = (row: OutboxRow, frozen: Frozen): OutboxRow =>
  row.sent === 0 && frozen.has(row.n) ? { ...row, sent: 1 } : row

/** Freezes rows, besides those that are. Inside a transaction that includes `state`. */
export async function freeze(
  { state }: Database,
  frozen: Frozen,
  rows: readonly OutboxRow[],
): Promise<void> {
  const value = [...new Set([...frozen, ...rows.map(({ n }) => n)])]
  await state.put({ name: FROZEN, value })
}

/** Which of these rows lie in the outbox as they were sent. */
export function asSent(rows: readonly OutboxRow[], found: readonly OutboxRow[]): number[] {
  const digests = new Map(found.map(({ n, digest }) => [n, digest]))
  return rows.flatMap(({ n, digest }) => (digests.get(n) === digest ? [n] : []))
}

/** They have been answered. Inside a transaction that includes `state`. */
export async function thaw({ state }: Database, numbers: readonly number[]): Promise<void> {
  const frozen = await readFrozen({ state })
  const value = [...frozen].filter((n) => !numbers.includes(n))
  if (value.length === frozen.size) return
  if (value.length === 0) await state.delete(FROZEN)
  else await state.put({ name: FROZEN, value })
}
