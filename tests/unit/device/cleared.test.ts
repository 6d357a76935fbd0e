import { Dexie } from 'dexie'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { forgetCleared, wasCleared } from '../../../src/device/cleared.ts'
import { readMoment } from '../../../src/device/moments/read.ts'
import { addEntry } from '../../../src/device/moments/add-entry.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import { openPhone } from '../../../src/device/phone.ts'
import { checkPaper, showPhrase } from '../../../src/device/person/phrase.ts'
import { recover } from '../../../src/device/person/recovery.ts'
import { keepDevices } from '../../../src/device/person/devices.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { openWorld, type World } from '../../api/world.ts'
import { people } from '../../people.ts'
import { openTestPhone, type TestPhone } from './phones.ts'

/** The browser clears what it keeps for Tideline, while it is open. */

const planted = vi.hoisted(() => ({ isCareless: false }))
// Whoever writes does not look whether the keys are still on the disk.
vi.mock('../../../src/device/put.ts', async (importOriginal) => {
  const real = await importOriginal<typeof import('../../../src/device/put.ts')>()
  const isStill: typeof real.isStill = async (...given) =>
    planted.isCareless || real.isStill(...given)
  return { ...real, isStill }
})

let world: World
let mine: TestPhone
beforeEach(async () => {
  planted.isCareless = false
  world = await openWorld()
  mine = await openTestPhone(world, people.first.zone)
})
afterEach(async () => {
  mine.phone.close()
  await world.close()
})

const clear = async ({ phone }: TestPhone) => {
  await Promise.all(phone.db.tables.map((table) => table.clear()))
}
async function keep(kind: 'pursue' | 'withdraw'): Promise<string> {
  const kept = await addEntry(mine.phone, { kind })
  if (!kept.ok) throw new Error(kept.reason)
  return kept.id
}
/** Whether a moment that is kept after the clearing is there tomorrow. */
async function isThereTomorrow(): Promise<boolean> {
  await keep('pursue')
  await clear(mine)
  const after = await keep('withdraw')
  await mine.restart()
  return (await readMoment(mine.phone, after)) !== null
}

describe('a phone whose storage was cleared', () => {
  it('keeps what is said from then on, and says what happened until its owner knows', async () => {
    expect(await isThereTomorrow()).toBe(true)
    expect(await wasCleared(mine.phone)).toBe(true)
    await forgetCleared(mine.phone)
    expect(await wasCleared(mine.phone)).toBe(false)
  })

  it('would lose it if it went on under keys that are gone', async () => {
    planted.isCareless = true
    expect(await isThereTomorrow()).toBe(false)
  })

  it('keeps it even when another thread has made new keys before this one looks', async () => {
    await keep('pursue')
    await clear(mine)
    const worker = await openPhone(mine.phone.runtime)
    const after = await keep('withdraw')
    worker.close()
    await mine.restart()
    expect(await readMoment(mine.phone, after)).not.toBeNull()
    expect(await wasCleared(mine.phone)).toBe(true)
  })

  it('says so at the next look when its note could not be written', async () => {
    const { phone } = mine
    await clear(mine)
    const put = vi
      .spyOn(phone.db.state, 'put')
      .mockRejectedValueOnce(new Dexie.DatabaseClosedError())
    await expect(phone.reopen()).rejects.toThrow(Dexie.DatabaseClosedError)
    put.mockRestore()
    await phone.reopen()
    expect(await wasCleared(phone)).toBe(true)
  })

  it('does not say that it changed what is not there', async () => {
    const id = await keep('pursue')
    await clear(mine)
    expect(await editEntry(mine.phone, id, { words: { note: 'more' } })).toEqual({
      ok: false,
      reason: 'gone',
    })
  })

  it('gets back by twelve words what had been sent, and keeps what came since', async () => {
    const before = await keep('pursue')
    const words = (await showPhrase(mine.phone)) ?? []
    await checkPaper(mine.phone, words.join(' '))
    await keepDevices(mine.phone)
    await syncOnce(mine.phone)
    await clear(mine)
    const since = await keep('withdraw')
    expect(await recover(mine.phone, words.join(' '))).toEqual({ ok: true })
    await syncOnce(mine.phone)
    expect(await readMoment(mine.phone, before)).not.toBeNull()
    expect(await readMoment(mine.phone, since)).not.toBeNull()
    expect(await wasCleared(mine.phone)).toBe(false)
  })
})
