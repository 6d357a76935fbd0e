import { bytesToUtf8 } from '@noble/ciphers/utils.js'
import { bech32 } from '@scure/base'
import * as z from 'zod/mini'
import { idSchema, keySchema, toBytes, toText } from '../sync/bytes.ts'
import type { Keyring } from './vault.ts'

/**
 * Keys on their way to devices and recovery keys: an age file (age-encryption.org/v1) with one X25519
 * recipient each, whose text is a keyring. Any age program can open it with the right key. The library
 * is loaded when it is needed: pairing, another device, a new epoch.
 */

const keysOf = (epochs: number) =>
  z.array(z.object({ epoch: z.int(), key: keySchema })).check(z.maxLength(epochs))
const MOST_EPOCHS = 1000

/** What a person's key file holds: all that a further device of theirs works with. */
const personFileSchema = z.object({
  me: keysOf(MOST_EPOCHS),
  us: z.array(z.object({ couple: idSchema, epoch: z.int(), key: keySchema })),
})
/** What a couple's key file holds. It does not name the couple, whose id depends on the file. */
const coupleFileSchema = z.object({ us: keysOf(MOST_EPOCHS) })

/** Wraps a person's keys for the holders of the given X25519 public keys; answers the file as base64url. */
export const wrapPersonKeys = (keyring: Keyring, recipients: readonly string[]): Promise<string> =>
  wrap(personFileSchema.parse(keyring), recipients)

/** Wraps keys of a couple: the first one, or at a new epoch that and all before, for who came later. */
export const wrapCoupleKeys = (
  keys: readonly { readonly epoch: number; readonly key: string }[],
  recipients: readonly string[],
): Promise<string> => wrap(coupleFileSchema.parse({ us: keys }), recipients)

/** Opens a person's key file; null where it is not for this key, or holds something else. */
export async function unwrapPersonKeys(file: string, box: CryptoKey): Promise<Keyring | null> {
  return personFileSchema.safeParse(await unwrap(file, box)).data ?? null
}

/** Opens a couple's key file; null where it is not for this key, or holds something else. */
export async function unwrapCoupleKeys(
  file: string,
  couple: string,
  box: CryptoKey,
): Promise<Keyring['us'] | null> {
  const read = coupleFileSchema.safeParse(await unwrap(file, box))
  return read.success ? read.data.us.map((each) => ({ couple, ...each })) : null
}

async function wrap(content: object, recipients: readonly string[]): Promise<string> {
  const { Encrypter } = await import('age-encryption')
  const encrypter = new Encrypter()
  for (const key of new Set(recipients)) {
    encrypter.addRecipient(bech32.encodeFromBytes('age', toBytes(key)))
  }
  return toText(await encrypter.encrypt(JSON.stringify(content)))
}

async function unwrap(file: string, box: CryptoKey): Promise<unknown> {
  const { Decrypter } = await import('age-encryption')
  const decrypter = new Decrypter()
  decrypter.addIdentity(box)
  try {
    return JSON.parse(bytesToUtf8(await decrypter.decrypt(toBytes(file))))
  } catch {
    return null
  }
}

/** Two keyrings as one: what both hold once, oldest epoch first. A key already held is never replaced. */
export function joinKeyrings(held: Keyring, more: Keyring): Keyring {
  const me = [...held.me]
  for (const each of more.me) {
    if (!me.some(({ epoch }) => epoch === each.epoch)) me.push(each)
  }
  const us = [...held.us]
  for (const each of more.us) {
    if (!us.some(({ couple, epoch }) => couple === each.couple && epoch === each.epoch))
      us.push(each)
  }
  return {
    me: me.toSorted((a, b) => a.epoch - b.epoch),
    us: us.toSorted((a, b) => a.epoch - b.epoch),
  }
}
