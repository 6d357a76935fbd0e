import { afterEach, beforeEach, expect, it } from 'vitest'
import { readStatus } from '../../../src/device/sync/status.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { addEntry } from '../../../src/device/moments/add-entry.ts'
import { openPair, type Two } from './phones.ts'

/** A server that has too much to do asks for a pause, and gets it. */

let two: Two
beforeEach(async () => {
  two = await openPair()
})
afterEach(() => two.close())

const FOR_HALF_A_MINUTE: readonly (readonly [how: string, after: () => string])[] = [
  ['in seconds', () => '30'],
  ['until a time of day', () => new Date(two.world.clock() + 30_000).toUTCString()],
]

it.each(FOR_HALF_A_MINUTE)(
  'a busy server is left alone for as long as it asked, %s, and then everything goes on',
  async (_, after) => {
    const { phone } = two.first
    let asked = 0
    let isBusy = true
    two.first.meddle = (_, answer) => {
      asked++
      return isBusy
        ? new Response('', { status: 429, headers: { 'retry-after': after() } })
        : answer
    }
    await addEntry(phone, { kind: 'repair' })
    await syncOnce(phone)
    expect(asked).toBe(1)
    isBusy = false
    two.world.advance(29_000)
    await syncOnce(phone)
    await syncOnce(phone)
    expect(asked).toBe(1)
    // The pause has up to half of it on top, so that not all come back at once.
    two.world.advance(17_000)
    await syncOnce(phone)
    expect(asked).toBeGreaterThan(1)
    expect((await readStatus(phone)).waiting).toBe(0)
  },
)
