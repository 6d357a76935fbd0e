import { describe, expect, it } from 'vitest'
import { readAgain } from '../../../src/device/sync/read-again.ts'
import { chooseSharing } from '../../../src/device/moments/share.ts'
import { readMoment } from '../../../src/device/moments/read.ts'
import { readParked, readStatus } from '../../../src/device/sync/status.ts'
import { ownKey } from '../../../src/device/couple/couple.ts'
import { removeDevice } from '../../../src/device/person/devices.ts'
import { writeRecords } from '../../../src/device/records.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import type { Envelope } from '../../../src/sync/envelope.ts'
import { idOf } from '../../people.ts'
import type { TestPhone } from './phones.ts'
import { backUp, countEnvelopes, restore } from './stored.ts'
import {
  addWithNote,
  beginWithTablet,
  countSeen,
  linkTablet,
  syncBoth,
  tablet,
  two,
} from './tablet.ts'

/** A version of the app beside this one that knows more than this one. */

const OPEN = { with: 'us', opens: 'now', words: ['note'] } as const

beginWithTablet()

describe('a newer version beside this one', () => {
  it('does not stop what this one can read, and its row is read when it can be', async () => {
    const held = await addWithNote(two.first, 'of today')
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

  it('is kept where this one does not read it, though a restored server has lost it, and brought back to it', async () => {
    await linkTablet()
    const { phone } = two.first
    const backup = await backUp(two.world)
    const id = await addWithNote(tablet, 'of the version after this')
    await syncOnce(tablet.phone)
    two.first.meddle = (request, answer) =>
      answer?.ok && new URL(request.url).pathname.endsWith('/feed')
        ? changeBody(answer, ({ rows }) => {
            for (const { record } of rows) if (record.id === id) Object.assign(record, { v: 2 })
          })
        : answer
    await syncOnce(phone)
    expect(await phone.db.later.toArray()).toMatchObject([{ record: { id, v: 2 } }])
    await restore(two.world, backup, 'another')
    for (let round = 0; round < 2; round += 1) await syncOnce(phone)
    expect(await phone.db.later.toArray()).toMatchObject([{ record: { id, v: 2 } }])
    expect(await countEnvelopes(two.world, id)).toBe(0)
    // By now this one reads it; the tablet that wrote it is lost.
    two.first.meddle = null
    await phone.db.later.toCollection().modify(({ record }) => {
      Object.assign(record as object, { v: 1 })
    })
    await readAgain(phone)
    await syncOnce(phone)
    expect(await readMoment(phone, id)).toMatchObject({
      words: { note: 'of the version after this' },
    })
    expect(await countEnvelopes(two.world, id)).toBe(1)
    expect(await readStatus(phone)).toMatchObject({ waiting: 0, parked: 0 })
  })

  it('lies aside once, though a restored server brings it again', async () => {
    const { phone } = two.second
    const id = await addWithNote(two.first, 'for both')
    await chooseSharing(two.first.phone, id, OPEN)
    await syncOnce(two.first.phone)
    two.second.meddle = (request, answer) =>
      answer?.ok && new URL(request.url).pathname.endsWith('/feed')
        ? changeBody(answer, ({ rows }) => {
            for (const { record } of rows) if (record.move) Object.assign(record, { v: 2 })
          })
        : answer
    await syncOnce(phone)
    expect(await phone.db.later.count()).toBe(1)
    await restore(two.world, await backUp(two.world), 'another')
    await two.settle()
    expect(await phone.db.later.toArray()).toMatchObject([{ record: { v: 2 } }])
  })

  it.each([
    ['the newer one is heard first', () => [tablet, two.first] as const],
    ['this one is heard first', () => [two.first, tablet] as const],
  ])('has its own fields beside what this one writes: %s', async (_, order) => {
    await linkTablet()
    const id = await addWithNote(two.first, 'as both know it')
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

  it('has what it wrote last, where this one brings back what it wrote before to a restored server', async () => {
    await linkTablet()
    const id = await addWithNote(two.first, 'as both know it')
    const backup = await backUp(two.world)
    await syncBoth()
    await writeNewer(tablet, id, 'rain')
    tablet.meddle = () => null
    await syncOnce(tablet.phone)
    tablet.meddle = null
    await editEntry(two.first.phone, id, { words: { note: 'said anew' } })
    await syncOnce(two.first.phone)
    await writeNewer(tablet, id, 'snow')
    await restore(two.world, backup, 'another')
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
    const id = await addWithNote(two.first, 'as both know it')
    await writeNewer(two.first, id, 'rain')
    const { epoch } = two.first.phone.vault
    expect(await removeDevice(two.first.phone, tablet.phone.vault.device)).toMatchObject({
      ok: true,
    })
    expect(two.first.phone.vault.epoch).toBeGreaterThan(epoch)
    await syncOnce(two.first.phone)
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
    const refused = await addWithNote(two.first, 'first')
    await addWithNote(two.first, 'second')
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
