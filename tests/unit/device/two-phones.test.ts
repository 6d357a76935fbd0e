import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCycles } from '../../../src/device/loops/cycles.ts'
import { invite } from '../../../src/device/couple/inviter.ts'
import { join } from '../../../src/device/couple/joiner.ts'
import { confirmSame, readPairing, stepPairing } from '../../../src/device/couple/pairing.ts'
import { readMoments, readPlaces, type Moment } from '../../../src/device/moments/read.ts'
import { fetchServerView } from '../../../src/device/sync/server-view.ts'
import { dueSoon, postpone } from '../../../src/device/moments/due.ts'
import { chooseSharing } from '../../../src/device/moments/share.ts'
import { readStatus } from '../../../src/device/sync/status.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { readUs } from '../../../src/device/couple/us.ts'
import { addEntry } from '../../../src/device/moments/add-entry.ts'
import { deleteEntry, undoDelete } from '../../../src/device/moments/delete-entry.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import { people, timeIn } from '../../people.ts'
import { openPair, openTwo, pair, type TestPhone, type Two } from './phones.ts'

let two: Two
beforeEach(async () => {
  two = await openTwo()
})
afterEach(async () => {
  await two.close()
})

async function add(
  test: TestPhone,
  kind: 'trigger' | 'pursue' | 'withdraw' | 'repair',
  hours: number,
  note?: string,
) {
  const added = await addEntry(test.phone, { kind, at: timeIn(hours) })
  if (!added.ok) throw new Error(added.reason)
  if (note) await editEntry(test.phone, added.id, { words: { note } })
  return added.id
}

const shownOn = async ({ phone }: TestPhone): Promise<Moment[]> => {
  const places = await readPlaces(phone)
  const moments = await readMoments(
    phone,
    places.map((each) => each.key),
  )
  return moments.map((each) => {
    if ('unreadable' in each) throw new Error(`unreadable: ${each.unreadable}`)
    return each
  })
}

const NOW = { with: 'us', opens: 'now', words: ['note'] } as const

describe('two phones', () => {
  it('keeps a moment with no network, no server and no account', async () => {
    two.first.offline = true
    const id = await add(two.first, 'pursue', 0, 'asked again')
    await two.first.restart()
    const [moment] = await shownOn(two.first)
    expect(moment).toMatchObject({ id, mine: true, words: { note: 'asked again' }, state: 'saved' })
    expect(await readStatus(two.first.phone)).toMatchObject({ phase: 'alone' })
    expect(await syncOnce(two.first.phone)).toBe('alone')
  })

  it('takes the same shape twice within a minute for one entry', async () => {
    const first = await addEntry(two.first.phone, { kind: 'withdraw' })
    const again = await addEntry(two.first.phone, { kind: 'withdraw' })
    expect(again).toMatchObject({ again: true, id: first.ok && first.id })
    two.world.advance(61_000)
    expect(await addEntry(two.first.phone, { kind: 'withdraw' })).toMatchObject({ again: false })
    expect(await shownOn(two.first)).toHaveLength(2)
  })

  it('pairs by link, and both see who they are paired with', async () => {
    await pair(two)
    expect(await readPairing(two.first.phone)).toEqual({ step: 'paired', name: people.second.name })
    expect(await readPairing(two.second.phone)).toEqual({ step: 'paired', name: people.first.name })
    const [a, b] = [await readUs(two.first.phone), await readUs(two.second.phone)]
    expect(a.partner).toMatchObject({ name: people.second.name, zone: people.second.zone })
    expect(b.partner).toMatchObject({ name: people.first.name, zone: people.first.zone })
    expect(a.couple).toBe(b.couple)
    expect(new Set([a.side, b.side])).toEqual(new Set(['left', 'right']))
  })

  it('shows what one opens to the other, with the words chosen and no others', async () => {
    two = await openPair(two)
    const id = await add(two.first, 'pursue', 1)
    await editEntry(two.first.phone, id, { words: { note: 'for you', story: 'for me' } })
    expect(await chooseSharing(two.first.phone, id, NOW)).toEqual({ ok: true })
    expect((await shownOn(two.first))[0]).toMatchObject({ state: 'waiting' })
    await two.settle()
    expect((await shownOn(two.first))[0]).toMatchObject({ state: 'shared' })
    const [seen] = await shownOn(two.second)
    expect(seen).toMatchObject({
      mine: false,
      words: { note: 'for you' },
      move: { kind: 'pursue' },
    })
    expect(seen?.words).not.toHaveProperty('story')
  })

  it('one steps back in a tunnel, the other sees it when the train is out', async () => {
    two = await openPair(two)
    two.first.offline = true
    const id = await add(two.first, 'withdraw', 1)
    await chooseSharing(two.first.phone, id, { with: 'us', opens: 'now', words: [] })
    expect(await syncOnce(two.first.phone)).toBe('offline')
    await two.first.restart()
    expect(await readStatus(two.first.phone)).toMatchObject({ phase: 'waiting' })
    expect(await shownOn(two.second)).toHaveLength(0)
    two.first.offline = false
    await two.settle()
    expect(await shownOn(two.second)).toHaveLength(1)
    expect(await readStatus(two.first.phone)).toMatchObject({ phase: 'shared', waiting: 0 })
  })

  it('opens a cooling moment in the morning at the reader, and not before', async () => {
    two = await openPair(two)
    const id = await add(two.first, 'trigger', 1)
    await chooseSharing(two.first.phone, id, { with: 'us', opens: 'morning', words: [] })
    await two.settle()
    expect(await shownOn(two.second)).toHaveLength(0)
    const [moment] = await shownOn(two.first)
    const visible = moment?.visible
    if (visible?.to !== 'us' || visible.open) throw new Error('it should be waiting')
    two.world.advance(Date.parse(visible.opensAt) - two.world.clock() - 60_000)
    await two.settle()
    expect(await shownOn(two.second)).toHaveLength(0)
    two.world.advance(120_000)
    await two.settle()
    expect(await shownOn(two.second)).toHaveLength(1)
  })

  it('takes a card back, and makes another when it is shared again', async () => {
    two = await openPair(two)
    const id = await add(two.first, 'repair', 1, 'sorry')
    await chooseSharing(two.first.phone, id, NOW)
    await two.settle()
    const [before] = await shownOn(two.second)
    await chooseSharing(two.first.phone, id, { with: 'me', loops: true })
    await two.settle()
    expect(await shownOn(two.second)).toHaveLength(0)
    await chooseSharing(two.first.phone, id, NOW)
    await two.settle()
    const [after] = await shownOn(two.second)
    expect(after?.words.note).toBe('sorry')
    expect(after?.id).not.toBe(before?.id)
  })

  it('holds a delete back for ten seconds, in which it can be undone', async () => {
    two = await openPair(two)
    const id = await add(two.first, 'pursue', 1, 'kept after all')
    await chooseSharing(two.first.phone, id, NOW)
    await two.settle()
    await deleteEntry(two.first.phone, id)
    expect(await shownOn(two.first)).toHaveLength(0)
    await two.settle()
    expect(await shownOn(two.second)).toHaveLength(1)
    expect(await undoDelete(two.first.phone, id)).toBe(true)
    expect((await shownOn(two.first))[0]).toMatchObject({
      state: 'shared',
      words: { note: 'kept after all' },
    })
    await deleteEntry(two.first.phone, id)
    two.world.advance(11_000)
    await two.settle()
    expect(await undoDelete(two.first.phone, id)).toBe(false)
    expect(await shownOn(two.second)).toHaveLength(0)
    expect(await readStatus(two.first.phone)).toMatchObject({ waiting: 0, parked: 0 })
  })

  it('holds it back no longer, though its clock was a day ahead when it was deleted', async () => {
    two = await openPair(two)
    const id = await add(two.first, 'pursue', 1, 'shared by mistake')
    await chooseSharing(two.first.phone, id, NOW)
    await two.settle()
    expect(await shownOn(two.second)).toHaveLength(1)
    two.first.clockError = 24 * 3_600_000
    await deleteEntry(two.first.phone, id)
    two.first.clockError = 0
    two.world.advance(11_000)
    await two.settle()
    expect(await shownOn(two.second)).toHaveLength(0)
  })

  it('that is put off in the very moment in which it opens is taken back until the next morning', async () => {
    two = await openPair(two)
    const { phone } = two.first
    const id = await add(two.first, 'pursue', 1)
    await chooseSharing(phone, id, { with: 'us', opens: 'morning', words: [] })
    const soon = await dueSoon(phone)
    two.world.advance(soon!.opensAt + 1000 - two.world.clock())
    await syncOnce(phone)
    await postpone(phone, soon!)
    await two.settle()
    expect(await shownOn(two.second)).toHaveLength(0)
    expect((await dueSoon(phone))?.ids).toEqual([id])
    two.world.advance(25 * 3_600_000)
    await two.settle()
    expect(await shownOn(two.second)).toHaveLength(1)
  })

  it('undoes a delete as a whole, with the card, or not at all, though the app is killed meanwhile', async () => {
    two = await openPair(two)
    const id = await add(two.first, 'pursue', 1, 'kept after all')
    await chooseSharing(two.first.phone, id, NOW)
    await two.settle()
    await deleteEntry(two.first.phone, id)
    const { phone } = two.first
    phone.db.records.hook('updating', (_changes, _key, _record, transaction) => {
      transaction.on('complete', () => phone.close())
    })
    await undoDelete(phone, id).catch(() => false)
    await two.first.restart()
    two.world.advance(11_000)
    await two.settle()
    expect(await shownOn(two.second)).toHaveLength((await shownOn(two.first)).length)
  })

  it('both log twenty while the server is gone, and come to the same timeline and the same loops', async () => {
    two = await openPair(two)
    two.first.offline = two.second.offline = true
    const kinds = ['trigger', 'pursue', 'withdraw', 'repair'] as const
    for (let n = 0; n < 20; n += 1) {
      const a = await add(two.first, n % 3 === 0 ? 'pursue' : kinds[n % 4]!, n * 5, `a${n}`)
      const b = await add(
        two.second,
        n % 3 === 0 ? 'withdraw' : kinds[(n + 1) % 4]!,
        n * 5 + 1,
        `b${n}`,
      )
      await chooseSharing(two.first.phone, a, NOW)
      await chooseSharing(two.second.phone, b, NOW)
    }
    two.first.offline = two.second.offline = false
    await two.settle()
    const now = new Date(two.world.clock()).toISOString()
    const [a, b] = [await runCycles(two.first.phone, now), await runCycles(two.second.phone, now)]
    expect(a.count).toBe(40)
    expect(b.count).toBe(40)
    expect(a.shared.cycles.length).toBeGreaterThan(0)
    expect(a.shared).toEqual(b.shared)
    const told = await fetchServerView(two.first.phone)
    expect(told.ok && told.view.comparison).toBe('same')
    expect(told.ok && told.view.moves).toHaveLength(40)
  })

  it('a moment left out for safety is in no loop, not even in one that its author alone would see', async () => {
    two = await openPair(two)
    const { phone } = two.first
    const kept = []
    for (const kind of ['pursue', 'withdraw'] as const) {
      const saved = await addEntry(phone, { kind })
      if (saved.ok) kept.push(saved.id)
      await chooseSharing(phone, saved.ok ? saved.id : '', { with: 'me', loops: true })
    }
    const now = new Date(two.world.clock()).toISOString()
    const read = async () => Object.keys((await runCycles(phone, now)).keyOf).toSorted()
    expect(await read()).toEqual(kept.toSorted())
    await chooseSharing(phone, kept[0] ?? '', { with: 'me', loops: false })
    expect(await read()).toEqual([kept[1]])
    await chooseSharing(phone, kept[0] ?? '', { with: 'me', loops: true })
    expect(await read()).toHaveLength(2)
  })

  it('a private moment leaves no trace at the partner or in what the server reads', async () => {
    two = await openPair(two)
    const head = async () => (await two.second.phone.db.state.get('cursor'))?.value
    await two.settle()
    const before = await head()
    await add(two.first, 'pursue', 1, 'only mine')
    const cooling = await add(two.first, 'withdraw', 2)
    await chooseSharing(two.first.phone, cooling, { with: 'us', opens: 'week', words: [] })
    await two.settle()
    expect(await head()).toEqual(before)
    expect(await two.second.phone.db.records.count()).toBe(2)
    const told = await fetchServerView(two.second.phone)
    expect(told.ok && told.view.moves).toHaveLength(0)
  })

  it('corrects a clock that is a year off and goes on', async () => {
    two.first.clockError = 365 * 24 * 3600 * 1000
    await pair(two)
    expect(await readPairing(two.first.phone)).toMatchObject({ step: 'paired' })
  })
})

describe('changing one’s mind at the very minute it opens', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 8, 12, 20])(
    'after %s turns of the event loop nothing is open that is only mine',
    async (turns) => {
      two = await openPair(two)
      const id = await add(two.first, 'trigger', 1)
      await chooseSharing(two.first.phone, id, { with: 'us', opens: 'morning', words: [] })
      await two.settle()
      two.world.advance(20 * 3600 * 1000)
      const syncing = syncOnce(two.first.phone)
      for (let turn = 0; turn < turns; turn += 1) await new Promise((done) => setTimeout(done, 3))
      const mind = await chooseSharing(two.first.phone, id, { with: 'me', loops: true })
      await syncing
      await two.settle()
      expect(mind).toEqual({ ok: true })
      expect(await shownOn(two.second)).toHaveLength(0)
      expect((await shownOn(two.first))[0]?.visible).toEqual({ to: 'me', loops: true })
    },
  )
})

describe('an invite whose answer is lost', () => {
  it('is joined all the same, with the same claim', async () => {
    await invite(two.first.phone, people.first.name, 'link')
    const shown = await readPairing(two.first.phone)
    if (shown.step !== 'invited') throw new Error('no link')
    two.second.meddle = (request, answer) => (request.url.includes('/messages/1') ? null : answer)
    expect(await join(two.second.phone, shown.link, people.second.name)).toMatchObject({
      ok: false,
    })
    two.second.meddle = null
    await two.second.restart()
    for (let round = 0; round < 5; round += 1) {
      await stepPairing(two.second.phone)
      await stepPairing(two.first.phone)
      await confirmSame(two.first.phone)
      await confirmSame(two.second.phone)
    }
    expect(await readPairing(two.second.phone)).toMatchObject({ step: 'paired' })
    expect(await readPairing(two.first.phone)).toMatchObject({ step: 'paired' })
  })
})
