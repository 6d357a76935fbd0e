import type { Membership } from '../../sync/api.ts'
import { toText } from '../../sync/bytes.ts'
import {
  coupleId,
  digestKeys,
  personId,
  type PersonLink,
  signedBytes,
  verifyPerson,
} from '../../sync/membership.ts'
import { type Answer, callApi } from '../client.ts'
import { becomeDeviceOf } from './become.ts'
import { openSeed, type SeedKeys, signAsRoot } from '../identity.ts'
import { recipientsOf, verifierOf } from '../couple/membership.ts'
import { readWords } from './phrase.ts'
import type { Phone } from '../phone.ts'
import type { Keyring } from '../vault.ts'
import { joinKeyrings, unwrapCoupleKeys, unwrapPersonKeys, wrapPersonKeys } from '../wrap.ts'

/**
 * Twelve words on an empty phone. From them come a root, which certifies this device, and a recovery
 * key, to which every key of the person and of their couple has been wrapped. Nothing else is needed,
 * and without the words or a device of theirs nothing else helps.
 */

export type Recovered =
  | { readonly ok: true }
  | {
      readonly ok: false
      /** `nobody`: no journal on this server belongs to these words. */
      readonly reason:
        | 'count'
        | 'unknown'
        | 'checksum'
        | 'nobody'
        | 'has-own'
        | 'offline'
        | 'refused'
      /** The word that is not on the list. */
      readonly word?: string
    }

/** Makes this phone a device of whoever's words these are, with everything they may see. */
export async function recover(phone: Phone, text: string): Promise<Recovered> {
  if (await phone.db.state.get('registered')) return { ok: false, reason: 'has-own' }
  const read = await readWords(text)
  if (!read.ok) return read
  const keys = await openSeed(read.seed, phone.runtime.subtle)
  const id = personId(keys.root, keys.recovery)
  const told = await callApi(phone, 'recover', {
    params: { id },
    signer: { key: keys.root, privateKey: keys.sign },
  })
  if (!told.ok) return refusal(told)
  const keyring = await openAll(told.value, keys)
  const person = await verifyPerson(told.value.person, verifierOf(phone))
  if (!person.ok || person.value.id !== id || keyring.me.length === 0) {
    return { ok: false, reason: 'refused' }
  }
  const recipients = [...recipientsOf(person.value), phone.identity.device.box]
  const file = await wrapPersonKeys(keyring, recipients)
  const unsigned = {
    type: 'device' as const,
    v: 1 as const,
    prev: person.value.head,
    device: phone.identity.device,
    keys: digestKeys(file),
    by: 'root' as const,
  }
  const bytes = signedBytes(unsigned)
  const sig = await signAsRoot(toText(read.seed), bytes, phone.runtime.subtle)
  const link: PersonLink = { ...unsigned, sig }
  const chain = [...told.value.person, link]
  const files = { ...told.value.keys, [link.keys]: file }
  const registered = await callApi(phone, 'register', { body: { chain, keys: files } })
  if (!registered.ok) return refusal(registered)
  const isDone = await becomeDeviceOf(phone, { chain, keys: files, keyring, name: null })
  return isDone ? { ok: true } : { ok: false, reason: 'refused' }
}

function refusal(answer: Extract<Answer<never>, { ok: false }>): Recovered {
  if (answer.reason === 'offline' || answer.reason === 'busy')
    return { ok: false, reason: 'offline' }
  return { ok: false, reason: answer.reason === 'not-found' ? 'nobody' : 'refused' }
}

/** Every key that was ever wrapped to the recovery key, as far as a link names its file. */
async function openAll(told: Membership, { box }: SeedKeys): Promise<Keyring> {
  let keyring: Keyring = { me: [], us: [] }
  const fileOf = (digest: string): string | null => {
    const file = told.keys[digest]
    return file !== undefined && digestKeys(file) === digest ? file : null
  }
  for (const link of told.person) {
    const file = fileOf(link.keys)
    const more = file && (await unwrapPersonKeys(file, box))
    if (more) keyring = joinKeyrings(keyring, more)
  }
  const [genesis] = told.couple ?? []
  if (genesis?.type !== 'genesis') return keyring
  for (const link of told.couple ?? []) {
    const file = link.type === 'leave' ? null : fileOf(link.keys)
    const us = file && (await unwrapCoupleKeys(file, coupleId(genesis), box))
    if (us) keyring = joinKeyrings(keyring, { me: [], us })
  }
  return keyring
}
