import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keepInSync } from '../../../src/device/sync/keep-in-sync.ts'
import { readStatus } from '../../../src/device/sync/status.ts'
import { addEntry } from '../../../src/device/moments/add-entry.ts'
import { openPair, type Two } from './phones.ts'

/** Something goes wrong in what happens by itself: it is tried again, and not kept from its owner. */

const PATIENT = { timeout: 10_000, interval: 50 }

let two: Two
let stop = (): void => undefined
beforeEach(async () => {
  const page = new EventTarget()
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  two = await openPair()
})
afterEach(async () => {
  stop()
  vi.unstubAllGlobals()
  await two.close()
})

const phaseOf = async () => (await readStatus(two.first.phone)).phase

it('is said where the journal stands, without a word of it, until it is over', async () => {
  const { phone } = two.first
  await two.settle()
  const cursor = await phone.db.state.get('cursor')
  await phone.db.state.put({ name: 'cursor', value: { head: 'not a number' } })
  await addEntry(phone, { kind: 'repair' })
  stop = keepInSync(phone)
  await vi.waitFor(async () => expect(await phaseOf()).toBe('stumbled'), PATIENT)
  expect(await phone.db.state.get('stumbled')).toEqual({
    name: 'stumbled',
    value: expect.any(Number),
  })
  stop()
  await phone.db.state.put(cursor!)
  stop = keepInSync(phone)
  await vi.waitFor(async () => expect(await phaseOf()).toBe('shared'), PATIENT)
})

it('is not said of a network that is away', async () => {
  const { phone } = two.first
  await two.settle()
  two.first.offline = true
  await addEntry(phone, { kind: 'repair' })
  stop = keepInSync(phone)
  await vi.waitFor(async () => expect(await phone.db.outbox.count()).toBe(1), PATIENT)
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(await phaseOf()).toBe('waiting')
})
