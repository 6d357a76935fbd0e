import * as z from 'zod/mini'
import type { Database, StoredRecord } from '../database.ts'
import type { Phone } from '../phone.ts'

/**
 * What the partner has opened since this person last looked at Tide: keys of cards, and no more than
 * it takes to say that there is something. It is never told to anybody.
 */

const NAME = 'opened'
const MOST = 20
const keysSchema = z.array(z.string())

/** Notes what has just arrived for the first time. Inside a transaction that includes `state`. */
export async function noteOpened(
  { db, me }: Phone,
  arrived: readonly StoredRecord[],
): Promise<void> {
  const cards = arrived.filter(({ type, author }) => type === 'card' && author !== me)
  if (cards.length === 0) return
  const keys = [...(await readKeys(db)), ...cards.map(({ key }) => key)]
  await db.state.put({ name: NAME, value: [...new Set(keys)].slice(-MOST) })
}

/** Whether something of it is still open. */
export async function hasOpened({ db }: Phone): Promise<boolean> {
  const keys = await readKeys(db)
  if (keys.length === 0) return false
  const records = await db.records.bulkGet(keys)
  return records.some((each) => each !== undefined && !each.envelope.deleted)
}

/** Tide has been looked at. */
export async function forgetOpened({ db }: Phone): Promise<void> {
  if ((await readKeys(db)).length > 0) await db.state.delete(NAME)
}

async function readKeys(db: Database): Promise<string[]> {
  const read = keysSchema.safeParse((await db.state.get(NAME))?.value)
  return read.success ? read.data : []
}
