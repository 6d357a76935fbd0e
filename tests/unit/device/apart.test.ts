import { copyFile, rm } from 'node:fs/promises'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readAgain } from '../../../src/device/sync/apply.ts'
import { readMoment, readMoments, readPast, readPlaces } from '../../../src/device/moments/read.ts'
import { postpone } from '../../../src/device/moments/due.ts'
import { cardId } from '../../../src/device/moments/card.ts'
import { chooseSharing } from '../../../src/device/moments/share.ts'
import { readParked, readStatus } from '../../../src/device/sync/status.ts'
import { countHoles } from '../../../src/device/sync/holes.ts'
import { ownKey } from '../../../src/device/couple/couple.ts'
import { removeDevice } from '../../../src/device/person/devices.ts'
import { readOwnBody, writeRecords } from '../../../src/device/records.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { addEntry, deleteEntry, editEntry } from '../../../src/device/moments/write.ts'
import type { Envelope } from '../../../src/sync/envelope.ts'
import type { World } from '../../api/world.ts'
import { idOf, people, timeIn } from '../../people.ts'
import { link, openPair, openTestPhone, type TestPhone, type Two } from './phones.ts'

/** What happens to a journal whose parts are apart: devices, servers of another day, other versions. */

const HOUR = 3_600_000
const OPEN = { with: 'us', opens: 'now', words: ['note'] } as const
const MORNING = { with: 'us', opens: 'morning', words: [] } as const

let two: Two
let tablet: TestPhone
beforeEach(async () => {
  two = await openPair()
  tablet = await openTestPhone(two.world, people.first.zone)
})
afterEach(async () => {
  tablet.phone.close()
  await two.close()
})

async function add(test: TestPhone, note: string): Promise<string> {
  const added = await addEntry(test.phone, { kind: 'pursue', at: timeIn(1) })
  if (!added.ok) throw new Error(added.reason)
  await editEntry(test.phone, added.id, { words: { note } })
  return added.id
}

async function linkTablet(): Promise<void> {
  await link({ world: two.world, old: two.first, newcomer: tablet })
  await syncBoth()
}

async function syncBoth(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await syncOnce(two.first.phone)
    await syncOnce(tablet.phone)
  }
}

const countSeen = async () => (await readPlaces(two.second.phone)).length

describe('one device opens a card at nine while the other, in a tunnel, has changed its mind', () => {
  it.each([
    ['to only me', (id: string) => chooseSharing(tablet.phone, id, { with: 'me', loops: true })],
    ['and deleted the moment', (id: string) => deleteEntry(tablet.phone, id)],
  ])('%s: the card is taken back', async (_, change) => {
    await linkTablet()
    const id = await add(two.first, 'keep it')
    await chooseSharing(two.first.phone, id, MORNING)
    await syncBoth()
    await change(id)
    two.world.advance(22 * HOUR)
    await two.settle()
    expect(await countSeen()).toBe(1)
    await syncBoth()
    await two.settle()
    expect(await countSeen()).toBe(0)
  })

  it('the device that changed its mind takes it back as well, if it is the only one left', async () => {
    await linkTablet()
    const id = await add(two.first, 'keep it')
    await chooseSharing(two.first.phone, id, MORNING)
    await syncBoth()
    await chooseSharing(tablet.phone, id, { with: 'me', loops: true })
    two.world.advance(22 * HOUR)
    await two.settle()
    await syncOnce(tablet.phone)
    await syncOnce(tablet.phone)
    await syncOnce(two.second.phone)
    expect(await countSeen()).toBe(0)
  })
})

describe('one device keeps a moment back while the other, in a tunnel, puts it off or opens it', () => {
  it.each([
    ['put off', (test: TestPhone, id: string) => postpone(test.phone, [id])],
    ['opened', (test: TestPhone, id: string) => chooseSharing(test.phone, id, OPEN)],
  ])('%s: it is kept back, whoever is heard first', async (_, give) => {
    await linkTablet()
    for (const [keeper, giver] of [
      [two.first, tablet],
      [tablet, two.first],
    ] as const) {
      const id = await add(two.first, 'not yet')
      await chooseSharing(two.first.phone, id, MORNING)
      await syncBoth()
      await chooseSharing(keeper.phone, id, { with: 'me', loops: true })
      await give(giver, id)
      await syncBoth()
      await two.settle()
      for (const test of [two.first, tablet]) {
        expect(await readMoment(test.phone, id)).toMatchObject({ visible: { to: 'me' } })
      }
      expect(await countSeen()).toBe(0)
    }
  })
})

describe('a moment whose time is corrected in one tab while another one gives it to both', () => {
  it('has one time: its card says what the moment says', async () => {
    for (let pause = 0; pause < 30; pause += 1) {
      const id = await add(two.first, 'when was it')
      const given = chooseSharing(two.first.phone, id, OPEN)
      for (let turn = 0; turn < pause; turn += 1) await new Promise(setImmediate)
      await editEntry(two.first.phone, id, { move: { at: timeIn(2) } })
      await given
      const moment = await readMoment(two.first.phone, id)
      const card = await readOwnBody(two.first.phone, cardId(two.first.phone, id, 1))
      expect(card).toMatchObject({ type: 'card', move: moment!.move })
    }
  })
})

describe('a delete that beats what another device has written on the card', () => {
  it('is not taken for something kept back', async () => {
    await linkTablet()
    const id = await add(two.first, 'all of it')
    await chooseSharing(two.first.phone, id, OPEN)
    await syncBoth()
    await two.settle()
    await deleteEntry(tablet.phone, id)
    await editEntry(two.first.phone, id, { move: { intensity: 5 } })
    const other = await add(two.first, 'and this')
    await chooseSharing(two.first.phone, other, OPEN)
    await two.settle()
    two.world.advance(HOUR)
    await syncBoth()
    await two.settle()
    expect(await countSeen()).toBe(1)
    expect(await countHoles(two.second.phone)).toBe(0)
  })

  it('nor is one that was deleted before it left, with another one given after it', async () => {
    await two.settle()
    two.first.offline = true
    const id = await add(two.first, 'no, not this')
    await chooseSharing(two.first.phone, id, OPEN)
    const other = await add(two.first, 'but this')
    await chooseSharing(two.first.phone, other, OPEN)
    await deleteEntry(two.first.phone, id)
    two.world.advance(HOUR)
    two.first.offline = false
    await two.settle()
    expect(await countSeen()).toBe(1)
    expect(await countHoles(two.second.phone)).toBe(0)
  })
})

describe('a card that was taken back before it left', () => {
  it('leaves no trace: nobody learns that it was there', async () => {
    const id = await add(two.first, 'no, not this')
    await two.settle()
    const before = await countRecords(two.world)
    two.first.offline = true
    await chooseSharing(two.first.phone, id, OPEN)
    await chooseSharing(two.first.phone, id, { with: 'me', loops: true })
    two.first.offline = false
    await two.settle()
    expect(await countRecords(two.world)).toBe(before)
    await chooseSharing(two.first.phone, id, OPEN)
    await two.settle()
    expect(await countSeen()).toBe(1)
  })
})

describe('a server restored from a backup that does not say so', () => {
  it('gets everything back, and an edit made meanwhile keeps what it did not touch', async () => {
    const id = await add(two.first, 'as it was')
    await two.settle()
    const backup = await backUp(two.world)
    await editEntry(two.first.phone, id, { move: { intensity: 5 }, words: { note: 'as it is' } })
    const other = await add(two.first, 'after the backup')
    await chooseSharing(two.first.phone, other, OPEN)
    await two.settle()
    await restore(two.world, backup)
    await editEntry(two.first.phone, id, { words: { note: 'as it is', needed: 'time' } })
    // So many that the restored feed grows beyond what this phone had seen of the former one.
    for (let more = 0; more < 6; more += 1) await add(two.first, 'more')
    await two.settle()
    await two.settle()
    expect(await readMoment(two.first.phone, id)).toMatchObject({
      move: { intensity: 5 },
      words: { note: 'as it is', needed: 'time' },
    })
    expect(await readStatus(two.first.phone)).toMatchObject({ waiting: 0, parked: 0 })
    const [place] = await readPlaces(two.second.phone)
    expect(await readMoments(two.second.phone, [place!.key])).toMatchObject([
      { words: { note: 'after the backup' } },
    ])
    expect(await countEnvelopes(two.world, other)).toBe(1)
  })
})

describe('a server restored to a day before two devices wrote on one moment', () => {
  it('loses neither text, and what was given stays given', async () => {
    await linkTablet()
    const backup = await backUp(two.world)
    const id = await add(two.first, 'first')
    await syncBoth()
    await editEntry(two.first.phone, id, { words: { note: 'first', story: 'before the restore' } })
    await chooseSharing(two.first.phone, id, OPEN)
    await syncOnce(two.first.phone)
    await restore(two.world, backup)
    await editEntry(two.first.phone, id, {
      words: { note: 'first', story: 'before the restore', needed: 'rest' },
    })
    // The tablet has never seen the story; what it writes reaches the restored server first.
    await editEntry(tablet.phone, id, { words: { note: 'first', request: 'call me' } })
    await syncOnce(tablet.phone)
    await syncBoth()
    for (const test of [two.first, tablet]) {
      expect(await readMoment(test.phone, id)).toMatchObject({
        words: { story: 'before the restore', needed: 'rest', request: 'call me' },
        visible: { to: 'us', open: true },
      })
    }
  })
})

describe('a server restored to a day before two devices wrote, one of them over what both had seen', () => {
  it('does not show again what was replaced', async () => {
    await linkTablet()
    const backup = await backUp(two.world)
    const id = await add(two.first, 'as both know it')
    await syncBoth()
    // In a tunnel, the tablet adds something; it leaves the note as it is.
    await editEntry(tablet.phone, id, { words: { note: 'as both know it', request: 'call me' } })
    await restore(two.world, backup, 'another')
    await editEntry(two.first.phone, id, { words: { note: 'as both know it', story: 'a storm' } })
    await syncOnce(two.first.phone)
    await editEntry(two.first.phone, id, { words: { note: 'said anew', story: 'a storm' } })
    await syncOnce(two.first.phone)
    await syncOnce(tablet.phone)
    await syncBoth()
    for (const test of [two.first, tablet]) {
      expect(await readMoment(test.phone, id)).toMatchObject({
        words: { note: 'said anew', story: 'a storm', request: 'call me' },
      })
    }
  })
})

describe('a server restored to more than one revision before, while a device was in a tunnel', () => {
  it('shows what was said last, also beside what that device has added to an older one', async () => {
    await linkTablet()
    const id = await add(two.first, 'said first')
    await syncBoth()
    const backup = await backUp(two.world)
    for (const note of ['said second', 'said third']) {
      await editEntry(two.first.phone, id, { words: { note } })
      await syncBoth()
    }
    await restore(two.world, backup, 'another')
    await editEntry(tablet.phone, id, { words: { note: 'said third', request: 'call me' } })
    await syncOnce(two.first.phone)
    await editEntry(two.first.phone, id, { words: { note: 'said last' } })
    await syncOnce(two.first.phone)
    await syncBoth()
    for (const test of [two.first, tablet]) {
      expect(await readMoment(test.phone, id)).toMatchObject({
        words: { note: 'said last', request: 'call me' },
      })
    }
  })

  it('does not bring back what was replaced over something the one that brings back has not got', async () => {
    await linkTablet()
    const backup = await backUp(two.world)
    const id = await add(two.first, 'said first')
    await syncBoth()
    await editEntry(two.first.phone, id, { words: { note: 'said first', needed: 'time' } })
    await syncOnce(two.first.phone)
    await restore(two.world, backup, 'another')
    await editEntry(tablet.phone, id, { words: { note: 'said last' } })
    await syncOnce(tablet.phone)
    await editEntry(two.first.phone, id, {
      words: { note: 'said first', needed: 'time', request: 'call me' },
    })
    await syncBoth()
    for (const test of [two.first, tablet]) {
      expect(await readMoment(test.phone, id)).toMatchObject({
        words: { note: 'said last', needed: 'time', request: 'call me' },
      })
    }
  })
})

describe('a server restored to the day a moment was kept back, which its author has given since', () => {
  it('does not keep it back again, and nothing lies beside it that was replaced', async () => {
    const id = await add(two.first, 'said first')
    await chooseSharing(two.first.phone, id, MORNING)
    await chooseSharing(two.first.phone, id, { with: 'me', loops: true })
    await syncOnce(two.first.phone)
    const backup = await backUp(two.world)
    await chooseSharing(two.first.phone, id, MORNING)
    await syncOnce(two.first.phone)
    await editEntry(two.first.phone, id, { words: { note: 'said last' } })
    await syncOnce(two.first.phone)
    await restore(two.world, backup, 'another')
    await syncOnce(two.first.phone)
    expect(await readMoment(two.first.phone, id)).toMatchObject({
      words: { note: 'said last' },
      visible: { to: 'us' },
    })
    expect(await readPast(two.first.phone, id)).toEqual([])
  })
})

describe('a server restored under its old name, whose feed has outgrown what a phone had seen of it', () => {
  it('is found out by the phone: nothing that was acknowledged stays lost', async () => {
    await linkTablet()
    const backup = await backUp(two.world)
    const lost = await add(two.first, 'acknowledged on the evening of the restore')
    await syncOnce(two.first.phone)
    await restore(two.world, backup)
    // The tablet, which has not heard of it, writes more than was lost.
    for (const n of [1, 2, 3]) await add(tablet, `after it, ${n}`)
    await syncOnce(tablet.phone)
    await syncOnce(two.first.phone)
    await syncBoth()
    expect(await countEnvelopes(two.world, lost)).toBe(1)
    for (const test of [two.first, tablet]) {
      expect(await readPlaces(test.phone)).toHaveLength(4)
    }
  })
})

describe('a server restored again while a phone brings back what the first time has lost', () => {
  it('gets it the second time, too', async () => {
    const backup = await backUp(two.world)
    const id = await add(two.first, 'twice lost')
    await syncOnce(two.first.phone)
    await restore(two.world, backup, 'first')
    // It sends everything, and hears nothing of the feed any more.
    two.first.meddle = (request, answer) =>
      new URL(request.url).pathname.endsWith('/feed') && answer?.ok ? null : answer
    await syncOnce(two.first.phone)
    expect(await countEnvelopes(two.world, id)).toBe(1)
    two.first.meddle = null
    await restore(two.world, backup, 'second')
    await two.settle()
    expect(await countEnvelopes(two.world, id)).toBe(1)
  })
})

describe('a newer version beside this one', () => {
  it('does not stop what this one can read, and its row is read when it can be', async () => {
    const held = await add(two.first, 'of today')
    await chooseSharing(two.first.phone, held, OPEN)
    await syncOnce(two.first.phone)
    let set: { seq: number; record: Envelope } | undefined
    two.second.meddle = (request, answer) => {
      if (!answer || !new URL(request.url).pathname.endsWith('/feed')) return answer
      return changeBody(answer, (body) => {
        const [row] = body.rows.filter(({ record }) => record.move !== null)
        if (row) set = structuredClone(row)
        for (const each of body.rows)
          if (each.seq === row?.seq) Object.assign(each.record, { v: 2 })
      })
    }
    await two.settle()
    expect(await countSeen()).toBe(0)
    const { db } = two.second.phone
    expect(await db.later.toArray()).toMatchObject([{ seq: set!.seq, record: { v: 2 } }])
    two.second.meddle = null
    await db.later.put(set!)
    await readAgain(two.second.phone)
    expect(await countSeen()).toBe(1)
    expect(await db.later.count()).toBe(0)
  })

  it.each([
    ['the newer one is heard first', () => [tablet, two.first] as const],
    ['this one is heard first', () => [two.first, tablet] as const],
  ])('has its own fields beside what this one writes: %s', async (_, order) => {
    await linkTablet()
    const id = await add(two.first, 'as both know it')
    await syncBoth()
    await writeNewer(tablet, id, 'rain')
    await syncBoth()
    await writeNewer(tablet, id, 'snow')
    await editEntry(two.first.phone, id, { words: { note: 'said anew' } })
    for (const test of order()) await syncOnce(test.phone)
    await syncBoth()
    for (const test of [two.first, tablet]) {
      expect(await readRaw(test, id)).toMatchObject({
        words: { note: 'said anew', song: 'snow' },
        weather: 'snow',
      })
    }
  })

  it('loses nothing of its own where this one seals again what has not left yet', async () => {
    await linkTablet()
    const id = await add(two.first, 'as both know it')
    await writeNewer(two.first, id, 'rain')
    const { epoch } = two.first.phone.vault
    expect(await removeDevice(two.first.phone, tablet.phone.vault.device)).toMatchObject({
      ok: true,
    })
    expect(two.first.phone.vault.epoch).toBeGreaterThan(epoch)
    expect(
      (await two.first.phone.db.records.get(ownKey(two.first.phone, id)))?.envelope.epoch,
    ).toBe(two.first.phone.vault.epoch)
    expect(await readRaw(two.first, id)).toMatchObject({ words: { song: 'rain' }, weather: 'rain' })
  })

  it('has records this one does not know, of which a restored server gets the later one', async () => {
    await linkTablet()
    const id = idOf('ripple')
    const write = (text: string) =>
      writeRecords(tablet.phone, [
        { id, audience: 'me', next: () => ({ type: 'ripple', text }) as never },
      ])
    await write('first')
    await syncBoth()
    const backup = await backUp(two.world)
    await write('second')
    await syncBoth()
    await write('third')
    await syncBoth()
    await restore(two.world, backup, 'another')
    await syncBoth()
    for (const test of [two.first, tablet]) {
      expect(await readRaw(test, id)).toMatchObject({ type: 'ripple', text: 'third' })
      expect(await readParked(test.phone)).toEqual([])
      expect(await test.phone.db.outbox.count()).toBe(0)
    }
  })

  it('may refuse for a reason this one does not know: parked, and the others go on', async () => {
    two.first.meddle = (request, answer) =>
      answer && new URL(request.url).pathname.endsWith('/push')
        ? changeBody(answer, (body) => {
            body.results[0] = { result: 'refused', reason: 'moon', id: 'x', rev: 1 }
          })
        : answer
    const refused = await add(two.first, 'first')
    await add(two.first, 'second')
    await syncOnce(two.first.phone)
    two.first.meddle = null
    expect(await readParked(two.first.phone)).toMatchObject([{ id: refused, reason: 'internal' }])
    await readAgain(two.first.phone)
    await two.settle()
    expect(await readStatus(two.first.phone)).toMatchObject({ waiting: 0, parked: 0 })
  })
})

/** A field of a moment, and one of its words, that only a newer version knows. */
const writeNewer = (test: TestPhone, id: string, weather: string) =>
  writeRecords(test.phone, [
    {
      id,
      audience: 'me',
      next: (now) =>
        now?.type === 'entry'
          ? ({ ...now, words: { ...now.words, song: weather }, weather } as never)
          : null,
    },
  ])

async function readRaw(test: TestPhone, id: string): Promise<unknown> {
  const record = await test.phone.db.records.get(ownKey(test.phone, id))
  const opened = test.phone.vault.open(record!.envelope)
  return opened.ok ? opened.raw : opened.reason
}

interface Body {
  rows: { seq: number; record: Envelope }[]
  results: object[]
}

/** An answer with its body changed on the way. */
function changeBody(answer: Response, change: (body: Body) => void): Response {
  const { status } = answer
  const body = new ReadableStream<Uint8Array>({
    async start(stream) {
      const read = (await answer.json()) as Body
      change(read)
      stream.enqueue(new TextEncoder().encode(JSON.stringify(read)))
      stream.close()
    },
  })
  return new Response(body, { status, headers: { 'content-type': 'application/json' } })
}

async function backUp(world: World): Promise<string> {
  const file = `${world.file}.backup`
  const open = new Sqlite(world.file)
  open.prepare('VACUUM INTO ?').run(file)
  open.close()
  return file
}

/** Puts a backup back; with a name under an incarnation of its own, as the command does. */
async function restore(world: World, backup: string, name?: string): Promise<void> {
  for (const end of ['', '-wal', '-shm']) await rm(world.file + end, { force: true })
  await copyFile(backup, world.file)
  if (name !== undefined) {
    const open = new Sqlite(world.file)
    open.prepare("update meta set value = ? where key = 'incarnation'").run(idOf(name))
    open.close()
  }
  await world.restart()
}

function countIn(world: World, sql: string, ...values: string[]): number {
  const open = new Sqlite(world.file, { readonly: true })
  const { n } = open.prepare(sql).get(...values) as { n: number }
  open.close()
  return n
}
const countRecords = async (world: World) => countIn(world, 'select count(*) as n from records')
const countEnvelopes = async (world: World, id: string) =>
  countIn(world, 'select count(*) as n from records where id = ?', id)
