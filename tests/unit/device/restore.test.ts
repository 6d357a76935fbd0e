import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readBefore } from '../../../src/device/couple/earlier.ts'
import { leaveCouple } from '../../../src/device/couple/leave.ts'
import { bringBack, readRestore, sayRestore } from '../../../src/device/couple/restore.ts'
import { readUs } from '../../../src/device/couple/us.ts'
import { promiseReturn } from '../../../src/device/moments/pause.ts'
import { readMoments, readPlaces } from '../../../src/device/moments/read.ts'
import { chooseSharing } from '../../../src/device/moments/share.ts'
import { addEntry } from '../../../src/device/moments/add-entry.ts'
import { deleteEntry } from '../../../src/device/moments/delete-entry.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import { showPhrase } from '../../../src/device/person/phrase.ts'
import { recover } from '../../../src/device/person/recovery.ts'
import { countHoles } from '../../../src/device/sync/holes.ts'
import { fetchServerView } from '../../../src/device/sync/server-view.ts'
import { readStatus } from '../../../src/device/sync/status.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { timeIn } from '../../people.ts'
import { openPair, openTestPhone, pairAgain, type TestPhone, type Two } from './phones.ts'

/** The two, again: what they had opened before comes back where both say so, and not before. */

let two: Two
beforeEach(async () => {
  two = await openPair()
})
afterEach(() => two.close())

const NOW = { with: 'us', opens: 'now', words: ['note'] } as const
const ONLY_ME = { with: 'me', loops: true } as const
const HOUR = 3_600_000

async function add(
  { phone }: TestPhone,
  hours: number,
  note: string,
  choice?: typeof NOW,
): Promise<string> {
  const added = await addEntry(phone, { kind: 'pursue', at: timeIn(hours) })
  if (!added.ok) throw new Error(added.reason)
  await editEntry(phone, added.id, { words: { note, story: 'never opened' } })
  if (choice) expect(await chooseSharing(phone, added.id, choice)).toEqual({ ok: true })
  return added.id
}

/** What stands on a timeline of what both may see, with what was opened of its words. */
async function bothSee({ phone }: TestPhone): Promise<string[]> {
  const keys = (await readPlaces(phone)).map(({ key }) => key)
  const moments = await readMoments(phone, keys)
  const open = moments.flatMap((each) =>
    'move' in each && each.visible.to === 'us' && 'open' in each.visible && each.visible.open
      ? [`${each.words.note} (${each.visible.words.join()})`]
      : [],
  )
  return open.toSorted()
}

async function goOn(...phones: TestPhone[]): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    for (const test of phones.length > 0 ? phones : [two.first, two.second]) {
      await syncOnce(test.phone)
      await bringBack(test.phone)
    }
  }
}

async function leaveAndComeBack(withdraw = false): Promise<void> {
  await goOn()
  await leaveCouple(two.first.phone, { withdraw })
  two.world.advance(2 * HOUR)
  await goOn()
  await pairAgain(two, two.first, two.second)
  two.world.advance(2 * HOUR)
  await goOn()
}

const movesAtServer = async () => {
  const couple = (await readUs(two.first.phone)).couple ?? ''
  return two.world.store.transaction((tx) => tx.movesOf(couple))
}

describe('two again', () => {
  it('one alone says so: nothing comes back, and the other’s phone shows nothing of it', async () => {
    await add(two.first, 1, 'mine', NOW)
    await add(two.second, 2, 'theirs', NOW)
    await leaveAndComeBack()
    expect(await readRestore(two.second.phone)).toBe('open')
    expect(await sayRestore(two.first.phone, true)).toEqual({ ok: true })
    await goOn()
    expect([await readRestore(two.first.phone), await readRestore(two.second.phone)]).toEqual([
      'said',
      'open',
    ])
    expect([await bothSee(two.first), await bothSee(two.second)]).toEqual([[], []])
    expect(await movesAtServer()).toEqual([])
    // Nor after the first has thought better of it.
    await sayRestore(two.first.phone, false)
    await goOn()
    await sayRestore(two.second.phone, true)
    await goOn()
    expect([await readRestore(two.first.phone), await readRestore(two.second.phone)]).toEqual([
      'open',
      'said',
    ])
    expect([await bothSee(two.first), await bothSee(two.second)]).toEqual([[], []])
  })

  it('both say so: what lay open lies open again, as it stood, and only that', async () => {
    await add(two.first, 1, 'mine', NOW)
    const safe = await add(two.first, 2, 'kept to be safe', NOW)
    const taken = await add(two.first, 3, 'taken back', NOW)
    await add(two.first, 4, 'never opened')
    const deleted = await add(two.first, 5, 'deleted', NOW)
    const paused = await add(two.first, 6, 'a pause', NOW)
    await add(two.second, 7, 'theirs', NOW)
    await goOn()
    await chooseSharing(two.first.phone, taken, ONLY_ME)
    await promiseReturn(two.first.phone, paused, two.world.clock() + HOUR)
    await goOn()
    await leaveCouple(two.first.phone, { withdraw: false })
    // Also what changed its mind after it was over.
    await chooseSharing(two.first.phone, safe, { with: 'me', loops: false })
    await deleteEntry(two.first.phone, deleted)
    await leaveAndComeBack()
    for (const test of [two.second, two.first]) await sayRestore(test.phone, true)
    await goOn()
    const came = ['mine (note)', 'theirs (note)']
    expect([await bothSee(two.first), await bothSee(two.second)]).toEqual([came, came])
    expect(await movesAtServer()).toHaveLength(2)
    expect([await readRestore(two.first.phone), await readRestore(two.second.phone)]).toEqual([
      'both',
      'both',
    ])
    for (const test of [two.first, two.second]) {
      // What lies open now lies nowhere else, and the server finds in it what the phones find.
      expect(await readBefore(test.phone)).toEqual([])
      expect(await countHoles(test.phone)).toBe(0)
      expect(await readStatus(test.phone)).toMatchObject({ waiting: 0, parked: 0 })
      const view = await fetchServerView(test.phone)
      expect(view).toMatchObject({ ok: true, view: { comparison: 'same' } })
    }
  })

  it('what came back is its author’s to take back for good, also after leaving once more', async () => {
    const mine = await add(two.first, 1, 'mine', NOW)
    await add(two.first, 2, 'stays', NOW)
    await leaveAndComeBack()
    for (const test of [two.first, two.second]) await sayRestore(test.phone, true)
    await goOn()
    await chooseSharing(two.first.phone, mine, ONLY_ME)
    await leaveAndComeBack()
    expect((await readBefore(two.second.phone)).map(({ cards }) => cards.length)).toEqual([1])
    for (const test of [two.first, two.second]) await sayRestore(test.phone, true)
    await goOn()
    expect(await bothSee(two.second)).toEqual(['stays (note)'])
  })

  it('a leaver who took everything back brings nothing back', async () => {
    await add(two.first, 1, 'mine', NOW)
    await add(two.second, 2, 'theirs', NOW)
    await leaveAndComeBack(true)
    for (const test of [two.first, two.second]) await sayRestore(test.phone, true)
    await goOn()
    expect([await bothSee(two.first), await bothSee(two.second)]).toEqual([
      ['theirs (note)'],
      ['theirs (note)'],
    ])
  })

  it('a phone that began with the twelve words does it as well', async () => {
    await add(two.first, 1, 'mine', NOW)
    await add(two.second, 2, 'theirs', NOW)
    await leaveAndComeBack()
    for (const test of [two.first, two.second]) await sayRestore(test.phone, true)
    const words = await showPhrase(two.first.phone)
    if (!words) throw new Error('no words')
    await syncOnce(two.first.phone)
    const anew = await openTestPhone(two.world, 'Europe/Berlin')
    expect(await recover(anew.phone, words.join(' '))).toMatchObject({ ok: true })
    await goOn(anew, two.second)
    expect(await bothSee(anew)).toEqual(['mine (note)', 'theirs (note)'])
    expect(await bothSee(two.second)).toEqual(['mine (note)', 'theirs (note)'])
    // Both phones of one person do it once.
    await goOn(two.first, anew, two.second)
    expect(await bothSee(two.first)).toEqual(['mine (note)', 'theirs (note)'])
    expect(await readStatus(two.first.phone)).toMatchObject({ waiting: 0, parked: 0 })
    expect(await movesAtServer()).toHaveLength(2)
    anew.phone.close()
  })
})
