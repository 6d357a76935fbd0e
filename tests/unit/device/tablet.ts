import { afterEach, beforeEach } from 'vitest'
import type { Due } from '../../../src/device/moments/due.ts'
import { readMoment, readPlaces } from '../../../src/device/moments/read.ts'
import { addEntry } from '../../../src/device/moments/add-entry.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { people, timeIn } from '../../people.ts'
import { link, openPair, openTestPhone, type TestPhone, type Two } from './phones.ts'

/** A second device of the first person, for stories about two that write and sync in their own time. */

export let two: Two
export let tablet: TestPhone

/** How each of these stories begins: the two are paired, and the tablet is nobody's yet. */
export function beginWithTablet(): void {
  beforeEach(async () => {
    two = await openPair()
    tablet = await openTestPhone(two.world, people.first.zone)
  })
  afterEach(async () => {
    tablet.phone.close()
    await two.close()
  })
}

/** Keeps a moment with a note on this device. */
export async function addWithNote(test: TestPhone, note: string): Promise<string> {
  const added = await addEntry(test.phone, { kind: 'pursue', at: timeIn(1) })
  if (!added.ok) throw new Error(added.reason)
  await editEntry(test.phone, added.id, { words: { note } })
  return added.id
}

/** The tablet becomes the first person's, and both know what the other knows. */
export async function linkTablet(): Promise<void> {
  await link({ world: two.world, old: two.first, newcomer: tablet })
  await syncBoth()
}

/** The first person's two devices, often enough for each to hear what the other made of its own. */
export const syncBoth = () => syncInTurns([two.first, tablet])

/** How many moments the second person sees. */
export const countSeen = async () => (await readPlaces(two.second.phone)).length

/** When this moment opens, as its author sees it on this device. */
export async function dueOf({ phone }: TestPhone, id: string): Promise<Due> {
  const visible = (await readMoment(phone, id))?.visible
  if (visible?.to !== 'us' || visible.open) throw new Error('it does not wait')
  return { ids: [id], opensAt: Date.parse(visible.opensAt) }
}

/** Often enough for each to hear what the others made of its own. */
export async function syncInTurns(phones: readonly TestPhone[]): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    for (const { phone } of phones) await syncOnce(phone)
  }
}
