import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../src/device/database.ts'
import { keepDraft, readDraft } from '../../../src/device/moments/draft.ts'
import {
  lockWithPasscode,
  lockWithPasskey,
  openLock,
  pauseAfter,
  readLock,
  removeLock,
  SHORTEST,
} from '../../../src/device/person/lock.ts'
import { openPhone, type Phone } from '../../../src/device/phone.ts'
import { readMoment } from '../../../src/device/moments/read.ts'
import type { Runtime } from '../../../src/device/runtime.ts'
import { addEntry } from '../../../src/device/moments/add-entry.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import { moveAt } from '../../people.ts'

/** The lock of one phone: what its owner can do, and what is left for whoever only has the files. */

const PASSCODE = 'three quiet words'
/** What is asked here is not how long one attempt takes: that is asserted once, of the real cost. */
const CHEAP = { N: 16, r: 1, p: 1 }
let disk: IDBFactory
let now: number
let given: CryptoKey | null
beforeEach(() => {
  disk = new IDBFactory()
  now = Date.UTC(2026, 2, 2, 19)
  given = null
})

const runtime = (): Runtime => ({
  database: 'tideline',
  clock: () => now,
  random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
  subtle: crypto.subtle,
  fetch: () => Promise.reject(new TypeError('no network')),
  api: null,
  locks: null,
  zone: () => 'Europe/Berlin',
  unlock: () => (given ? Promise.resolve(given) : Promise.reject(new Error('locked'))),
  indexedDB: disk,
  IDBKeyRange,
})

const open = () => openPhone(runtime())

/** Opens the lock as the lock screen does, before any phone is open. */
async function tryLock(passcode: string) {
  const db = openDatabase(runtime())
  const opening = await openLock(db, runtime(), { passcode })
  db.close()
  if (opening.ok) given = opening.key
  return opening
}

async function writeOne(phone: Phone): Promise<string> {
  const added = await addEntry(phone, { kind: 'pursue' })
  if (!added.ok) throw new Error(added.reason)
  await editEntry(phone, added.id, { words: { note: 'under the lock' } })
  return added.id
}

describe('an app lock', () => {
  it('opens with its passcode, and everything is there, a draft and what waits to be sent too', async () => {
    const phone = await open()
    const id = await writeOne(phone)
    const draft = { move: moveAt(0, 'pursue'), words: { story: 'half a sen' } }
    await keepDraft(phone, id, draft)
    const waiting = await phone.db.outbox.count()
    const device = phone.identity.deviceId
    expect(await lockWithPasscode(phone, PASSCODE, 5, CHEAP)).toEqual({ ok: true })
    phone.close()
    await expect(open()).rejects.toThrow('locked')
    expect(await tryLock(PASSCODE)).toMatchObject({ ok: true })
    const again = await open()
    expect(await readMoment(again, id)).toMatchObject({ words: { note: 'under the lock' } })
    expect(await readDraft(again, id)).toEqual(draft)
    expect(await again.db.outbox.count()).toBe(waiting)
    expect(again.identity.deviceId).toBe(device)
    expect(again.identity.sign.privateKey.extractable).toBe(false)
    expect(again.identity.box.privateKey.extractable).toBe(false)
  })

  it('leaves no key on the disk, neither in the clear nor in WebCrypto’s keeping', async () => {
    const phone = await open()
    await writeOne(phone)
    expect(keysIn(await phone.db.state.toArray())).toHaveLength(1)
    await lockWithPasscode(phone, PASSCODE, 5, CHEAP)
    expect(keysIn(await phone.db.state.toArray())).toEqual([])
    const { secrets, halves } = phone.identity
    const text = JSON.stringify(await phone.db.state.toArray())
    for (const secret of [secrets.seed, secrets.keyring.me[0]?.key, halves?.sign, halves?.box]) {
      expect(secret).toBeTruthy()
      expect(text).not.toContain(secret)
    }
  })

  it('counts a wrong passcode before it tries it, and lets one wait longer and longer', async () => {
    const phone = await open()
    await lockWithPasscode(phone, PASSCODE, 0, CHEAP)
    phone.close()
    for (let wrong = 1; wrong <= 4; wrong += 1) {
      expect(await tryLock('not it at all')).toMatchObject({
        ok: false,
        reason: 'wrong',
        until: now,
      })
    }
    expect(await tryLock('not it at all')).toMatchObject({ reason: 'wrong', until: now + 30_000 })
    expect(await tryLock(PASSCODE)).toMatchObject({ ok: false, reason: 'wait' })
    now += 30_000
    expect(await tryLock('still not')).toMatchObject({ reason: 'wrong', until: now + 60_000 })
    // Setting the clock back does not lock anybody out for longer than the pause.
    now -= 365 * 24 * 3600 * 1000
    expect(await tryLock(PASSCODE)).toMatchObject({ reason: 'wait', until: now + 60_000 })
    now += 60_000
    expect(await tryLock(PASSCODE)).toMatchObject({ ok: true })
    expect([5, 6, 7, 8, 80].map(pauseAfter)).toEqual([30_000, 60_000, 300_000, 900_000, 900_000])
  })

  it('opens with the bytes of a passkey, and with no others', async () => {
    const phone = await open()
    const id = await writeOne(phone)
    const secret = runtime().random(32)
    await lockWithPasskey(phone, { credential: 'AA', salt: 'BB', secret }, 1)
    phone.close()
    const db = openDatabase(runtime())
    const other = runtime().random(32)
    expect(await openLock(db, runtime(), { secret: other })).toMatchObject({ reason: 'wrong' })
    expect(await openLock(db, runtime(), { passcode: PASSCODE })).toMatchObject({ reason: 'wrong' })
    const opening = await openLock(db, runtime(), { secret })
    given = opening.ok ? opening.key : null
    expect(await readMoment(await open(), id)).toMatchObject({ words: { note: 'under the lock' } })
  })

  it('can be changed and taken away again', async () => {
    const phone = await open()
    const id = await writeOne(phone)
    await lockWithPasscode(phone, PASSCODE, 5, CHEAP)
    phone.close()
    await tryLock(PASSCODE)
    const second = await open()
    await lockWithPasscode(second, 'another passcode', 15, CHEAP)
    second.close()
    expect(await tryLock(PASSCODE)).toMatchObject({ reason: 'wrong' })
    expect(await tryLock('another passcode')).toMatchObject({ ok: true })
    const third = await open()
    await removeLock(third)
    third.close()
    given = null
    const last = await open()
    expect(await readLock(last.db)).toBeNull()
    expect(await readMoment(last, id)).toMatchObject({ words: { note: 'under the lock' } })
  })

  it('makes every attempt as dear as OWASP asks of scrypt', async () => {
    const phone = await open()
    expect(await lockWithPasscode(phone, PASSCODE, 5)).toEqual({ ok: true })
    const cost = { N: 2 ** 15, r: 8, p: 3 }
    expect(await readLock(phone.db)).toMatchObject({ way: 'passcode', cost })
    phone.close()
    expect(await tryLock(PASSCODE)).toMatchObject({ ok: true })
  })

  it('refuses a passcode that is too short', async () => {
    const phone = await open()
    const short = 'x'.repeat(SHORTEST - 1)
    expect(await lockWithPasscode(phone, short, 5)).toEqual({ ok: false, reason: 'too-short' })
    expect(await readLock(phone.db)).toBeNull()
  })
})

/** Every key of WebCrypto anywhere in these values. */
function keysIn(value: unknown): CryptoKey[] {
  if (value instanceof CryptoKey) return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(keysIn)
}
