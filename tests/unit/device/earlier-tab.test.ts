import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Body } from '../../../src/journal/body.ts'
import { ownKey } from '../../../src/device/couple/couple.ts'
import { readGround } from '../../../src/device/edit.ts'
import { freeze, readFrozen } from '../../../src/device/frozen.ts'
import { addEntry } from '../../../src/device/moments/add-entry.ts'
import { deleteEntry } from '../../../src/device/moments/delete-entry.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import { readMoment, readPlaces } from '../../../src/device/moments/read.ts'
import { writeWhile } from '../../../src/device/records.ts'
import { readOwnBody } from '../../../src/device/stored-record.ts'
import { readStatus } from '../../../src/device/sync/status.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { people } from '../../people.ts'
import { link, openTestPhone, openTwo, pair, type TestPhone, type Two } from './phones.ts'

/** A tab of the version before does not read which rows are frozen: to it, what is on its way has never left. */

let two: Two
let tablet: TestPhone
let id: string
beforeEach(async () => {
  two = await openTwo()
  tablet = await openTestPhone(two.world, people.first.zone)
  await pair(two)
  await link({ world: two.world, old: two.first, newcomer: tablet })
  two.first.offline = true
  const kept = await addEntry(two.first.phone, { kind: 'repair' })
  if (!kept.ok) throw new Error(kept.reason)
  id = kept.id
  two.first.offline = false
})
afterEach(async () => {
  tablet.phone.close()
  await two.close()
})

const rowOf = ({ phone }: TestPhone) =>
  phone.db.outbox.where('key').equals(ownKey(phone, id)).toArray()

/** Does something as that tab does it, while the moment is on the wire and taken already. */
function meanwhile(does: () => Promise<unknown>): void {
  const { phone } = two.first
  two.first.meddle = async (request, answer) => {
    if (!request.url.includes('/api/push')) return answer
    two.first.meddle = null
    const frozen = await phone.db.state.get('frozen')
    await phone.db.state.delete('frozen')
    await does()
    if (frozen) await phone.db.state.put(frozen)
    return answer
  }
}

async function syncAll(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    for (const { phone } of [two.first, tablet]) expect(await syncOnce(phone)).toBe('done')
  }
}

describe('what was sealed over something that has moved since', () => {
  const sayMore = async (meanwhileDone: () => Promise<unknown>) => {
    const { phone } = two.first
    const ground = await readGround(phone, [id])
    await meanwhileDone()
    const next = (now: Body | null) =>
      now?.type === 'entry' ? { ...now, words: { ...now.words, story: 'third' } } : null
    const saved = await writeWhile(phone, [{ id, audience: 'me', next }], null, null, ground)
    expect(saved).toEqual({ ok: true })
  }

  it('is sealed again over what another tab has written', async () => {
    const { phone } = two.first
    await sayMore(() => editEntry(phone, id, { words: { note: 'second' } }))
    expect(await readOwnBody(phone, id)).toMatchObject({
      words: { note: 'second', story: 'third' },
    })
  })

  it('takes the place of nothing that has been frozen', async () => {
    const { db } = two.first.phone
    const [row] = await rowOf(two.first)
    await sayMore(() => freeze(db, new Set(), [row!]))
    expect(await rowOf(two.first)).toMatchObject([{ digest: row!.digest }, { sent: 0 }])
  })
})

describe('beside a tab of the version before', () => {
  it('what leaves is frozen without being put down again', async () => {
    const { phone } = two.first
    let seen: unknown
    two.first.meddle = async (request, answer) => {
      if (!request.url.includes('/api/push')) return answer
      two.first.meddle = null
      const [row] = await rowOf(two.first)
      seen = { sent: row!.sent, frozen: (await readFrozen(phone.db)).has(row!.n) }
      await editEntry(phone, id, { words: { note: 'second' } })
      expect(await rowOf(two.first)).toMatchObject([{ envelope: row!.envelope }, { sent: 0 }])
      return answer
    }
    await syncAll()
    expect(seen).toEqual({ sent: 0, frozen: true })
    expect(await readMoment(tablet.phone, id)).toMatchObject({ words: { note: 'second' } })
    expect((await readFrozen(phone.db)).size).toBe(0)
  })

  it('what it edits in its place while it leaves is neither lost nor taken for sent', async () => {
    const { phone } = two.first
    meanwhile(async () => {
      await editEntry(phone, id, { words: { note: 'second' } })
      expect(await rowOf(two.first)).toHaveLength(1)
    })
    await syncAll()
    for (const test of [two.first, tablet]) {
      expect(await readMoment(test.phone, id)).toMatchObject({ words: { note: 'second' } })
    }
    expect(await readStatus(phone)).toMatchObject({ waiting: 0, parked: 0 })
  })

  it('what it lets go of while it leaves is deleted everywhere', async () => {
    const { phone } = two.first
    meanwhile(async () => {
      await deleteEntry(phone, id)
      two.world.advance(11_000)
      // Before it could hear that the server has it.
      two.first.offline = true
      await syncOnce(phone)
      two.first.offline = false
      expect(await rowOf(two.first)).toEqual([])
    })
    await syncAll()
    for (const test of [two.first, tablet]) {
      expect(await readPlaces(test.phone)).toEqual([])
    }
    expect(await readStatus(phone)).toMatchObject({ waiting: 0, parked: 0 })
  })
})
