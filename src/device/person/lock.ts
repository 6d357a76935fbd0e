import { scryptAsync } from '@noble/hashes/scrypt.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import * as z from 'zod/mini'
import { toBytes, toText } from '../../sync/bytes.ts'
import type { Database } from '../database.ts'
import { newWrap, rewrapIdentity } from '../identity.ts'
import { LOCK } from './has-lock.ts'
import type { Phone } from '../phone.ts'
import type { Runtime } from '../runtime.ts'
import { inTurn } from '../sync/turn.ts'

/**
 * The app lock, off by default. Everything secret on this phone lies under one key (`identity.ts`);
 * with a lock that key is random, lies here only wrapped, and a passcode or passkey is what unwraps it.
 * Locking is forgetting it: the page starts anew and knows nothing until its owner opens it.
 *
 * It protects what is on the disk of a phone that is locked or off, and a phone in another hand. It
 * does not hide that Tideline is here, when something was written, nor of an opened moment what the
 * server may read too. While it is locked nothing is sent or received, because requests are signed.
 */

/** OWASP's bound for scrypt: 32 MiB, three times over. */
export const COST = { N: 2 ** 15, r: 8, p: 3 } as const
/** What it costs to try one passcode, as scrypt counts it. */
export interface Cost {
  readonly N: number
  readonly r: number
  readonly p: number
}
/** The shortest passcode, in UTF-16 units. Whoever has the files can try without waiting. */
export const SHORTEST = 6
/** Minutes away from the screen after which Tideline locks itself. */
export const AUTO_LOCK = [0, 1, 5, 15] as const

const wrappedSchema = { nonce: z.string(), key: z.string(), salt: z.string() }
const lockSchema = z.intersection(
  z.discriminatedUnion('way', [
    z.object({
      way: z.literal('passcode'),
      cost: z.object({ N: z.int(), r: z.int(), p: z.int() }),
      ...wrappedSchema,
    }),
    z.object({ way: z.literal('passkey'), credential: z.string(), ...wrappedSchema }),
  ]),
  z.object({ after: z.number() }),
)
/** An app lock as it lies on the disk: nothing in it opens anything without its owner. */
export type Lock = z.infer<typeof lockSchema>

const triesSchema = z.object({ wrong: z.int(), until: z.number() })

/** The lock of this phone; null where there is none. Needs no open phone. */
export async function readLock(db: Database): Promise<Lock | null> {
  const value = (await db.state.get(LOCK))?.value
  return value === undefined ? null : lockSchema.parse(value)
}

/** `unsupported`: this phone was begun before there were locks, and its keys cannot be covered. */
export type LockSet = { ok: true } | { ok: false; reason: 'unsupported' | 'too-short' }

/**
 * Locks with a passcode from now on, whatever the lock was before. Resolves when the disk has it. Only a
 * test names another `cost`.
 */
export async function lockWithPasscode(
  phone: Phone,
  passcode: string,
  after: number,
  cost: Cost = COST,
): Promise<LockSet> {
  if (passcode.normalize('NFKC').length < SHORTEST) return { ok: false, reason: 'too-short' }
  const salt = phone.runtime.random(16)
  const opener = await stretch(passcode, salt, cost)
  return setLock(phone, opener, (wrapped) => ({
    way: 'passcode',
    cost: { ...cost },
    salt: toText(salt),
    after,
    ...wrapped,
  }))
}

/** Locks with a passkey. `secret`: the 32 bytes its authenticator gives for `salt` (WebAuthn PRF). */
export async function lockWithPasskey(
  phone: Phone,
  { credential, salt, secret }: { credential: string; salt: string; secret: Uint8Array },
  after: number,
): Promise<LockSet> {
  return setLock(phone, secret, (wrapped) => ({
    way: 'passkey',
    credential,
    salt,
    after,
    ...wrapped,
  }))
}

/** Takes the lock away: WebCrypto keeps the key again. */
export async function removeLock(phone: Phone): Promise<void> {
  const { db, runtime } = phone
  const wrap = await newWrap(runtime.subtle)
  await inTurn(runtime, async () => {
    await phone.reopen()
    const row = await rewrapIdentity(phone.identity, wrap, true, runtime)
    if (!row) return
    await db.transaction('rw', db.state, async () => {
      await db.state.put(row)
      await db.state.bulkDelete([LOCK, 'lock-tries'])
    })
    await phone.reopen()
  })
}

/** Chooses after how many minutes away Tideline locks itself. */
export async function chooseAutoLock(db: Database, after: number): Promise<void> {
  const lock = await readLock(db)
  if (lock) await db.state.put({ name: LOCK, value: { ...lock, after } })
}

/** What came of an attempt. `wait`: none is taken before `until`, in ms by this phone's clock. */
export type Opening =
  | { readonly ok: true; readonly key: CryptoKey }
  | { readonly ok: false; readonly reason: 'wrong' | 'wait'; readonly until: number }

/**
 * Tries a passcode, or the bytes a passkey gave. A wrong one is counted before it is tried, so that
 * killing the app does not win an attempt; after a few each next one has to wait longer.
 */
export async function openLock(
  db: Database,
  runtime: Runtime,
  given: { readonly passcode: string } | { readonly secret: Uint8Array },
): Promise<Opening> {
  const lock = await readLock(db)
  if (!lock) throw new Error('there is no lock to open')
  const now = runtime.clock()
  const tries = await countTry(db, now)
  if (tries.wait) return { ok: false, reason: 'wait', until: tries.until }
  const opener =
    'secret' in given
      ? given.secret
      : lock.way === 'passcode'
        ? await stretch(given.passcode, toBytes(lock.salt), lock.cost)
        : new Uint8Array(32)
  const key = await unwrapKey(lock, opener, runtime.subtle)
  if (!key) return { ok: false, reason: 'wrong', until: tries.until }
  await db.state.delete('lock-tries')
  return { ok: true, key }
}

/** How long one waits after so many wrong attempts, in ms. */
export const pauseAfter = (wrong: number): number =>
  wrong < 5 ? 0 : ([30_000, 60_000, 300_000][wrong - 5] ?? 900_000)

async function countTry(db: Database, now: number): Promise<{ wait: boolean; until: number }> {
  return db.transaction('rw', db.state, async () => {
    const read = triesSchema.safeParse((await db.state.get('lock-tries'))?.value)
    const before = read.success ? read.data : { wrong: 0, until: 0 }
    // A clock that was set back must not lock its owner out for longer than the longest pause.
    const until = Math.min(before.until, now + pauseAfter(before.wrong))
    if (until > now) {
      await db.state.put({ name: 'lock-tries', value: { ...before, until } })
      return { wait: true, until }
    }
    const wrong = before.wrong + 1
    const next = now + pauseAfter(wrong)
    await db.state.put({ name: 'lock-tries', value: { wrong, until: next } })
    return { wait: false, until: next }
  })
}

type Wrapped = { readonly nonce: string; readonly key: string }

async function setLock(
  phone: Phone,
  opener: Uint8Array,
  lockOf: (wrapped: Wrapped) => Lock,
): Promise<LockSet> {
  const { db, runtime } = phone
  const { subtle, random } = runtime
  const raw = random(32)
  const nonce = random(12)
  const sealed = await subtle.encrypt(
    { name: 'AES-GCM', iv: nonce },
    await aesKey(opener, subtle),
    raw,
  )
  const lock = lockOf({ nonce: toText(nonce), key: toText(new Uint8Array(sealed)) })
  const key = await aesKey(raw, subtle)
  // No sync runs meanwhile: it might keep new keys under the former one.
  return inTurn(runtime, async (): Promise<LockSet> => {
    await phone.reopen()
    const row = await rewrapIdentity(phone.identity, key, false, runtime)
    if (!row) return { ok: false, reason: 'unsupported' }
    await db.transaction('rw', db.state, async () => {
      await db.state.bulkPut([row, { name: LOCK, value: lock }])
      await db.state.delete('lock-tries')
    })
    return { ok: true }
  })
}

async function unwrapKey(
  lock: Lock,
  opener: Uint8Array,
  subtle: SubtleCrypto,
): Promise<CryptoKey | null> {
  try {
    const raw = await subtle.decrypt(
      { name: 'AES-GCM', iv: Uint8Array.from(toBytes(lock.nonce)) },
      await aesKey(opener, subtle),
      Uint8Array.from(toBytes(lock.key)),
    )
    return await aesKey(new Uint8Array(raw), subtle)
  } catch {
    return null
  }
}

const aesKey = (raw: Uint8Array, subtle: SubtleCrypto): Promise<CryptoKey> =>
  subtle.importKey('raw', Uint8Array.from(raw), 'AES-GCM', false, ['encrypt', 'decrypt'])

/** The bytes behind a passcode, slowly. The same characters typed on another keyboard are the same. */
const stretch = (passcode: string, salt: Uint8Array, { N, r, p }: Cost) =>
  scryptAsync(utf8ToBytes(passcode.normalize('NFKC')), salt, { N, r, p, dkLen: 32 })
