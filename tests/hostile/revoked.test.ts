import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { keepDevices, removeDevice } from '../../src/device/person/devices.ts'
import { mergeStale } from '../../src/device/sync/merge.ts'
import { addEntry } from '../../src/device/moments/add-entry.ts'
import { editEntry } from '../../src/device/moments/edit-entry.ts'
import { applyRows } from '../../src/device/sync/apply.ts'
import { dropLate, readLate, takeLate } from '../../src/device/sync/late.ts'
import type * as lates from '../../src/device/sync/late-rows.ts'
import { syncOnce } from '../../src/device/sync/sync.ts'
import { openVault, type Vault } from '../../src/device/vault.ts'
import type { Body } from '../../src/journal/body.ts'
import type { Envelope } from '../../src/sync/envelope.ts'
import { moveAt, timeIn } from '../people.ts'
import type { Phone } from '../../src/device/phone.ts'
import { random } from '../api/client.ts'
import { capture, type Captured, copyOf } from './captured.ts'

/**
 * A phone that was stolen and then removed, in the hands of the server's operator: it holds every key up
 * to the day it was removed, and whatever it seals under them looks like its owner's own. Nothing of
 * that takes a place in the journal any more, on either side; it is set aside, and shown.
 */

const off = vi.hoisted(() => ({ late: false }))
vi.mock('../../src/device/sync/late-rows.ts', async (load) => {
  const real = await load<typeof lates>()
  const isLate: typeof real.isLate = (...a) => !off.late && real.isLate(...a)
  return { ...real, isLate }
})

let captured: Captured
/** What the thief holds: the removed phone's keys, as they were. */
let stolen: Vault
beforeAll(async () => {
  captured = await capture()
  const { two, tablet } = captured
  const { phone } = tablet
  stolen = openVault(
    { person: phone.me, device: phone.identity.deviceId, keyring: phone.vault.keyring },
    phone.runtime.random,
  )
  expect(await removeDevice(two.first.phone, stolen.device)).toMatchObject({ ok: true })
  for (let round = 0; round < 3; round += 1) {
    for (const test of [two.first, two.second]) {
      two.world.advance(20 * 60_000)
      await keepDevices(test.phone)
      await syncOnce(test.phone)
    }
  }
})
afterAll(() => captured.close())

const entry: Body = {
  type: 'entry',
  move: moveAt(2, 'withdraw'),
  words: { note: 'never written' },
  sharing: { with: 'me', number: 0, loops: true },
}
const card: Body = {
  type: 'card',
  move: moveAt(2, 'withdraw'),
  words: { note: 'never written' },
  write: 77,
  stands: [],
}
const gone: Body = { type: 'gone', write: 78, stands: [] }

/** Seals under the keys of the day before, in the name of the phone that is still there. */
function forge(change: Partial<Envelope>, body: Body): Envelope {
  const device = captured.two.first.phone.identity.deviceId
  const { move: _move, sealed: _sealed, tag: _tag, ...mine } = captured.mine.now
  const sealed = stolen.seal({ ...mine, device, ...change }, body, null)
  if (!sealed) throw new Error('too long')
  return sealed
}

const fresh = () => ({ id: random(16), rev: 1, base: null })
const own = { audience: 'me', couple: null, epoch: 1 } as const
const FORGED: readonly (readonly [string, 'first' | 'second', () => Envelope])[] = [
  ['a private moment of hers', 'first', () => forge({ ...fresh(), ...own }, entry)],
  ['a card in her name', 'first', () => forge(fresh(), card)],
  [
    'an edit of a card of hers',
    'first',
    () => forge({ rev: captured.mine.now.rev + 1, base: random(16) }, card),
  ],
  [
    'the delete of a card of hers',
    'first',
    () => forge({ rev: captured.mine.now.rev + 1, deleted: true }, gone),
  ],
  ['a card in her name, on his phone', 'second', () => forge(fresh(), card)],
]

const feed = (phone: Phone, record: Envelope) =>
  applyRows(phone, [{ seq: 9999, record }], (cursor) => cursor)
const held = async (phone: Phone, { author, id }: Envelope) =>
  (await phone.db.records.get(`${author}/${id}`))?.envelope.sealed

describe('under the keys of a phone that was removed', () => {
  it.each(FORGED)('%s', async (_, whose, make) => {
    const victim = await copyOf(captured.two[whose].phone)
    const forged = make()
    await feed(victim, forged)
    expect(await held(victim, forged)).not.toBe(forged.sealed)
    expect((await readLate(victim)).map((each) => each.id)).toEqual([forged.id])
    // A server that says it begins anew does not make it older.
    const anew = { incarnation: random(16), head: 0, tail: 0 }
    await applyRows(victim, [{ seq: 1, record: forged }], () => anew)
    expect(await held(victim, forged)).not.toBe(forged.sealed)
    off.late = true
    await feed(victim, forged)
    off.late = false
    expect(await held(victim, forged)).toBe(forged.sealed)
    victim.close()
  })

  it('nor does it come in as what the server holds instead of an edit', async () => {
    const victim = await copyOf(captured.two.first.phone)
    const kept = await addEntry(victim, { kind: 'pursue', at: timeIn(3) })
    if (!kept.ok) throw new Error(kept.reason)
    await editEntry(victim, kept.id, { words: { note: 'mine' } })
    const [row] = await victim.db.outbox.where('key').equals(`${victim.me}/${kept.id}`).toArray()
    if (!row) throw new Error('nothing to send')
    const forged = forge({ ...own, id: kept.id, rev: 5, base: random(16) }, entry)
    expect(await mergeStale(victim, row, forged, 12)).toBe(false)
    victim.close()
  })

  it('its owner decides about what was set aside, and what was there before is untouched', async () => {
    const victim = await copyOf(captured.two.first.phone)
    for (const { envelope } of await captured.tablet.phone.db.records.toArray()) {
      await feed(victim, envelope)
    }
    expect(await readLate(victim)).toEqual([])
    const [mine, theirs] = [forge({ ...fresh(), ...own }, entry), forge(fresh(), card)]
    for (const [n, record] of [mine, theirs].entries()) {
      await applyRows(victim, [{ seq: 9000 + n, record }], (cursor) => cursor)
    }
    const late = await readLate(victim)
    expect(late).toMatchObject([
      { id: mine.id, isOwn: true, move: { kind: 'withdraw' } },
      { id: theirs.id, isOwn: true, move: { kind: 'withdraw' } },
    ])
    await takeLate(victim, mine.id)
    await dropLate(victim, theirs.id)
    expect(await held(victim, mine)).toBe(mine.sealed)
    expect(await held(victim, theirs)).toBeUndefined()
    expect(await readLate(victim)).toEqual([])
    victim.close()
  })
})
