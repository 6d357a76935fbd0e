import { addEntry, editEntry } from '../../../src/device/moments/write.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { timeIn } from '../../people.ts'
import { link, type TestPhone, type Two } from './phones.ts'

/** A second device of the first person, for stories about two that write and sync in their own time. */

/** Keeps a moment with a note on this device. */
export async function addWithNote(test: TestPhone, note: string): Promise<string> {
  const added = await addEntry(test.phone, { kind: 'pursue', at: timeIn(1) })
  if (!added.ok) throw new Error(added.reason)
  await editEntry(test.phone, added.id, { words: { note } })
  return added.id
}

/** The tablet becomes the first person's, and both know what the other knows. */
export async function linkAndSync(two: Two, tablet: TestPhone): Promise<void> {
  await link({ world: two.world, old: two.first, newcomer: tablet })
  await syncInTurns([two.first, tablet])
}

/** Often enough for each to hear what the others made of its own. */
export async function syncInTurns(phones: readonly TestPhone[]): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    for (const { phone } of phones) await syncOnce(phone)
  }
}
