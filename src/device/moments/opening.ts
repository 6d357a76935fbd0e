import type { Settings } from '../../journal/body.ts'
import { type KnownCouple, readerZone } from '../couple/couple.ts'
import { type Beat, readRhythm } from '../couple/rhythm.ts'
import type { Phone } from '../phone.ts'
import { readOwnBody } from '../stored-record.ts'
import { readBehind } from '../sure-time.ts'
import { comingMorning, nextWeek } from './zones.ts'

/** When what is given to the couple opens, and what happens to a new entry by its author's default. */

/** By whose clock things open: mornings are the reader's, the week is the one the two chose. */
export interface Hours {
  readonly reader: string
  readonly week: Beat
  /** By how much this phone's clock is known to be behind, in ms: its tomorrow would be over elsewhere. */
  readonly behind: number
}

export const readHours = async (phone: Phone, couple: KnownCouple | null): Promise<Hours> => ({
  reader: couple ? await readerZone(phone, couple) : phone.runtime.zone(),
  week: await readRhythm(phone),
  behind: await readBehind(phone),
})

/** When an entry opens that its author gave to the couple at `now`, by this phone. */
export function openingAt(
  now: number,
  { reader, week, behind }: Hours,
  opens: 'now' | 'morning' | 'week',
): number {
  if (opens === 'now') return now
  const sure = now + behind
  return opens === 'morning' ? comingMorning(sure, reader) : nextWeek(sure, week, reader)
}

/** The id of a person's own settings: there is one. */
export const settingsId = ({ vault }: Phone): string => vault.deriveId('settings', '')

/** The author's default; only me until chosen. */
export async function readDefault(phone: Phone): Promise<Settings['sharing']> {
  const settings = await readOwnBody(phone, settingsId(phone))
  return settings?.type === 'settings' ? settings.sharing : 'me'
}
