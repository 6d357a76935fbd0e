import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { bytesToUtf8 } from '@noble/ciphers/utils.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { type Mailbox, TOKEN_HEADER } from '../../sync/api.ts'
import { canonical, toBytes, toText } from '../../sync/bytes.ts'
import { sizeClassOf } from '../../sync/limits.ts'
import { type Answer, callApi } from '../client.ts'
import type { Phone } from '../phone.ts'

/**
 * Two phones that share a secret leave each other sealed messages at the API. The secret travels
 * outside, as a code or behind the `#` of a link, which no browser sends to a server. From it come
 * where the mailbox is, the token that opens it, and the key of its messages; the API has only the
 * first, and a hash of the second.
 */
export interface MailboxKeys {
  readonly id: string
  readonly token: string
  readonly key: Uint8Array
}

const SECRET_BYTES = 32
const NONCE_BYTES = 24

/** A fresh secret, as base64url. */
export const makeSecret = ({ runtime }: Phone): string => toText(runtime.random(SECRET_BYTES))

/** What a secret opens. */
export function mailboxKeys(secret: string): MailboxKeys {
  const derive = (purpose: string, length: number): Uint8Array =>
    hkdf(sha256, toBytes(secret), undefined, utf8ToBytes(`tideline/v1/mailbox/${purpose}`), length)
  return {
    id: toText(derive('id', 16)),
    token: toText(derive('token', 32)),
    key: derive('seal', 32),
  }
}

/** Version and secret behind the `#` of a link; null for anything else. */
export function secretOf(link: string): string | null {
  const [, version, secret] = /#(\d)([A-Za-z0-9_-]{43})$/.exec(link.trim()) ?? []
  return version === '1' && secret !== undefined ? secret : null
}

/** The link that carries a secret. `path` tells what it is for. */
export const linkOf = ({ runtime }: Phone, path: 'join' | 'link', secret: string): string =>
  `${runtime.api ?? ''}/${path}#1${secret}`

/** Opens a mailbox at the API with its first message, already sealed. */
export const createMailbox = (
  phone: Phone,
  { id, token }: MailboxKeys,
  lives: 'code' | 'link',
  message: string,
): Promise<Answer<Mailbox>> =>
  callApi(phone, 'createMailbox', {
    body: { id, token: toText(sha256(toBytes(token))), lives, message },
  })

/** Reads a mailbox. This consumes nothing and tells nobody. */
export const readMailbox = (phone: Phone, { id, token }: MailboxKeys): Promise<Answer<Mailbox>> =>
  callApi(phone, 'readMailbox', { params: { id }, headers: { [TOKEN_HEADER]: token } })

/** Leaves a message, already sealed, in a slot that is written once. */
export const leaveMessage = (
  phone: Phone,
  { id, token }: MailboxKeys,
  slot: number,
  message: string,
): Promise<Answer<Mailbox>> =>
  callApi(phone, 'leaveMessage', {
    params: { id, slot },
    headers: { [TOKEN_HEADER]: token },
    body: { message },
  })

/** Seals a message for its slot, padded to a size class. Throws where it is too long for any. */
export function sealMessage(
  { runtime }: Phone,
  { id, key }: MailboxKeys,
  slot: number,
  message: object,
): string {
  const json = utf8ToBytes(JSON.stringify(message))
  const size = sizeClassOf(json.length)
  if (size === null) throw new Error('a message longer than a mailbox takes')
  const plain = concatBytes(json, new Uint8Array(size - json.length).fill(0x20))
  const nonce = runtime.random(NONCE_BYTES)
  return toText(
    concatBytes(nonce, xchacha20poly1305(key, nonce, messageData(id, slot)).encrypt(plain)),
  )
}

/** Opens the message of a slot; null where there is none, or it was not sealed with this secret for this slot. */
export function openMessage(
  { id, key }: MailboxKeys,
  { messages }: Mailbox,
  slot: number,
): unknown {
  const message = messages[slot]
  if (!message) return null
  try {
    const bytes = toBytes(message)
    const cipher = xchacha20poly1305(key, bytes.subarray(0, NONCE_BYTES), messageData(id, slot))
    return JSON.parse(bytesToUtf8(cipher.decrypt(bytes.subarray(NONCE_BYTES))))
  } catch {
    return null
  }
}

const messageData = (id: string, slot: number): Uint8Array =>
  canonical(['tideline-message', 1, id, slot])
