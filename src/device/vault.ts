import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { bytesToUtf8 } from '@noble/ciphers/utils.js'
import { expand, extract } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { type Body, parseBody, type UnknownBody } from '../journal/body.ts'
import { moveSchema, type Move } from '../journal/move.ts'
import { canonical, toBytes, toText } from '../sync/bytes.ts'
import {
  additionalData,
  type Envelope,
  type EnvelopeHead,
  isSameMove,
  taggedBytes,
} from '../sync/envelope.ts'
import { sizeClassOf } from '../sync/limits.ts'
import { Recent } from './recent.ts'

/**
 * Seals and opens. The raw keys are in memory only; on disk they lie under a key that WebCrypto keeps
 * to itself (`identity.ts`).
 */

/** The keys one person's device works with, by epoch, oldest first. */
export interface Keyring {
  readonly me: readonly { readonly epoch: number; readonly key: string }[]
  readonly us: readonly { readonly couple: string; readonly epoch: number; readonly key: string }[]
}

/** Why an envelope could not be opened. */
export type Unopened = 'no-key' | 'forged' | 'rewritten' | 'not-understood'
export type Opened =
  | {
      readonly ok: true
      readonly body: Body | UnknownBody
      /** What was inside the seal, fields this version does not know included. */
      readonly raw: unknown
    }
  | { readonly ok: false; readonly reason: Unopened }

export interface Vault {
  readonly person: string
  readonly device: string
  readonly keyring: Keyring
  /** The personal key's current epoch. */
  readonly epoch: number
  /** The newest epoch of a couple's key that this device holds; null without one. */
  coupleEpoch(couple: string): number | null
  /** Makes an envelope. Null: the body is larger than the largest size class. */
  seal(head: EnvelopeHead, body: Body, move: Move | null): Envelope | null
  /** Opens an envelope and checks that nobody rewrote any part of it. */
  open(envelope: Envelope): Opened
  /** An id that only this person can derive: for records of which there is one per subject. */
  deriveId(type: string, subject: string): string
  /** Seals a text that stays on this phone: drafts, invites in progress. */
  sealLocal(text: string): string
  /** Opens such a text; null if it is not one of this phone's. */
  openLocal(sealed: string): string | null
}

const NONCE_BYTES = 24
/**
 * What `sharing` may add to an entry's length. The size class counts every entry as if it had the
 * longest, so that the size of a private row does not tell whether it is going to open.
 */
const SHARING_ROOM = 240

/** What a key is used for has a key of its own: HKDF, whose first half is the same for all of them. */
function deriver(key: Uint8Array): (purpose: string) => Uint8Array {
  const extracted = extract(sha256, key)
  return (purpose) => expand(sha256, extracted, utf8ToBytes(`tideline/v1/${purpose}`), 32)
}

/** Opens a vault over a keyring. `random` gives nonces. */
export function openVault(
  { person, device, keyring }: { person: string; device: string; keyring: Keyring },
  random: (bytes: number) => Uint8Array,
): Vault {
  const personal = keyring.me.map(({ epoch, key }) => {
    const derive = deriver(toBytes(key))
    return { epoch, seal: derive('seal'), tag: derive('tag') }
  })
  const [first] = keyring.me
  const newest = personal.at(-1)
  if (!first || !newest) throw new Error('a keyring holds at least one personal key')
  // Ids must not change when the personal key does: they always come from the first epoch.
  const ofFirst = deriver(toBytes(first.key))
  const [idKey, localKey] = [ofFirst('id'), ofFirst('local')]
  const shared = new Map(
    keyring.us.map(({ couple, epoch, key }) => [
      `${couple}/${epoch}`,
      deriver(toBytes(key))('seal'),
    ]),
  )

  const recent = new Recent()

  const sealingKey = (head: EnvelopeHead): Uint8Array | undefined =>
    head.audience === 'me'
      ? personal.find((each) => each.epoch === head.epoch)?.seal
      : shared.get(`${head.couple}/${head.epoch}`)
  const tagOf = (key: Uint8Array, envelope: Omit<Envelope, 'tag'>): string =>
    toText(hmac(sha256, key, taggedBytes(envelope)).subarray(0, 16))

  /** Where the server has let go of the readable move, the tag holds over the sealed one. */
  const isOwnTag = (envelope: Envelope, body: unknown): boolean =>
    [envelope.move, ...(envelope.audience === 'us' && !envelope.move ? [moveIn(body)] : [])].some(
      (move) => personal.some((each) => tagOf(each.tag, { ...envelope, move }) === envelope.tag),
    )

  return {
    person,
    device,
    keyring,
    epoch: newest.epoch,
    coupleEpoch: (couple) =>
      keyring.us.reduce<number | null>(
        (most, each) => (each.couple === couple && each.epoch > (most ?? 0) ? each.epoch : most),
        null,
      ),

    seal(head, body, move) {
      const key = sealingKey(head)
      if (!key) throw new Error('no key for this epoch')
      const text = JSON.stringify(body)
      const plain = pad(body, text)
      if (!plain) return null
      const nonce = random(NONCE_BYTES)
      const cipher = xchacha20poly1305(key, nonce, additionalData(head)).encrypt(plain)
      const unsigned = { ...head, move, sealed: toText(concatBytes(nonce, cipher)) }
      const untagged = unsigned as Omit<Envelope, 'tag'>
      const envelope = { ...untagged, tag: tagOf(newest.tag, untagged) } as Envelope
      recent.note(envelope, text)
      return envelope
    },

    open(envelope) {
      const known = recent.read(envelope)
      if (known !== undefined) return read(envelope, known)
      const key = sealingKey(envelope)
      if (!key) return { ok: false, reason: 'no-key' }
      let text: string
      try {
        const bytes = toBytes(envelope.sealed)
        const cipher = xchacha20poly1305(
          key,
          bytes.subarray(0, NONCE_BYTES),
          additionalData(envelope),
        )
        text = bytesToUtf8(cipher.decrypt(bytes.subarray(NONCE_BYTES)))
      } catch {
        return { ok: false, reason: 'forged' }
      }
      const opened = read(envelope, text)
      if (!opened.ok) return opened
      if (envelope.author === person && !isOwnTag(envelope, opened.raw)) {
        return { ok: false, reason: 'forged' }
      }
      if (envelope.move && !isCopyOf(envelope.move, opened.body)) {
        return { ok: false, reason: 'rewritten' }
      }
      recent.note(envelope, text.trimEnd())
      return opened
    },

    deriveId: (type, subject) =>
      toText(hmac(sha256, idKey, canonical(['tideline-id', type, subject])).subarray(0, 16)),

    sealLocal(text) {
      const nonce = random(NONCE_BYTES)
      return toText(
        concatBytes(nonce, xchacha20poly1305(localKey, nonce).encrypt(utf8ToBytes(text))),
      )
    },
    openLocal(sealed) {
      try {
        const bytes = toBytes(sealed)
        const cipher = xchacha20poly1305(localKey, bytes.subarray(0, NONCE_BYTES))
        return bytesToUtf8(cipher.decrypt(bytes.subarray(NONCE_BYTES)))
      } catch {
        return null
      }
    },
  }
}

/** What a text that was inside an envelope says. */
function read({ deleted }: Envelope, text: string): Opened {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, reason: 'forged' }
  }
  const body = parseBody(value)
  if (!body) return { ok: false, reason: 'not-understood' }
  if (deleted !== (body.type === 'gone')) return { ok: false, reason: 'forged' }
  return { ok: true, body, raw: value }
}

/** Whether the readable move is the sealed one. What a newer version sealed is not judged by this one. */
const isCopyOf = (move: Move, body: Body | UnknownBody): boolean =>
  body.type === 'unknown' || (body.type === 'card' && isSameMove(body.move, move))

const moveIn = (body: unknown): Move | null =>
  moveSchema.safeParse((body as { move?: unknown } | null)?.move).data ?? null

/** JSON, followed by spaces up to the size class. Null: too long for any. */
function pad(body: Body, text: string): Uint8Array | null {
  const json = utf8ToBytes(text)
  const counted =
    body.type === 'entry'
      ? json.length - utf8ToBytes(JSON.stringify(body.sharing)).length + SHARING_ROOM
      : json.length
  const size = sizeClassOf(counted)
  if (size === null) return null
  return concatBytes(json, new Uint8Array(size - json.length).fill(0x20))
}
