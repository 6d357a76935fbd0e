import * as z from 'zod/mini'
import type { Database, StoredRecord } from '../database.ts'
import type { Phone } from '../phone.ts'

/**
 * What the partner has opened since this person last looked at Tide: keys of cards, so that Now can say that
 * there is something, and so that none of it comes in while Tide is being read. It is never told to anybody.
 */

const NAME = 'opened'
/** More than anybody opens between two looks. What came before them is not held back any more. */
const MOST = 200
const keysSchema = z.array(z.string())

/** Notes what has just arrived for the first time, beside what is noted. Inside a transaction that includes `state`. */
export async function noteOpened(
  { db, me }: Phone,
  arrived: readonly StoredRecord[],
  noted: readonly string[],
): Promise<void> {
  const cards = arrived.filter(({ type, author }) => type === 'card' && author !== me)
  if (cards.length === 0) return
  const keys = [...noted, ...cards.map(({ key }) => key)]
  await db.state.put({ name: NAME, value: [...new Set(keys)].slice(-MOST) })
}

/** What of it is still open. */
export async function readOpened({ db }: Phone): Promise<string[]> {
  const keys = await readNoted(db)
  if (keys.length === 0) return []
  const records = await db.records.bulkGet(keys)
  const open = records.filter((each) => each !== undefined && !each.envelope.deleted)
  return open.map((each) => each!.key)
}

/** Whether something of it is still open. */
export const hasOpened = async (phone: Phone): Promise<boolean> =>
  (await readOpened(phone)).length > 0

/** These stood on Tide while it was looked at; what came meanwhile stays news. */
export async function forgetOpened({ db }: Phone, seen: readonly string[]): Promise<void> {
  await db.transaction('rw', db.state, async () => {
    const left = (await readNoted(db)).filter((key) => !seen.includes(key))
    if (left.length > 0) await db.state.put({ name: NAME, value: left })
    else await db.state.delete(NAME)
  })
}

/** What is noted, still open or not. */
export async function readNoted(db: Database): Promise<string[]> {
  const read = keysSchema.safeParse((await db.state.get(NAME))?.value)
  return read.success ? read.data : []
}
