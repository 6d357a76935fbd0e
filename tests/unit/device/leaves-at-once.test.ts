import { Dexie } from 'dexie'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ownKey } from '../../../src/device/couple/couple.ts'
import { readMoment, readPlaces } from '../../../src/device/moments/read.ts'
import { addEntry } from '../../../src/device/moments/add-entry.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import { chooseSharing } from '../../../src/device/moments/share.ts'
import { keepInSync } from '../../../src/device/sync/keep-in-sync.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { openPair, type TestPhone, type Two } from './phones.ts'

/** Where a phone has just been at the server, what is written leaves with the write itself. */

// Without one Dexie takes this for a server, where nothing is watched. The phones bring their own all the same.
Object.assign(Dexie.dependencies, { indexedDB: new IDBFactory(), IDBKeyRange })
const PATIENT = { timeout: 10_000, interval: 20 }

let two: Two
let stop = (): void => undefined
let id: string
/** Bodies of what was pushed, in their order. */
let pushed: string[]
/** How often the server was asked, and of it for the feed. */
let asked: number
let pulled: number
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
  pulled = 0
  two.first.meddle = async (request, answer) => {
    asked += 1
    if (request.url.includes('/api/feed')) pulled += 1
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
/** Somebody opens a moment to the other. */
async function openOne({ phone }: TestPhone): Promise<void> {
  const kept = await addEntry(phone, { kind: 'pursue' })
  if (!kept.ok) throw new Error(kept.reason)
  await chooseSharing(phone, kept.id, { with: 'us', opens: 'now', words: [] })
  expect(await syncOnce(phone)).toBe('done')
}
/** The server was asked, and is not asked any more. */
async function atRest(before = -1): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 400))
  if (asked === 0 || asked !== before) await atRest(asked)
}

it('frozen, and once, and nothing is asked that its answer has told', async () => {
  pulled = 0
  await say('the door was open')
  expect(await outboxOf()).toMatchObject([{ sent: 1, key: ownKey(two.first.phone, id) }])
  await vi.waitFor(async () => expect(await outboxOf()).toEqual([]), PATIENT)
  await atRest()
  expect(pushed).toHaveLength(1)
  expect(pulled).toBe(0)
})

it('what the other opened meanwhile is asked for after it', async () => {
  const { first, second } = two
  // Nobody tells it that there is something.
  stop()
  await first.restart()
  await openOne(second)
  pulled = 0
  await say('the door was open')
  expect(await syncOnce(first.phone)).toBe('done')
  expect(pulled).toBe(1)
  expect(await readPlaces(first.phone)).toHaveLength(2)
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

it('before a screen reads what has changed, which goes on noticing what changes', async () => {
  const { phone } = two.first
  const order: string[] = []
  two.first.meddle = (request, answer) => {
    if (request.url.includes('/api/push')) order.push('pushed')
    return answer
  }
  const note = async () => {
    const moment = await readMoment(phone, id)
    order.push(`read ${moment?.words.note}`)
    return moment?.words.note
  }
  const shown = vi.fn<(value: unknown) => void>()
  const watching = phone.live(note).subscribe({ next: shown })
  for (const said of ['the door was open', 'and I stood there']) {
    await vi.waitFor(() => expect(shown).toHaveBeenCalled(), PATIENT)
    await atRest()
    order.length = 0
    await say(said)
    await vi.waitFor(() => expect(shown).toHaveBeenLastCalledWith(said), PATIENT)
    expect(order.slice(0, 2)).toEqual(['pushed', `read ${said}`])
  }
  watching.unsubscribe()
})

it('though a screen reads it soon where no answer comes', async () => {
  const { phone } = two.first
  let answerIt = (): void => undefined
  const silent = new Promise<void>((resolve) => (answerIt = resolve))
  two.first.meddle = async (_, answer) => {
    await silent
    return answer
  }
  const shown = vi.fn<(value: unknown) => void>()
  const watching = phone
    .live(async () => (await readMoment(phone, id))?.words.note)
    .subscribe({ next: shown })
  await vi.waitFor(() => expect(shown).toHaveBeenCalled(), PATIENT)
  await say('the door was open')
  await vi.waitFor(() => expect(shown).toHaveBeenLastCalledWith('the door was open'), PATIENT)
  expect(await outboxOf()).toHaveLength(1)
  watching.unsubscribe()
  answerIt()
})

it('and is read at once where it arrives', async () => {
  const { first, second } = two
  const arrivals: (boolean | undefined)[] = []
  const watching = first.phone
    .live(async (arrived) => {
      arrivals.push(arrived)
      return first.phone.db.records.count()
    })
    .subscribe({})
  await vi.waitFor(() => expect(arrivals).toHaveLength(1), PATIENT)
  await openOne(second)
  await syncOnce(first.phone)
  await vi.waitFor(() => expect(arrivals).toContain(true), PATIENT)
  expect(arrivals[0]).not.toBe(true)
  watching.unsubscribe()
})
