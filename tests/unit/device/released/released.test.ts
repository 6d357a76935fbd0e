import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ownKey } from '../../../../src/device/couple/couple.ts'
import { readDraft } from '../../../../src/device/moments/draft.ts'
import { readMoment, readMoments, readPlaces } from '../../../../src/device/moments/read.ts'
import { addEntry } from '../../../../src/device/moments/add-entry.ts'
import { editEntry } from '../../../../src/device/moments/edit-entry.ts'
import { openPhone } from '../../../../src/device/phone.ts'
import { putBack, type Released } from './phone.ts'

/** Every phone that a released version has left on a disk opens with this one, and nothing of it is lost. */

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'))

describe.each(files)('%s', (name) => {
  const released = JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as Released
  const without = (table: string): Released => ({
    ...released,
    stores: released.stores.map((each) => (each.name === table ? { ...each, rows: [] } : each)),
  })

  it('opens, and goes on', async () => {
    expect(await whatIsMissing(released)).toEqual([])
  })

  it.each(['records', 'outbox', 'later'])(
    'is found out to have lost its %s in an upgrade',
    async (table) => {
      expect(await whatIsMissing(without(table))).not.toEqual([])
    },
  )
})

/** Opens the phone and goes through what was on it, as `released` says at its top and in its tables. */
async function whatIsMissing(released: Released): Promise<string[]> {
  const missing: string[] = []
  const phone = await openPhone(await putBack(released))
  const rowsOf = (table: string) => released.stores.find(({ name }) => name === table)?.rows ?? []
  for (const [id, note] of Object.entries(released.notes)) {
    if ((await readMoment(phone, id))?.words.note !== note) missing.push(`the note of ${id}`)
  }
  const places = await readPlaces(phone)
  const read = await readMoments(
    phone,
    places.map(({ key }) => key),
  )
  if (read.some((each) => 'unreadable' in each)) missing.push('a moment that opens')
  if ((await phone.db.outbox.count()) < 2) missing.push('what was to be sent')
  if ((await phone.db.outbox.count()) !== rowsOf('outbox').length) missing.push('an outbox row')
  if ((await phone.db.later.count()) !== 1) missing.push('what is for a later version')
  const [shared = ''] = Object.keys(released.notes)
  if ((await readDraft(phone, shared))?.words.note !== 'half a sen') missing.push('the draft')

  const kept = await addEntry(phone, { kind: 'repair' })
  if (!kept.ok || !(await phone.db.records.get(ownKey(phone, kept.id))))
    missing.push('a new moment')
  const edited = await editEntry(phone, shared, { words: { note: 'of today' } })
  if (!edited.ok) missing.push('an edit')
  phone.close()
  return missing
}
