import type { Sharing } from '../../journal/entry.ts'
import { readOpenCouple } from '../couple/couple.ts'
import type { Phone } from '../phone.ts'
import { readHours } from './opening.ts'
import { readCooling } from './share.ts'
import { nextWeek } from './zones.ts'

/**
 * The two have chosen another day, or another clock: what waits for their week waits for that day from now
 * on. It is noted on this phone only. Were the entries written anew, rows that change together would tell
 * the server which of them wait.
 */
export async function followWeek(phone: Phone): Promise<void> {
  const couple = await readOpenCouple(phone.db)
  if (!couple) return
  const cooling = await readCooling(phone, Number.MAX_SAFE_INTEGER, couple.id)
  const waiting = cooling.filter(({ entry }) => isForWeek(entry.sharing))
  if (waiting.length === 0) return
  const { week, reader } = await readHours(phone, couple)
  const isOfThisWeek = (instant: number) => nextWeek(instant - 1, week, reader) === instant
  const stale = waiting.filter(({ opensAt }) => !isOfThisWeek(opensAt))
  if (stale.length === 0) return
  const opensAt = nextWeek(phone.runtime.clock(), week, reader)
  await phone.db.records
    .where('key')
    .anyOf(stale.map(({ row }) => row))
    .modify((record) => {
      // It may have opened meanwhile: then it waits for nothing.
      if (record.opensAt !== undefined) record.opensAt = opensAt
    })
}

/** Whether its author keeps it for the week. */
export const isForWeek = (sharing: Sharing): boolean =>
  sharing.with === 'us' && sharing.opens === 'week'
