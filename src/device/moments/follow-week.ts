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
  const { week, reader, behind } = await readHours(phone, couple)
  const isOfThisWeek = (instant: number) => nextWeek(instant - 1, week, reader) === instant
  const stale = waiting.filter(({ opensAt }) => !isOfThisWeek(opensAt))
  if (stale.length === 0) return
  const now = phone.runtime.clock() + behind
  const next = nextWeek(now, week, reader)
  // Not yet was said to the week that comes next: what is a week further on stays that far.
  const later = new Map(
    stale.flatMap(({ row, entry, opensAt }) =>
      hasNotYet(entry.sharing)
        ? [[row, nextWeek(Math.max(now, opensAt - WEEK), week, reader)] as const]
        : [],
    ),
  )
  await phone.db.records
    .where('key')
    .anyOf(stale.map(({ row }) => row))
    .modify((record) => {
      // It may have opened meanwhile: then it waits for nothing.
      if (record.opensAt !== undefined) record.opensAt = later.get(record.key) ?? next
    })
}

/** Whether its author keeps it for the week. */
export const isForWeek = (sharing: Sharing): boolean =>
  sharing.with === 'us' && sharing.opens === 'week'

/** Whether its author has said *not yet* to a week. */
export const hasNotYet = (sharing: Sharing): boolean =>
  sharing.with === 'us' && sharing.notYet === true

const WEEK = 7 * 24 * 60 * 60 * 1000
