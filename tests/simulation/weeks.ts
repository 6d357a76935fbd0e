import type { Phone } from '../../src/device/phone.ts'
import { readRhythm } from '../../src/device/couple/rhythm.ts'
import { readMoment } from '../../src/device/moments/read.ts'
import { openBegun } from '../../src/device/week/begun.ts'
import { weekAt } from '../../src/device/week/week-days.ts'
import { setForBoth } from '../../src/device/week/week-write.ts'
import type { Book, Ledger } from './ledger.ts'
import type { World } from './world.ts'

/** The two begin to look back on a week, on one phone: what each has kept for it opens then, and on the other's phone when that hears of it. */

const PLACE = { part: 'place', step: 'calm', length: 'short', seat: 'one-phone' } as const

const weekNow = async (phone: Phone): Promise<string> =>
  weekAt(phone.runtime.clock(), await readRhythm(phone))

/** Says how long it may take, as the screen asks it first, and nothing is begun. */
export async function lookIntoWeek(phone: Phone, ledger: Ledger): Promise<void> {
  const week = await weekNow(phone)
  // What is under way is not stopped here.
  if (ledger.weeks.some((each) => each.week === week)) return
  await setForBoth(phone, { ...PLACE, week, state: 'stopped', calm: false })
}

/** Begins it. */
export async function beginWeek(phone: Phone, ledger: Ledger): Promise<void> {
  const week = await weekNow(phone)
  const begun = { week, begun: ledger.tick(), isSaid: false }
  ledger.weeks.push(begun)
  const saved = await setForBoth(phone, { ...PLACE, week, state: 'walking', calm: true })
  await openBegun(phone, week)
  begun.isSaid = saved.ok
}

/** What was kept for the week of now before it was begun, and lies closed though everybody has heard of that. */
export async function closedForWeek(
  { turns, devices }: World,
  phones: readonly Phone[],
  ledger: Ledger,
): Promise<string[]> {
  // Whoever takes it for another day may take it for another week.
  if (devices.some((each) => each.hasBeenWrong)) return []
  const now = weekAt(turns.now, await turns.runFor(readRhythm(phones[0]!)))
  const [first, ...later] = ledger.weeks.filter(({ week }) => week === now)
  if (!first || ![first, ...later].some(({ isSaid }) => isSaid)) return []
  const closed: string[] = []
  for (const book of ledger.books.values()) {
    if (book.isPoisoned || !isKeptForWeek(book, first.begun)) continue
    const moment = await turns.runFor(readMoment(phones[book.person * 2]!, book.id))
    if (moment?.visible.to !== 'us' || moment.visible.open) continue
    closed.push(`${book.id} was kept for a week that has begun, and is not open`)
  }
  return closed
}

/** Whether that was the last its author said of it, before the week was begun, and all on one device. */
function isKeptForWeek({ shares }: Book, begun: number): boolean {
  const told = shares.filter(({ heard }) => heard !== 'refused')
  const last = told.at(-1)
  if (last?.choice.with !== 'us' || last.choice.opens !== 'week' || last.heard !== 'said')
    return false
  const isAlone = new Set(told.map(({ device }) => device)).size === 1
  return (
    isAlone &&
    last.ended < begun &&
    told.every(({ ended, heard }) => heard === 'said' && ended <= last.ended)
  )
}
