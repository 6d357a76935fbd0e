import type { Rhythm } from '../../journal/rhythm.ts'
import type { Phone } from '../phone.ts'
import type { Saved } from '../records.ts'
import { chooseInTurn } from './choose-in-turn.ts'
import { readOpenCouple } from './couple.ts'
import { type Beat, beatOf, firstMembersZone, readBeats } from './rhythm.ts'

/** Chooses the day, its hour, or the zone they are counted in; the rest stays as it is. In a couple it holds for both. */
export async function chooseRhythm(phone: Phone, chosen: Partial<Beat>): Promise<Saved> {
  const couple = await readOpenCouple(phone.db)
  const id = phone.vault.deriveId('rhythm', couple?.id ?? '')
  const first = couple && (await firstMembersZone(phone, couple))
  const read = () => readBeats(phone, couple)
  return chooseInTurn(phone, couple?.id ?? null, read, (all, turn) => {
    const { day, hour, zone } = { ...beatOf(phone, couple !== null, all, first), ...chosen }
    const next = (): Rhythm => ({ type: 'rhythm', day, hour, zone, turn })
    return { id, audience: couple ? 'us' : 'me', next }
  })
}
