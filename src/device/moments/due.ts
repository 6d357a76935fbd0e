import { ownKey, readOpenCouple } from '../couple/couple.ts'
import type { Phone } from '../phone.ts'
import type { Edit } from '../edit.ts'
import { writeWhile } from '../records.ts'
import { earliestNow } from '../sure-time.ts'
import { ownBodyIn } from '../stored-record.ts'
import { cardId, goneEdit, isFor, isOpen } from './card.ts'
import { hasNotYet, isForWeek } from './follow-week.ts'
import { chooseSharing, makeCards, nextNumber, readCooling, sharingEdit } from './share.ts'
import { type Hours, readHours } from './opening.ts'
import { nextMorning, nextWeek } from './zones.ts'

/** What waits to open, and what its author may still do about it. */

const SOON = 36 * 60 * 60 * 1000

/** Entries that open at the same time, in ms, as their author sees it. */
export interface Due {
  readonly ids: readonly string[]
  readonly opensAt: number
}

/** The entries that open next, if within a day and a half: for "Two moments open to {name} at 9:00". */
export async function dueSoon(phone: Phone): Promise<Due | null> {
  const couple = await readOpenCouple(phone.db)
  if (!couple) return null
  const waiting: { id: string; opensAt: number }[] = []
  const soon = await readCooling(phone, phone.runtime.clock() + SOON, couple.id)
  for (const { id, entry, opensAt } of soon) {
    if (await isOpen(phone, id, entry.sharing)) continue
    waiting.push({ id, opensAt })
  }
  if (waiting.length === 0) return null
  const opensAt = Math.min(...waiting.map((each) => each.opensAt))
  return { ids: waiting.filter((each) => each.opensAt === opensAt).map((each) => each.id), opensAt }
}

/**
 * Not yet: they open a morning later, and what is kept for the week with the week after. What opens in the
 * very moment in which its author says so is taken back until then. Said twice of the same time, by a second
 * tap or in another tab, it counts once.
 */
export async function postpone(phone: Phone, seen: Due): Promise<void> {
  const { ids } = seen
  const couple = await readOpenCouple(phone.db)
  if (!couple) return
  const hours = await readHours(phone, couple)
  const waiting = await Promise.all(ids.map((id) => readGiven(phone, id, couple.id)))
  const given = waiting.flatMap((each) => (each && !isPutOff(each, seen) ? [each] : []))
  const edits = given.flatMap((each): Edit[] => {
    const { id, sharing, open, next } = each
    const later = { ...sharing, ...laterThan(each, phone.runtime.clock(), hours) }
    return open
      ? [
          sharingEdit(id, { ...later, number: next }),
          goneEdit(cardId(phone, id, sharing.number), 'us'),
        ]
      : [sharingEdit(id, later)]
  })
  const holds = async () => {
    const now = await Promise.all(ids.map((id) => readGiven(phone, id, couple.id)))
    return JSON.stringify(now) === JSON.stringify(waiting)
  }
  const saved = await writeWhile(phone, edits, couple.id, holds)
  if (!saved.ok && saved.reason === 'changed') await postpone(phone, seen)
}

/** Whether it waits for a later time than was seen, and not only because the couple's day has become another. */
const isPutOff = ({ sharing, open, due }: Given, { opensAt }: Due): boolean =>
  !open && due > opensAt && Date.parse(sharing.opensAt) > opensAt

/** When it opens instead. */
function laterThan(
  { sharing, open, due }: Given,
  clock: number,
  { reader, week, behind }: Hours,
): Pick<Given['sharing'], 'opens' | 'opensAt' | 'notYet'> {
  const now = clock + behind
  const toText = (instant: number) => new Date(instant).toISOString()
  if (!isForWeek(sharing)) {
    return { opens: 'morning', opensAt: toText(nextMorning(Math.max(now, due), reader)) }
  }
  // A week begun before its hour has opened what waited for that hour; one begun late, also what waited for the next.
  const waitedFor = Math.max(due, open ? Date.parse(sharing.opensAt) : 0)
  const isOfNext = open && waitedFor - now > REACH
  const after = isOfNext ? waitedFor - 1 : Math.max(now, waitedFor)
  return { opens: 'week', opensAt: toText(nextWeek(after, week, reader)), notYet: true }
}

type Given = NonNullable<Awaited<ReturnType<typeof readGiven>>>

/** What was given to the couple, and whether it lies open by now; null where it was not, or not any more. */
async function readGiven(phone: Phone, id: string, couple: string) {
  const record = await phone.db.records.get(ownKey(phone, id))
  const entry = ownBodyIn(phone, record)
  if (entry?.type !== 'entry' || entry.sharing.with !== 'us') return null
  const { sharing } = entry
  if (!isFor(phone, sharing, couple)) return null
  const card = await phone.db.records.get(ownKey(phone, cardId(phone, id, sharing.number)))
  const open = card !== undefined && !card.envelope.deleted && card.envelope.couple === couple
  const next = await nextNumber(phone, id, sharing.number + 1, couple)
  return { id, sharing, open, next, due: record?.opensAt ?? 0 }
}

/** Keep mine: they stay with their author. */
export async function keepMine(phone: Phone, ids: readonly string[]): Promise<void> {
  for (const id of ids) await chooseSharing(phone, id, { with: 'me', loops: true })
}

/**
 * The two have begun to look back on their week: what its author kept for it opens now, whatever the
 * hour, for both are there. What they said *not yet* to waits for its own week.
 */
export async function openForWeek(phone: Phone): Promise<number> {
  const couple = await readOpenCouple(phone.db)
  if (!couple) return 0
  const now = await earliestNow(phone)
  const cooling = await readCooling(phone, Number.MAX_SAFE_INTEGER, couple.id)
  const kept = cooling.filter(
    ({ entry: { sharing }, opensAt }) =>
      isForWeek(sharing) && !(hasNotYet(sharing) && opensAt - now > REACH),
  )
  return makeCards(phone, couple.id, kept)
}

/** So long before its day, in ms, a week may be begun. */
const REACH = 3 * 24 * 60 * 60 * 1000
