import type { Body } from '../journal/body.ts'
import { readCursor } from './apply.ts'
import { readCouple } from './couple.ts'
import type { Phone } from './phone.ts'

/**
 * Counts the partner's shared writes that this phone should have and does not. Every device of theirs
 * numbers what it shares, and every record says which numbers it stands for, so whoever carries the
 * records cannot leave one out unnoticed. The newest can be kept back: that looks like a partner
 * without a network. Null while the past has not arrived yet, or without a couple.
 */
export async function countHoles(phone: Phone): Promise<number | null> {
  const [couple, cursor] = [await readCouple(phone.db), await readCursor(phone)]
  if (!couple || !cursor || cursor.tail !== 0) return null
  const numbers = new Map<string, Set<number>>()
  const note = (device: string, write: number): void => {
    numbers.set(device, (numbers.get(device) ?? new Set()).add(write))
  }
  const records = await phone.db.records.where('key').startsWith(`${couple.partner}/`).toArray()
  for (const { envelope } of records) {
    if (envelope.couple !== couple.id) continue
    const opened = phone.vault.open(envelope)
    if (!opened.ok || opened.body.type === 'unknown') continue
    const body: Body = opened.body
    if (!('write' in body) || typeof body.write !== 'number') continue
    note(envelope.device, body.write)
    for (const [device, write] of (body.replaces ?? []) as [string, number][]) note(device, write)
  }
  let holes = 0
  for (const seen of numbers.values()) holes += Math.max(...seen) - seen.size
  return holes
}
