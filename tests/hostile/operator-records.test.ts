import { expect, it, vi } from 'vitest'
import type { Body } from '../../src/journal/body.ts'
import { applyRows } from '../../src/device/sync/apply.ts'
import { countHoles } from '../../src/device/sync/holes.ts'
import type { Phone } from '../../src/device/phone.ts'
import { readMoments, readPlaces } from '../../src/device/moments/read.ts'
import { chooseSharing } from '../../src/device/moments/share.ts'
import { openVault } from '../../src/device/vault.ts'
import { addEntry } from '../../src/device/moments/add-entry.ts'
import { digestEnvelope, type Envelope } from '../../src/sync/envelope.ts'
import { random } from '../api/client.ts'
import {
  type Attack,
  attacks,
  believes,
  byStranger,
  captureCouple,
  deviceLink,
  digestOfLast,
  theCouple,
} from './attacks.ts'
import { type Captured, copyOf } from './captured.ts'

/** What the server carries: records changed on their way, forged, kept back, or delivered again. */

vi.mock('../../src/sync/envelope.ts', async (load) => {
  const { envelope } = await import('./defences.ts')
  return envelope(await load())
})
vi.mock('@noble/hashes/hmac.js', async (load) => {
  const { mac } = await import('./defences.ts')
  return mac(await load())
})
vi.mock('../../src/sync/revision.ts', async (load) => {
  const { revision } = await import('./defences.ts')
  return revision(await load())
})
vi.mock('../../src/device/couple/couple.ts', async (load) => {
  const { couple } = await import('./defences.ts')
  return couple(await load())
})
vi.mock('../../src/journal/shared-write.ts', async (load) => {
  const { sharedWrite } = await import('./defences.ts')
  return sharedWrite(await load())
})
vi.mock('../../src/device/couple/distrust.ts', async (load) => {
  const { distrust } = await import('./defences.ts')
  return distrust(await load())
})

captureCouple()

/** Puts a row into the victim's feed. */
const feeds = (victim: Phone, record: Envelope): Promise<boolean> =>
  applyRows(victim, [{ seq: 9999, record }], (cursor) => cursor)

const isShown = async (
  victim: Phone,
  { author, id }: Envelope,
  digest: string,
): Promise<boolean> => {
  const held = await victim.db.records.get(`${author}/${id}`)
  return held?.digest === digest && held.type !== 'unreadable' && held.type !== 'unopened'
}

/** The partner seals two cards; the server changes one on its way. */
const rewritten =
  (change: (one: Envelope, other: Envelope) => Envelope): Attack =>
  async (c, victim) => {
    const { vault } = c.two.second.phone
    const card = (n: number): Body => ({
      type: 'card',
      move: { kind: 'withdraw', at: '2026-03-02T20:00:00+00:00' },
      words: { note: `card ${n}` },
      write: n,
      stands: [],
    })
    const seal = (n: number): Envelope => {
      const { move: _move, sealed: _sealed, tag: _tag, ...head } = c.theirs.now
      const sealed = vault.seal({ ...head, id: random(16), rev: 1, base: null }, card(n), null)
      if (!sealed) throw new Error('too long')
      return sealed
    }
    return victim.vault.open(change(seal(50), seal(51))).ok
  }

attacks('a sealed record, changed on its way', [
  ['under another id', 'additionalData', rewritten((one) => ({ ...one, id: random(16) }))],
  ['as another revision', 'additionalData', rewritten((one) => ({ ...one, rev: 7 }))],
  ['as of an earlier version', 'additionalData', rewritten((one) => ({ ...one, v: 0 as 1 }))],
  [
    'as an edit of something else',
    'additionalData',
    rewritten((one) => ({ ...one, base: random(16) })),
  ],
  [
    'as from another device',
    'additionalData',
    rewritten((one) => ({ ...one, device: random(16) })),
  ],
  [
    'with the ciphertext of another',
    'additionalData',
    rewritten((one, other) => ({ ...one, sealed: other.sealed })),
  ],
])

const movedOn =
  (change: Partial<NonNullable<Envelope['move']>>): Attack =>
  async (c, victim) => {
    const { move } = c.theirs.now
    if (!move) throw new Error('no readable move')
    return victim.vault.open({ ...c.theirs.now, move: { ...move, ...change } }).ok
  }

attacks('who did what, as the server would have it', [
  ['another kind', 'isSameMove', movedOn({ kind: 'withdraw' })],
  ['another time', 'isSameMove', movedOn({ at: '2026-03-02T03:00:00+00:00' })],
  ['another strength', 'isSameMove', movedOn({ intensity: 5 })],
  ['another situation', 'isSameMove', movedOn({ triggers: ['in-laws'] })],
])

/** A partner who runs the server writes in the victim's name, under the couple's key. */
const inMyName =
  (head: (c: Captured) => Partial<Envelope>, body: Body): Attack =>
  async (c, victim) => {
    const partner = c.two.second.phone
    const us = partner.vault.keyring.us
    const forger = openVault(
      {
        person: victim.me,
        device: victim.identity.deviceId,
        keyring: { me: [{ epoch: 1, key: random(32) }], us },
      },
      victim.runtime.random,
    )
    const { move: _move, sealed: _sealed, tag: _tag, ...mine } = c.mine.now
    const forged = forger.seal({ ...mine, ...head(c) }, body, null)
    if (!forged) throw new Error('too long')
    await feeds(victim, forged)
    const held = await victim.db.records.get(`${forged.author}/${forged.id}`)
    return held?.envelope.sealed === forged.sealed && held.type !== 'unreadable'
  }
const forgedCard: Body = {
  type: 'card',
  move: { kind: 'withdraw', at: '2026-03-02T20:00:00+00:00' },
  words: { note: 'never written' },
  write: 77,
  stands: [],
}

attacks('an own record, forged by a partner who runs the server', [
  ['a new card', 'hmac', inMyName(() => ({ id: random(16), rev: 1, base: null }), forgedCard)],
  ['an edit of a card', 'hmac', inMyName((c) => ({ rev: c.mine.now.rev + 1 }), forgedCard)],
  [
    'the delete of a card',
    'hmac',
    inMyName((c) => ({ rev: c.mine.now.rev + 1, deleted: true }), {
      type: 'gone',
      write: 78,
      stands: [],
    }),
  ],
  [
    'a yes to having back what was shared before',
    'hmac',
    inMyName(() => ({ id: random(16), rev: 1, base: null }), {
      type: 'restore',
      of: [random(16)],
      write: 80,
      stands: [],
    }),
  ],
  [
    'a profile with another name',
    'hmac',
    inMyName(() => ({ id: random(16), rev: 1, base: null }), {
      type: 'profile',
      name: 'Somebody',
      zone: 'Europe/Berlin',
      write: 79,
      stands: [],
    }),
  ],
])

attacks('a record of an earlier day, again', [
  [
    'the partner’s card as it was before they changed it',
    'supersedes',
    async (c, v) => {
      await feeds(v, c.theirs.first)
      return isShown(v, c.theirs.first, digestEnvelope(c.theirs.first))
    },
  ],
  [
    'the victim’s own card as it was before',
    'supersedes',
    async (c, v) => {
      await feeds(v, c.mine.first)
      return isShown(v, c.mine.first, digestEnvelope(c.mine.first))
    },
  ],
  [
    'a card that its author has taken back',
    'supersedes',
    async (c, v) => {
      const { vault } = c.two.second.phone
      const { move: _move, sealed: _sealed, tag: _tag, ...head } = c.theirs.now
      const gone = vault.seal(
        { ...head, rev: head.rev + 1, deleted: true },
        { type: 'gone', write: 60, stands: [] },
        null,
      )
      if (!gone) throw new Error('too long')
      await feeds(v, gone)
      await feeds(v, c.theirs.now)
      return isShown(v, c.theirs.now, digestEnvelope(c.theirs.now))
    },
  ],
])

attacks('a row that belongs in no feed of this person', [
  [
    'a card of a third person, under the couple’s own key',
    'isOurs',
    async (c, v) => {
      const keyring = {
        me: [{ epoch: 1, key: random(32) }],
        us: c.two.second.phone.vault.keyring.us,
      }
      const vault = openVault({ person: random(16), device: random(16), keyring }, v.runtime.random)
      const { move: _move, sealed: _sealed, tag: _tag, ...head } = c.theirs.now
      const record = vault.seal(
        { ...head, author: vault.person, device: vault.device },
        forgedCard,
        null,
      )
      if (!record) throw new Error('too long')
      await feeds(v, record)
      return isShown(v, record, digestEnvelope(record))
    },
  ],
  [
    'a private record of the partner',
    'isOurs',
    async (c, v) => {
      const records = await c.two.second.phone.db.records.where('audience').equals('me').toArray()
      const record = records[0]?.envelope
      if (!record) throw new Error('nothing private')
      await feeds(v, record)
      return (await v.db.records.get(`${record.author}/${record.id}`)) !== undefined
    },
  ],
])

/** The partner changes or takes back their card, then opens something new; the server tells but of that. */
const hidden =
  (choice: Parameters<typeof chooseSharing>[2]): Attack =>
  async (c, victim) => {
    const partner = await copyOf(c.two.second.phone)
    const place = (await readPlaces(partner)).find(({ key }) => key.startsWith(partner.me))
    const [before] = place ? await readMoments(partner, [place.key]) : []
    const added = await addEntry(partner, { kind: 'repair' })
    if (!before || !('id' in before) || !before.mine || !added.ok)
      throw new Error('nothing to hide')
    await chooseSharing(partner, before.id, choice)
    await chooseSharing(partner, added.id, { with: 'us', opens: 'now', words: [] })
    const sent = (await partner.db.outbox.toArray()).map(({ envelope }) => envelope)
    const shared = sent.filter(({ audience }) => audience === 'us')
    const told = shared.filter(({ rev }) => rev === 1)
    expect([shared.length, told.length]).toEqual([2, 1])
    for (const record of told) await feeds(victim, record)
    partner.close()
    return (await countHoles(victim)) === 0
  }

attacks('what is kept back, or goes on after a warning', [
  ['a delete, from one of the two alone', 'readSharedWrite', hidden({ with: 'me', loops: true })],
  [
    'an edit, from one of the two alone',
    'readSharedWrite',
    hidden({ with: 'us', opens: 'now', words: [] }),
  ],
  [
    'a shared record in the middle is never delivered',
    'readSharedWrite',
    async (c, v) => {
      await v.db.records.delete(`${c.theirs.now.author}/${c.theirs.now.id}`)
      const { vault } = c.two.second.phone
      const { move: _move, sealed: _sealed, tag: _tag, ...head } = c.theirs.now
      const later = vault.seal(
        { ...head, id: random(16), rev: 1, base: null },
        { ...forgedCard, write: 90, stands: [[vault.device, 1]] },
        null,
      )
      if (!later) throw new Error('too long')
      await feeds(v, later)
      return (await countHoles(v)) === 0
    },
  ],
  [
    'sharing after a key has changed',
    'readDistrust',
    async (c, v) => {
      const forged = await deviceLink(digestOfLast(c.told.partner), 'root', byStranger)
      if (await believes(v, { ...c.told, partner: [...(c.told.partner ?? []), forged] }))
        return true
      const kept = await addEntry(v, { kind: 'pursue' })
      if (!kept.ok) throw new Error(kept.reason)
      const open = { with: 'us', opens: 'now', words: [] } as const
      return (await chooseSharing(v, kept.id, open)).ok
    },
  ],
])

it('what was true before the attacks is still true', async () => {
  const victim = await copyOf(theCouple().two.first.phone)
  expect(await believes(victim, theCouple().told)).toBe(true)
  const places = await readPlaces(victim)
  const moments = await readMoments(
    victim,
    places.map((each) => each.key),
  )
  expect(moments.filter((each) => 'unreadable' in each)).toEqual([])
  victim.close()
})
