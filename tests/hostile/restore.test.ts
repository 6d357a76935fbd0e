import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { readCouple } from '../../src/device/couple/couple.ts'
import { leaveCouple } from '../../src/device/couple/leave.ts'
import { bringBack, readRestore, sayRestore } from '../../src/device/couple/restore.ts'
import { chooseSharing } from '../../src/device/moments/share.ts'
import { addEntry } from '../../src/device/moments/add-entry.ts'
import type { Phone } from '../../src/device/phone.ts'
import { writeRecords } from '../../src/device/records.ts'
import type * as restores from '../../src/journal/restore.ts'
import { timeIn } from '../people.ts'
import {
  openTestPhone,
  openTwo,
  pair,
  pairAgain,
  type TestPhone,
  type Two,
} from '../unit/device/phones.ts'
import { copyOf } from './captured.ts'

/**
 * A partner who wants back what was opened to them before, or an earlier partner's: with a client of their
 * own, which says what it likes. Nothing of hers moves unless she has said so herself, to the same person.
 */

const off = vi.hoisted(() => ({ both: false, same: false }))
vi.mock('../../src/journal/restore.ts', async (load) => {
  const real = await load<typeof restores>()
  const namedByBoth: typeof real.namedByBoth = (mine, theirs) =>
    off.both ? [...new Set([...mine, ...theirs])] : real.namedByBoth(mine, theirs)
  const isWith: typeof real.isWith = (...given) => off.same || real.isWith(...given)
  return { ...real, namedByBoth, isWith }
})

let two: Two
let third: TestPhone
/** Hers and his, once more, and hers with somebody else after both: every test works on copies. */
let again: { readonly hers: Phone; readonly his: Phone; readonly earlier: string }
let other: { readonly hers: Phone; readonly theirs: Phone }

beforeAll(async () => {
  two = await openTwo()
  third = await openTestPhone(two.world, 'Europe/Paris')
  const { first, second, world } = two
  await pair(two)
  const added = await addEntry(first.phone, { kind: 'pursue', at: timeIn(1) })
  if (!added.ok) throw new Error(added.reason)
  await chooseSharing(first.phone, added.id, { with: 'us', opens: 'now', words: [] })
  await two.settle()
  const earlier = (await readCouple(first.phone.db))?.id ?? ''
  const leave = async () => {
    await leaveCouple(first.phone, { withdraw: false })
    world.advance(2 * 3_600_000)
    await two.settle()
  }
  await leave()
  await pairAgain(two, first, second)
  again = { hers: await copyOf(first.phone), his: await copyOf(second.phone), earlier }
  await leave()
  await pairAgain(two, first, third)
  other = { hers: await copyOf(first.phone), theirs: await copyOf(third.phone) }
})
afterAll(async () => {
  for (const phone of [again.hers, again.his, other.hers, other.theirs]) phone.close()
  third.phone.close()
  await two.close()
})
beforeEach(() => Object.assign(off, { both: false, same: false }))

/** The one at the other end says, by hand, that these may come back; her phone hears of it. */
async function says(theirs: Phone, hers: Phone, of: readonly string[]): Promise<void> {
  const couple = await readCouple(theirs.db)
  const id = theirs.vault.deriveId('restore', couple?.id ?? '')
  const next = () => ({ type: 'restore' as const, of: [...of] })
  await writeRecords(theirs, [{ id, audience: 'us', next }], couple?.id)
  const record = await theirs.db.records.get(`${theirs.me}/${id}`)
  if (record) await hers.db.records.put(record)
}

/** Cards of hers that wait to be sent to whom she is with now. */
async function opened(hers: Phone): Promise<number> {
  await bringBack(hers)
  const couple = await readCouple(hers.db)
  const waiting = await hers.db.outbox.toArray()
  return waiting.filter(({ envelope }) => envelope.couple === couple?.id && envelope.move).length
}

describe('what was opened before', () => {
  it('does not come back on one yes alone, whatever the other’s phone says', async () => {
    for (const isOff of [false, true]) {
      const [hers, his] = [await copyOf(again.hers), await copyOf(again.his)]
      const shown = await readRestore(hers)
      await says(his, hers, [again.earlier])
      expect(await readRestore(hers)).toBe(shown)
      off.both = isOff
      expect(await opened(hers)).toBe(isOff ? 1 : 0)
      off.both = false
      for (const phone of [hers, his]) phone.close()
    }
  })

  it('does not come back to somebody who was not there', async () => {
    for (const isOff of [false, true]) {
      const [hers, theirs] = [await copyOf(other.hers), await copyOf(other.theirs)]
      off.same = isOff
      expect((await sayRestore(hers, true)).ok).toBe(isOff)
      await says(theirs, hers, [again.earlier])
      expect(await opened(hers)).toBe(isOff ? 1 : 0)
      off.same = false
      for (const phone of [hers, theirs]) phone.close()
    }
  })
})
