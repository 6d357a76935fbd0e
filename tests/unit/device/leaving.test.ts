import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { countHoles } from '../../../src/device/sync/holes.ts'
import { countShared, leaveCouple } from '../../../src/device/couple/leave.ts'
import { drawOwnLoop, readOwnLoops } from '../../../src/device/loops/own-loops.ts'
import { readPairing } from '../../../src/device/couple/pairing.ts'
import { type Moment, readMoments, readPlaces } from '../../../src/device/moments/read.ts'
import { fetchServerView } from '../../../src/device/sync/server-view.ts'
import { readDefault } from '../../../src/device/moments/opening.ts'
import { chooseDefault, chooseSharing } from '../../../src/device/moments/share.ts'
import { readStatus } from '../../../src/device/sync/status.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { readBefore } from '../../../src/device/couple/earlier.ts'
import { readUs } from '../../../src/device/couple/us.ts'
import { addEntry } from '../../../src/device/moments/add-entry.ts'
import { deleteEntry } from '../../../src/device/moments/delete-entry.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import type { OutboxRow } from '../../../src/device/database.ts'
import { MAX_BATCH } from '../../../src/sync/limits.ts'
import { people, timeIn } from '../../people.ts'
import { link, openPair, openTestPhone, pairAgain, type TestPhone, type Two } from './phones.ts'

/** One of the two leaves: online, in a tunnel, both at once, and what comes after. */

const off = vi.hoisted(() => ({ hold: false }))
vi.mock('../../../src/device/sync/held.ts', async (original) => {
  const real = await original<typeof import('../../../src/device/sync/held.ts')>()
  const isHeld: typeof real.isHeld = (...asked) => !off.hold && real.isHeld(...asked)
  return { ...real, isHeld }
})

let two: Two
beforeEach(async () => {
  two = await openPair()
})
afterEach(() => two.close())

const NOW = { with: 'us', opens: 'now', words: ['note'] } as const
const MORNING = { with: 'us', opens: 'morning', words: ['note'] } as const
const HOUR = 3_600_000

async function add(
  { phone }: TestPhone,
  hours: number,
  note: string,
  choice?: typeof NOW | typeof MORNING,
) {
  const added = await addEntry(phone, { kind: 'pursue', at: timeIn(hours) })
  if (!added.ok) throw new Error(added.reason)
  await editEntry(phone, added.id, { words: { note } })
  if (choice) expect(await chooseSharing(phone, added.id, choice)).toEqual({ ok: true })
  return added.id
}

async function shownOn({ phone }: TestPhone): Promise<Moment[]> {
  const places = await readPlaces(phone)
  const moments = await readMoments(
    phone,
    places.map(({ key }) => key),
  )
  return moments.filter((each): each is Moment => 'move' in each)
}
const notesOn = async (test: TestPhone) =>
  (await shownOn(test)).map(({ words }) => words.note ?? '')
const isClosed = async ({ phone }: TestPhone) => (await readUs(phone)).closed

/** What the other's phone is told by itself, without asking: the numbers of its feed. */
const headOf = async (test: TestPhone) => (await test.phone.db.state.get('cursor'))?.value

async function learn() {
  two.world.advance(2 * HOUR)
  await two.settle()
}

describe('leaving', () => {
  it('closes the couple here at once, in a tunnel too, and tells the other nothing', async () => {
    await add(two.second, 1, 'theirs', NOW)
    await two.settle()
    const before = await headOf(two.second)
    two.first.offline = true
    await leaveCouple(two.first.phone, { withdraw: false })
    await two.first.restart()
    expect(await isClosed(two.first)).toBe(true)
    expect(await syncOnce(two.first.phone)).toBe('offline')
    two.first.offline = false
    await two.settle()
    expect(await headOf(two.second)).toEqual(before)
    await learn()
    expect(await isClosed(two.second)).toBe(true)
    // Nothing of the leaver's came: what is new is a private record of their own, with the keys of then.
    const { me, db } = two.second.phone
    const { head } = before as { head: number }
    const fresh = await db.records.filter(({ seq }) => (seq ?? 0) > head).toArray()
    expect(fresh.map(({ author, type }) => [author, type])).toEqual([[me, 'earlier-keys']])
  })

  it('leaves what was seen with both, and the server without a move', async () => {
    await add(two.first, 1, 'mine', NOW)
    await add(two.second, 2, 'theirs', NOW)
    await two.settle()
    expect((await movesAtServer()).length).toBe(2)
    await leaveCouple(two.first.phone, { withdraw: false })
    await learn()
    for (const test of [two.first, two.second]) {
      expect((await notesOn(test)).toSorted()).toEqual(['mine', 'theirs'])
      expect(await readStatus(test.phone)).toMatchObject({ waiting: 0, parked: 0 })
      expect(await fetchServerView(test.phone)).toEqual({ ok: false, reason: 'alone' })
      // The pairing of then, which nobody has put away, does not say that there are two.
      expect(await readPairing(test.phone)).toEqual({ step: 'none' })
    }
    expect(await movesAtServer()).toEqual([])
  })

  it('takes back what its leaver shared, where they ask for it', async () => {
    const mine = await add(two.first, 1, 'mine', NOW)
    await add(two.second, 2, 'theirs', NOW)
    await two.settle()
    expect(await countShared(two.first.phone)).toBe(1)
    await leaveCouple(two.first.phone, { withdraw: true })
    expect(await countShared(two.first.phone)).toBe(0)
    await learn()
    expect(await notesOn(two.second)).toEqual(['theirs'])
    const kept = (await shownOn(two.first)).find(({ id }) => id === mine)
    expect(kept).toMatchObject({ words: { note: 'mine' }, visible: { to: 'me' } })
    // Afterwards it is still theirs to take back what they left.
    await two.settle()
    expect(await readStatus(two.first.phone)).toMatchObject({ waiting: 0, parked: 0 })
  })

  it('a card goes with its entry, long after its author has left', async () => {
    const mine = await add(two.first, 1, 'mine', NOW)
    await two.settle()
    await leaveCouple(two.first.phone, { withdraw: false })
    await learn()
    await deleteEntry(two.first.phone, mine)
    two.world.advance(11_000)
    await two.settle()
    expect(await notesOn(two.second)).toEqual([])
  })

  it('what waited, and what was never sent, is only its author’s again, on both sides', async () => {
    await chooseDefault(two.second.phone, 'morning')
    const unsent: [TestPhone, string][] = []
    for (const test of [two.first, two.second]) {
      const waits = await add(test, 1, 'waits', MORNING)
      test.offline = true
      const sealed = await add(test, 2, 'on its way', NOW)
      unsent.push([test, waits], [test, sealed])
    }
    await leaveCouple(two.first.phone, { withdraw: false })
    two.first.offline = two.second.offline = false
    await learn()
    two.world.advance(48 * HOUR)
    await learn()
    for (const [test, id] of unsent) {
      const moment = (await shownOn(test)).find((each) => each.id === id)
      expect(moment?.visible).toEqual({ to: 'me', loops: true })
    }
    for (const test of [two.first, two.second]) {
      expect(await readStatus(test.phone)).toMatchObject({ waiting: 0, parked: 0 })
      expect(await shownOn(test)).toHaveLength(2)
    }
    // The next couple begins with a choice of its own.
    expect(await readDefault(two.second.phone)).toBe('me')
  })

  /** The second batch is taken while the first is on the wire; then its author leaves. */
  async function leaveBetweenBatches() {
    const { phone } = two.first
    two.first.offline = true
    for (let n = 0; n < MAX_BATCH; n += 1) {
      await addEntry(phone, { kind: 'withdraw', at: timeIn(n / 10) })
    }
    const id = await add(two.first, 20, 'not for them any more', NOW)
    two.first.offline = false
    const isTaken = async () => (await phone.db.outbox.filter(isShared).toArray()).some(wasTaken)
    two.first.meddle = async (request, answer) => {
      if (!request.url.includes('/api/push')) return answer
      two.first.meddle = null
      await vi.waitUntil(isTaken)
      await leaveCouple(phone, { withdraw: false })
      return answer
    }
    await syncOnce(phone)
    await two.settle()
    expect(await isClosed(two.first)).toBe(true)
    return id
  }
  const isShared = ({ envelope }: OutboxRow) => envelope.audience === 'us'
  const wasTaken = ({ sent }: OutboxRow) => sent === 1

  it('between two batches that leave is in time for the second', async () => {
    const id = await leaveBetweenBatches()
    expect(await notesOn(two.second)).not.toContain('not for them any more')
    const kept = (await shownOn(two.first)).find((each) => each.id === id)
    expect(kept?.visible).toEqual({ to: 'me', loops: true })
    expect(await two.first.phone.db.outbox.count()).toBe(0)
  })

  it('would be too late for it, where nobody asked again', async () => {
    off.hold = true
    await leaveBetweenBatches().finally(() => (off.hold = false))
    expect(await notesOn(two.second)).toContain('not for them any more')
  })

  it('by both at the same time is one leaving', async () => {
    two.first.offline = two.second.offline = true
    await leaveCouple(two.first.phone, { withdraw: false })
    await leaveCouple(two.second.phone, { withdraw: true })
    two.first.offline = two.second.offline = false
    await learn()
    expect([await isClosed(two.first), await isClosed(two.second)]).toEqual([true, true])
    expect(await two.first.phone.db.state.get('leaving')).toBeUndefined()
    expect(await two.second.phone.db.state.get('leaving')).toBeUndefined()
  })

  it('is sent again where the answer was lost', async () => {
    two.first.meddle = (request, answer) =>
      request.url.endsWith('/membership/couple') ? null : answer
    await leaveCouple(two.first.phone, { withdraw: false })
    expect(await syncOnce(two.first.phone)).toBe('offline')
    two.first.meddle = null
    await two.first.restart()
    expect(await syncOnce(two.first.phone)).toBe('done')
    expect(await two.first.phone.db.state.get('leaving')).toBeUndefined()
    expect(await isClosed(two.first)).toBe(true)
  })

  it('is not undone by a server that says the couple is open', async () => {
    two.first.meddle = (request, answer) =>
      request.method === 'POST' && request.url.endsWith('/membership/couple')
        ? new Response('{}', { status: 502 })
        : answer
    await leaveCouple(two.first.phone, { withdraw: false })
    await syncOnce(two.first.phone)
    await syncOnce(two.first.phone)
    expect(await isClosed(two.first)).toBe(true)
    const id = await add(two.first, 3, 'after')
    expect(await chooseSharing(two.first.phone, id, NOW)).toEqual({ ok: false, reason: 'alone' })
  })
})

describe('another device of the one who left', () => {
  let tablet: TestPhone
  beforeEach(async () => {
    tablet = await openTestPhone(two.world, people.first.zone)
    await link({ world: two.world, old: two.first, newcomer: tablet })
    await syncOnce(tablet.phone)
  })
  afterEach(() => tablet.phone.close())

  it('opens own cards without the move that the server let go of', async () => {
    await add(two.first, 1, 'mine', NOW)
    await two.settle()
    await leaveCouple(two.first.phone, { withdraw: false })
    await syncOnce(two.first.phone)
    await syncOnce(tablet.phone)
    const [moment] = await shownOn(tablet)
    expect(moment).toMatchObject({ words: { note: 'mine' }, visible: { to: 'us', open: true } })
    const types = (await tablet.phone.db.records.toArray()).map(({ type }) => type)
    expect(types).not.toContain('unreadable')
  })

  it('gives nothing more to the other, learns that it is over, and goes along into a new couple', async () => {
    const waiting = await add(tablet, 1, 'waits on the tablet', MORNING)
    await syncOnce(tablet.phone)
    tablet.offline = true
    const sealed = await add(tablet, 2, 'shared in a tunnel', NOW)
    await leaveCouple(two.first.phone, { withdraw: false })
    await learn()
    const third = await openTestPhone(two.world, 'Europe/Paris')
    await pairAgain(two, two.first, third)
    two.world.advance(48 * HOUR)
    tablet.offline = false
    for (let round = 0; round < 3; round += 1) {
      for (const test of [tablet, third, two.second]) await syncOnce(test.phone)
    }
    expect((await readUs(tablet.phone)).couple).toBe((await readUs(third.phone)).couple)
    expect(await notesOn(two.second)).toEqual([])
    expect(await notesOn(third)).toEqual([])
    for (const id of [waiting, sealed]) {
      const moment = (await shownOn(tablet)).find((each) => each.id === id)
      expect(moment?.visible).toEqual({ to: 'me', loops: true })
    }
    expect(await readStatus(tablet.phone)).toMatchObject({ waiting: 0, parked: 0 })
    third.phone.close()
  })
})

describe('pairing again', () => {
  it('with the same person restores nothing', async () => {
    const opened = await add(two.first, 1, 'once shared', NOW)
    const waited = await add(two.first, 2, 'once waiting', MORNING)
    await add(two.second, 3, 'theirs', NOW)
    await two.settle()
    await leaveCouple(two.first.phone, { withdraw: false })
    await learn()
    await pairAgain(two, two.first, two.second)
    two.world.advance(48 * HOUR)
    await two.settle()
    expect((await notesOn(two.first)).toSorted()).toEqual(['once shared', 'once waiting'])
    expect(await notesOn(two.second)).toEqual(['theirs'])
    for (const moment of await shownOn(two.first)) {
      expect(moment.visible).toEqual({ to: 'me', loops: true })
    }
    // What is shared anew gets a card of its own, and no hole is seen where the old ones were.
    for (const id of [opened, waited]) {
      expect(await chooseSharing(two.first.phone, id, NOW)).toEqual({ ok: true })
    }
    await two.settle()
    expect((await notesOn(two.second)).toSorted()).toEqual([
      'once shared',
      'once waiting',
      'theirs',
    ])
    expect(await countHoles(two.second.phone)).toBe(0)
    expect(await readStatus(two.first.phone)).toMatchObject({ waiting: 0, parked: 0 })
  })

  it('with somebody else shows them nothing of before, and the earlier one nothing of now', async () => {
    const third = await openTestPhone(two.world, 'Europe/Paris')
    const mine = await add(two.first, 1, 'for the first couple', NOW)
    await add(two.second, 2, 'of the earlier partner', NOW)
    await two.settle()
    const keys = (await shownOn(two.first)).map(({ key }) => key)
    expect(await drawOwnLoop(two.first.phone, keys, 'ours then')).toEqual({ ok: true })
    await add(two.first, 3, 'was to open', MORNING)
    await leaveCouple(two.first.phone, { withdraw: false })
    await learn()
    await pairAgain(two, two.first, third)
    two.world.advance(48 * HOUR)
    for (let round = 0; round < 2; round += 1) {
      for (const test of [two.first, third, two.second]) await syncOnce(test.phone)
    }
    expect(await notesOn(third)).toEqual([])
    expect(await readOwnLoops(two.first.phone)).toEqual([])
    // What one had seen is still one's own to read, in a place of its own.
    const [then, ...others] = await readBefore(two.first.phone)
    expect(others).toEqual([])
    expect(then?.name).toBe(people.second.name)
    expect(then?.cards.map(({ card }) => card.words.note)).toEqual(['of the earlier partner'])
    expect(await readBefore(third.phone)).toEqual([])
    expect((await notesOn(two.first)).toSorted()).toEqual(['for the first couple', 'was to open'])
    await chooseSharing(two.first.phone, mine, NOW)
    await syncOnce(two.first.phone)
    await syncOnce(third.phone)
    await syncOnce(two.second.phone)
    expect(await notesOn(third)).toEqual(['for the first couple'])
    expect((await notesOn(two.second)).toSorted()).toEqual([
      'for the first couple',
      'of the earlier partner',
    ])
    expect(await countHoles(third.phone)).toBe(0)
    third.phone.close()
  })
})

async function movesAtServer(): Promise<unknown[]> {
  const couple = (await readUs(two.first.phone)).couple ?? ''
  return two.world.store.transaction((tx) => tx.movesOf(couple))
}
