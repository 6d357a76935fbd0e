import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { idOf } from '../../../src/device/database.ts'
import { readMoments, readPlaces } from '../../../src/device/moments/read.ts'
import { importJournal } from '../../../src/device/file/transfer.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { people, timeIn } from '../../people.ts'
import { link, openTestPhone, openTwo, pair, type TestPhone, type Two } from './phones.ts'

/** Somebody goes through a whole journal on one device, in a tunnel; the other device gets all of it. */

/** More than one push takes, and than Dexie follows through awaits that ask the database nothing. */
const MANY = 110

let two: Two
let tablet: TestPhone
beforeEach(async () => {
  two = await openTwo()
  tablet = await openTestPhone(two.world, people.first.zone)
  await pair(two)
  await importJournal(two.first.phone, journal())
  await syncOnce(two.first.phone)
  await link({ world: two.world, old: two.first, newcomer: tablet })
  await syncOnce(tablet.phone)
})
afterEach(async () => {
  tablet.phone.close()
  await two.close()
})

describe('many edits made in a tunnel', () => {
  it('arrive with the place in the feed to which they belong, in one round', async () => {
    const { phone } = two.first
    for (const { key } of await readPlaces(phone)) {
      await editEntry(phone, idOf(key), { words: { note: `looked at again, ${key}` } })
    }
    expect(await syncOnce(phone)).toBe('done')
    expect(await phone.db.outbox.count()).toBe(0)
    expect(await syncOnce(tablet.phone)).toBe('done')
    const keys = (await readPlaces(tablet.phone)).map(({ key }) => key)
    const read = await readMoments(tablet.phone, keys)
    const notes = read.map((each) => ('move' in each ? each.words.note : 'unreadable'))
    expect(notes).toEqual(keys.map((key) => `looked at again, ${key}`))
    expect(notes).toHaveLength(MANY)
  })
})

function journal(): string {
  const entries = Array.from({ length: MANY }, (_, n) => ({
    id: `${String(n).padStart(21, 'A')}A`,
    author: 'me',
    move: { kind: 'pursue', at: timeIn(-n) },
    words: { note: 'as it was' },
  }))
  const exportedAt = new Date().toISOString()
  return JSON.stringify({ format: 'tideline-journal', version: 1, exportedAt, entries })
}
