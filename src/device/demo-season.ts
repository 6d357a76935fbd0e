import { demoSeason } from '../journal/demo.ts'
import type { Body, Card } from '../journal/body.ts'
import type { Move } from '../journal/move.ts'
import { toText } from '../sync/bytes.ts'
import type { EnvelopeHead } from '../sync/envelope.ts'
import type { StoredRecord } from './database.ts'
import { demoWeekParts } from './demo-weeks.ts'
import { resealIdentity } from './identity.ts'
import { DEMO_DAY, demoDay } from './demo.ts'
import type { Phone } from './phone.ts'
import { storedRecord } from './stored-record.ts'
import { cardId } from './moments/card.ts'
import { cardOf } from './moments/share.ts'
import { openVault, type Vault } from './vault.ts'
import { offsetAt } from './moments/zones.ts'

/** Lays out the demo couple's season, as it looks from today. */
export async function layOutDemo(phone: Phone): Promise<void> {
  const { db, identity, runtime, me } = phone
  const { random } = runtime
  const couple = toText(random(16))
  const us = [{ couple, epoch: 1, key: toText(random(32)) }]
  const secrets = { ...identity.secrets, keyring: { me: identity.secrets.keyring.me, us } }
  const row = await resealIdentity(identity, { secrets }, db, runtime)
  const partner = toText(random(16))
  const mine = openVault(
    { person: me, device: identity.deviceId, keyring: secrets.keyring },
    random,
  )
  const theirs = openVault(
    {
      person: partner,
      device: toText(random(16)),
      keyring: { me: [{ epoch: 1, key: toText(random(32)) }], us },
    },
    random,
  )
  // Not in the order of their ids, as real couples have it: the same one is on the left at every visit.
  const members = [me, partner]
  const since = runtime.clock()
  const records = layOutSeason({ ...phone, vault: mine, me }, { mine, theirs, couple, partner })
  await db.transaction('rw', db.records, db.outbox, db.state, async () => {
    await db.records.clear()
    await db.outbox.clear()
    await db.records.bulkPut(records)
    await db.state.bulkPut([
      row,
      { name: 'couple', value: { id: couple, members, partner, closed: false, since } },
      { name: DEMO_DAY, value: demoDay(runtime) },
    ])
  })
  await phone.reopen()
}

interface Sides {
  readonly mine: Vault
  readonly theirs: Vault
  readonly couple: string
  readonly partner: string
}

function layOutSeason(phone: Phone, { mine, theirs, couple, partner }: Sides): StoredRecord[] {
  const { runtime, me } = phone
  const zone = runtime.zone()
  const season = demoSeason(runtime.clock(), (instant) => offsetAt(instant, zone))
  const numbers = new Map<Vault, number>()
  const count = (vault: Vault): number => {
    const next = (numbers.get(vault) ?? 0) + 1
    numbers.set(vault, next)
    return next
  }
  const put = (vault: Vault, id: string, body: Body, move: Move | null = null): StoredRecord => {
    const isOurs = body.type !== 'entry'
    const common = { v: 1 as const, id, author: vault.person, device: vault.device, epoch: 1 }
    const first = { ...common, rev: 1, base: null, deleted: false }
    const head: EnvelopeHead = isOurs
      ? { ...first, audience: 'us', couple }
      : { ...first, audience: 'me', couple: null }
    const envelope = vault.seal(head, body, move)
    if (!envelope) throw new Error('a demo moment is too long')
    return storedRecord(envelope, body, { me }, 1)
  }
  const shared = (vault: Vault): Pick<Card, 'write' | 'stands'> => ({
    write: count(vault),
    stands: [[vault.device, 1]],
  })
  const cards = new Map<string, string>()
  const records: StoredRecord[] = []
  for (const moment of season.moments) {
    const { id, move, words } = moment
    if (moment.author === 'partner') {
      records.push(put(theirs, id, { type: 'card', move, words, ...shared(theirs) }, move))
      cards.set(id, id)
      continue
    }
    const { sharing, shown } = moment
    records.push(put(mine, id, { type: 'entry', move, words, sharing }))
    if (shown !== 'opened' || sharing.with !== 'us') continue
    const card = cardId(phone, id, sharing.number)
    cards.set(id, card)
    const body = { type: 'card' as const, ...cardOf(moment, sharing.words), ...shared(mine) }
    records.push(put(mine, card, body, move))
  }
  for (const { id, name, entries } of season.ownLoops) {
    const drawn = entries.map((entry) => cards.get(entry) ?? entry)
    records.push(put(theirs, id, { type: 'own-loop', entries: drawn, name, ...shared(theirs) }))
  }
  for (const [n, part] of demoWeekParts(runtime, { me, partner }).entries()) {
    records.push(put(mine, mine.deriveId('demo-week', String(n)), part))
  }
  for (const [vault, name] of [
    [mine, season.me],
    [theirs, season.partner],
  ] as const) {
    const body = { type: 'profile' as const, name, zone, ...shared(vault) }
    records.push(put(vault, vault.deriveId('profile', couple), body))
  }
  return records
}
