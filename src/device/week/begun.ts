import { viewWeek } from '../../journal/week-view.ts'
import { type KnownCouple, readOpenCouple } from '../couple/couple.ts'
import { readRhythm } from '../couple/rhythm.ts'
import { openForWeek } from '../moments/due.ts'
import type { Phone } from '../phone.ts'
import { earliestNow } from '../sure-time.ts'
import { weekAt } from './week-days.ts'
import { readWeekParts } from './week.ts'

/**
 * What each kept for their week opens once the two have begun to look back on it: on the phone on which they
 * do, and on the other when it hears of it.
 */

/** The week whose beginning this phone has opened for. */
const OPENED_FOR = 'opened-for-week'
/** How many parts of weeks there were when this phone last looked: a week that is begun is one more. */
export const WEEKS_SEEN = 'weeks-seen'

/** On this phone the two have begun, or taken up again, a week. On two phones both have to have said so. */
export async function openBegun(phone: Phone, week: string): Promise<number> {
  const couple = await readOpenCouple(phone.db)
  if (!couple || !(await isBegun(phone, couple, week))) return 0
  const opened = await openForWeek(phone)
  await phone.db.state.put({ name: OPENED_FOR, value: week })
  return opened
}

/**
 * A step of the sync: whether the week of now is being looked back on, and then the same, once a week. What is
 * kept after that waits for its hour: its author was told so. Hence it looks whether or not anything waits.
 */
export async function followBegun(phone: Phone): Promise<void> {
  const { db } = phone
  const seen = await db.records.where('type').equals('week').count()
  const week = weekAt(await earliestNow(phone), await readRhythm(phone))
  if ((await db.state.get(OPENED_FOR))?.value !== week) await openBegun(phone, week)
  await db.state.put({ name: WEEKS_SEEN, value: seen })
}

/** Whether they are at it, calm enough both. On one phone whoever held it has said so for the two. */
async function isBegun(phone: Phone, couple: KnownCouple, week: string): Promise<boolean> {
  const { place, calm } = viewWeek(await readWeekParts(phone, couple.id), week)
  if (place?.state !== 'walking' || !place.calm) return false
  if (place.seat === 'one-phone') return true
  return place.seat === 'two-phones' && couple.members.every((each) => calm.includes(each))
}
