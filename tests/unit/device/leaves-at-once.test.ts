import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ownKey } from '../../../src/device/couple/couple.ts'
import { readMoment } from '../../../src/device/moments/read.ts'
import { addEntry } from '../../../src/device/moments/add-entry.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import { keepInSync } from '../../../src/device/sync/keep-in-sync.ts'
import { openPair, type Two } from './phones.ts'

/** Where a phone has just been at the server, what is written leaves with the write itself. */

const PATIENT = { timeout: 10_000, interval: 20 }

let two: Two
let stop = (): void => undefined
let id: string
/** Bodies of what was pushed, in their order. */
let pushed: string[]
/** How often the server was asked. */
let asked: number
beforeEach(async () => {
  const page = new EventTarget()
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  two = await openPair()
  const { phone } = two.first
  const kept = await addEntry(phone, { kind: 'repair' })
  if (!kept.ok) throw new Error(kept.reason)
  id = kept.id
  await two.settle()
  pushed = []
  asked = 0
  two.first.meddle = async (request, answer) => {
    asked += 1
    if (request.url.includes('/api/push')) pushed.push(await request.text())
    return answer
  }
  stop = keepInSync(phone)
  await atRest()
})
afterEach(async () => {
  stop()
  vi.unstubAllGlobals()
  await two.close()
})

const outboxOf = () => two.first.phone.db.outbox.toArray()
const say = async (note: string) => {
  const saved = await editEntry(two.first.phone, id, { words: { note } })
  expect(saved.ok).toBe(true)
}
/** The server was asked, and is not asked any more. */
async function atRest(before = -1): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 400))
  if (asked === 0 || asked !== before) await atRest(asked)
}

it('frozen, and once', async () => {
  await say('the door was open')
  expect(await outboxOf()).toMatchObject([{ sent: 1, key: ownKey(two.first.phone, id) }])
  await vi.waitFor(async () => expect(await outboxOf()).toEqual([]), PATIENT)
  await atRest()
  expect(pushed).toHaveLength(1)
})

it('again byte for byte where the answer is lost, with what came after it behind it', async () => {
  const { phone } = two.first
  two.first.meddle = async (request, answer) => {
    if (!request.url.includes('/api/push')) return answer
    pushed.push(await request.text())
    return pushed.length === 1 ? null : answer
  }
  await say('the door was open')
  await say('the door was open, and I stood there')
  await vi.waitFor(async () => expect(await outboxOf()).toEqual([]), PATIENT)
  const sent = pushed.flatMap((body) => (JSON.parse(body) as { records: object[] }).records)
  expect(sent[1]).toEqual(sent[0])
  expect(await readMoment(phone, id)).toMatchObject({
    words: { note: 'the door was open, and I stood there' },
  })
})
