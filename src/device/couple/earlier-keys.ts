import { type EarlierKeys, MOST_EARLIER } from '../../journal/earlier-keys.ts'
import { resealIdentity, type Secrets } from '../identity.ts'
import type { Phone } from '../phone.ts'
import { writeRecords } from '../records.ts'
import { readOwnBody } from '../stored-record.ts'
import { joinKeyrings } from '../wrap.ts'
import { readCouple } from './couple.ts'
import { readEarlierPartner } from './earlier-partner.ts'

/**
 * The keys of couples that are over. The server tells of the last couple alone, and after a deletion
 * of no key at all; so each of the two keeps those keys for themselves, as a sealed record of their own,
 * and whoever begins again with twelve words finds them there.
 */

/** Keeps the keys of every couple that is over, once; nothing to do is the rule. */
export async function keepEarlierKeys(phone: Phone): Promise<void> {
  const couple = await readCouple(phone.db)
  const { us } = phone.vault.keyring
  for (const id of new Set(us.map((each) => each.couple))) {
    if (id === couple?.id && !couple.closed) continue
    const keys = us
      .filter((each) => each.couple === id)
      .map(({ epoch, key }) => ({ epoch, key }))
      .slice(-MOST_EARLIER)
    const record = phone.vault.deriveId('earlier-keys', id)
    const held = await readOwnBody(phone, record)
    const before = held?.type === 'earlier-keys' ? held : null
    const other =
      id === couple?.id
        ? couple.partner
        : (before?.partner ?? (await readEarlierPartner(phone.db, id)))
    if (before && before.keys.length >= keys.length && before.partner === other) continue
    const partner = other === undefined ? {} : { partner: other }
    const next = (): EarlierKeys => ({ type: 'earlier-keys', couple: id, ...partner, keys })
    await writeRecords(phone, [{ id: record, audience: 'me', next }])
  }
}

/** Takes keys from such records that this phone lacks. Answers whether there were any. */
export async function takeEarlierKeys(phone: Phone): Promise<boolean> {
  const { db, me, identity, runtime } = phone
  let { keyring } = identity.secrets
  for (const { author, envelope } of await db.records
    .where('type')
    .equals('earlier-keys')
    .toArray()) {
    const opened = author === me ? phone.vault.open(envelope) : null
    if (!opened?.ok || opened.body.type !== 'earlier-keys') continue
    const { couple, keys } = opened.body
    const us = keys.map((each) => ({ couple, ...each }))
    keyring = structuredClone(joinKeyrings(keyring, { me: [], us })) as Secrets['keyring']
  }
  if (keyring.us.length === identity.secrets.keyring.us.length) return false
  const secrets = { ...identity.secrets, keyring }
  await db.state.put(await resealIdentity(identity, { secrets }, db, runtime))
  await phone.reopen()
  return true
}
