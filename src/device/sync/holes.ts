import { readSharedWrite } from '../../journal/shared-write.ts'
import { readCursor } from './cursor.ts'
import { readCouple } from '../couple/couple.ts'
import type { Phone } from '../phone.ts'

/**
 * Counts the partner's shared writes that this phone should have and does not. Every device of theirs
 * numbers what it shares, and every record says how many of those it stands for, so whoever carries
 * the records cannot leave one out unnoticed. The newest can be kept back: that looks like a partner
 * without a network. Null while the past has not arrived yet, or without a couple.
 */
export async function countHoles(phone: Phone): Promise<number | null> {
  const [couple, cursor] = [await readCouple(phone.db), await readCursor(phone)]
  if (!couple || !cursor || cursor.tail !== 0) return null
  const newest = new Map<string, number>()
  const stoodFor = new Map<string, number>()
  const records = await phone.db.records.where('key').startsWith(`${couple.partner}/`).toArray()
  for (const { envelope } of records) {
    if (envelope.couple !== couple.id) continue
    const opened = phone.vault.open(envelope)
    const shared = opened.ok ? readSharedWrite(opened.raw) : null
    if (!shared) continue
    newest.set(envelope.device, Math.max(shared.write, newest.get(envelope.device) ?? 0))
    for (const [device, count] of shared.stands) {
      stoodFor.set(device, (stoodFor.get(device) ?? 0) + count)
    }
  }
  let holes = 0
  for (const [device, write] of newest) {
    holes += Math.max(0, write - (stoodFor.get(device) ?? 0))
  }
  return holes
}
