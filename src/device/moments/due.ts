import { readerZone, readOpenCouple } from '../couple/couple.ts'
import type { Phone } from '../phone.ts'
import { type Edit } from '../edit.ts'
import { writeRecords } from '../records.ts'
import { isOpen } from './card.ts'
import { isForWeek } from './follow-week.ts'
import { chooseSharing, makeCards, readCooling } from './share.ts'
import { nextMorning } from './zones.ts'

/** What waits to open, and what its author may still do about it. */

const SOON = 36 * 60 * 60 * 1000

/** The entries that open next, if within a day and a half: for "Two moments open to {name} at 9:00". */
export async function dueSoon(phone: Phone): Promise<{ ids: string[]; opensAt: number } | null> {
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

/** Not yet: they open a morning later, and no week brings them forward. */
export async function postpone(phone: Phone, ids: readonly string[]): Promise<void> {
  const couple = await readOpenCouple(phone.db)
  if (!couple) return
  const zone = await readerZone(phone, couple)
  const waiting = await readCooling(phone, Number.MAX_SAFE_INTEGER, couple.id)
  const edits = waiting.flatMap(({ id, opensAt: due }): Edit[] => {
    if (!ids.includes(id)) return []
    const opensAt = new Date(nextMorning(Math.max(phone.runtime.clock(), due), zone)).toISOString()
    const next: Edit['next'] = (current) =>
      current?.type === 'entry' && current.sharing.with === 'us'
        ? { ...current, sharing: { ...current.sharing, opens: 'morning', opensAt } }
        : null
    return [{ id, audience: 'me', next }]
  })
  await writeRecords(phone, edits)
}

/** Keep mine: they stay with their author. */
export async function keepMine(phone: Phone, ids: readonly string[]): Promise<void> {
  for (const id of ids) await chooseSharing(phone, id, { with: 'me', loops: true })
}

/**
 * The two have begun to look back on their week: what its author kept for it opens now, whatever the
 * hour, for both are there.
 */
export async function openForWeek(phone: Phone): Promise<number> {
  const couple = await readOpenCouple(phone.db)
  if (!couple) return 0
  const cooling = await readCooling(phone, Number.MAX_SAFE_INTEGER, couple.id)
  const kept = cooling.filter(({ entry: { sharing } }) => isForWeek(sharing))
  return makeCards(phone, couple.id, kept)
}
