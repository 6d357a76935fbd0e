import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { keepDraft } from '../../../../src/device/moments/draft.ts'
import { chooseSharing } from '../../../../src/device/moments/share.ts'
import { addEntry } from '../../../../src/device/moments/add-entry.ts'
import { deleteEntry } from '../../../../src/device/moments/delete-entry.ts'
import { editEntry } from '../../../../src/device/moments/edit-entry.ts'
import { syncOnce } from '../../../../src/device/sync/sync.ts'
import { moveAt } from '../../../people.ts'
import { openTwo, pair } from '../phones.ts'
import { openHanded, writeDown } from './phone.ts'

/**
 * `node tests/unit/device/released/make.ts 2` writes down a phone as the version of today leaves it, as
 * `phone-2.json`: once for every version of the database that is released, and never again.
 */

const two = await openTwo(openHanded)
await pair(two)
const { phone } = two.first
const notes: Record<string, string> = {}

async function keep(hours: number, note: string): Promise<string> {
  const kept = await addEntry(phone, { kind: 'withdraw', at: moveAt(hours, 'withdraw').at })
  if (!kept.ok) throw new Error(kept.reason)
  await editEntry(phone, kept.id, { words: { note } })
  notes[kept.id] = note
  return kept.id
}

const shared = await keep(1, 'the evening in the kitchen')
await chooseSharing(phone, shared, { with: 'us', opens: 'now', words: ['note'] })
await keep(2, 'left the room')
await two.settle()
// Half of what a phone does was on its way when it was put into the drawer.
const changed = await keep(3, 'before the tunnel')
await editEntry(phone, changed, { words: { note: 'in the tunnel' } })
notes[changed] = 'in the tunnel'
const gone = await keep(4, 'taken back')
await deleteEntry(phone, gone)
delete notes[gone]
await keepDraft(phone, shared, { move: moveAt(1, 'withdraw'), words: { note: 'half a sen' } })
await phone.db.later.put({ seq: 900, record: { v: 2 } })
await syncOnce(two.second.phone)

const file = join(import.meta.dirname, `phone-${process.argv[2]}.json`)
await writeFile(file, JSON.stringify(await writeDown(phone, notes), null, 2))
await two.close()
