import type { Envelope } from '../../sync/envelope.ts'
import type { Database, StoredRecord } from '../database.ts'

/**
 * A delete that did not have to leave, because nobody had what it deletes. A phone that was set up from its own
 * backup may be wrong about that: when it comes from the server after all, the delete does leave.
 */

const NAMES = 'dropped/'
const nameOf = (key: string): string => `${NAMES}${key}`

/** Keeps a delete that does not leave. Inside a transaction that includes `state`. */
export async function keepDropped({ state }: Database, key: string, gone: Envelope): Promise<void> {
  await state.put({ name: nameOf(key), value: gone })
}

/** Whether there is any such delete. Inside a transaction that includes `state`. */
export const hasDropped = async ({ state }: Database): Promise<boolean> =>
  (await state.where('name').startsWith(NAMES).count()) > 0

/**
 * Takes out the deletes of what arrives from this very device and is not here, by key: what another one has made
 * under the same id is not what was deleted. Inside a transaction that includes `state`.
 */
export async function takeDropped(
  { state }: Database,
  me: string,
  arrived: readonly StoredRecord[],
  held: ReadonlyMap<string, StoredRecord>,
): Promise<ReadonlyMap<string, Envelope>> {
  const missing = arrived.filter(({ key, author }) => author === me && !held.has(key))
  if (missing.length === 0) return new Map()
  const rows = await state.bulkGet(missing.map(({ key }) => nameOf(key)))
  const found = missing.flatMap(({ key, envelope }, place) => {
    const gone = rows[place]?.value as Envelope | undefined
    return gone?.device === envelope.device ? [[key, gone] as const] : []
  })
  if (found.length > 0) await state.bulkDelete(found.map(([key]) => nameOf(key)))
  return new Map(found)
}
