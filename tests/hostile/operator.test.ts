import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Body } from '../../src/journal/body.ts'
import { applyRows } from '../../src/device/sync/apply.ts'
import { HAND_OVER_AFTER, keepDevices } from '../../src/device/person/devices.ts'
import { countHoles } from '../../src/device/sync/holes.ts'
import {
  mailboxKeys,
  leaveMessage,
  openMessage,
  sealMessage,
  secretOf,
} from '../../src/device/couple/mailbox.ts'
import { believe } from '../../src/device/couple/membership.ts'
import {
  confirmSame,
  invite,
  join,
  readPairing,
  stepPairing,
} from '../../src/device/couple/pairing.ts'
import type { Phone } from '../../src/device/phone.ts'
import { signAsDevice } from '../../src/device/identity.ts'
import { readMoments, readPlaces } from '../../src/device/moments/read.ts'
import { chooseSharing } from '../../src/device/moments/share.ts'
import { openVault } from '../../src/device/vault.ts'
import { wrapCoupleKeys, wrapPersonKeys } from '../../src/device/wrap.ts'
import { addEntry } from '../../src/device/moments/write.ts'
import type { Membership } from '../../src/sync/api.ts'
import { digestEnvelope, type Envelope } from '../../src/sync/envelope.ts'
import {
  type CoupleLink,
  coupleId,
  deviceId,
  digestKeys,
  digestLink,
  type Genesis,
  type PersonLink,
  type SignedBy,
  signedBytes,
} from '../../src/sync/membership.ts'
import { deviceOf, newDevice, newPerson, random, type Device, signWith } from '../api/client.ts'
import { people } from '../people.ts'
import {
  announce,
  meet,
  openTestPhone,
  openTwo,
  type TestPhone,
  type Two,
} from '../unit/device/phones.ts'
import { capture, type Captured, copyOf } from './captured.ts'

/**
 * The server's operator, with everything they were ever handed, and in some rows with the partner's keys
 * as well: a partner who runs the server. Each attack is refused or shown; with its defence switched off
 * (`mutants.ts`) the same attack succeeds, or its row would show nothing.
 */

type Defence =
  | 'verifyPerson'
  | 'verifyCouple'
  | 'goesOnFrom'
  | 'digestKeys'
  | 'additionalData'
  | 'hmac'
  | 'isSameMove'
  | 'supersedes'
  | 'isOurs'
  | 'commitment'
  | 'compare'
  | 'isAsCompared'
  | 'canonical'
  | 'readSharedWrite'
  | 'readDistrust'
  | 'earliestNow'

const mutant = vi.hoisted(() => ({
  off: new Set<string>(),
  lies: new Map<string, string>(),
}))
vi.mock('../../src/sync/membership.ts', async (load) => {
  const real = await load<typeof import('../../src/sync/membership.ts')>()
  const { trustPerson, trustCouple } = await import('./mutants.ts')
  return {
    ...real,
    verifyPerson: (...a: Parameters<typeof real.verifyPerson>) =>
      mutant.off.has('verifyPerson') ? Promise.resolve(trustPerson(a[0])) : real.verifyPerson(...a),
    verifyCouple: (...a: Parameters<typeof real.verifyCouple>) =>
      mutant.off.has('verifyCouple') ? Promise.resolve(trustCouple(a[0])) : real.verifyCouple(...a),
    digestKeys: (file: string) =>
      (mutant.off.has('digestKeys') ? mutant.lies.get(file) : undefined) ?? real.digestKeys(file),
  }
})
vi.mock('../../src/device/couple/standing.ts', async (load) => {
  const real = await load<typeof import('../../src/device/couple/standing.ts')>()
  return {
    ...real,
    goesOnFrom: (...a: Parameters<typeof real.goesOnFrom>) =>
      mutant.off.has('goesOnFrom') ? 'goes-on' : real.goesOnFrom(...a),
  }
})
vi.mock('../../src/sync/envelope.ts', async (load) => {
  const real = await load<typeof import('../../src/sync/envelope.ts')>()
  return {
    ...real,
    additionalData: (...a: Parameters<typeof real.additionalData>) =>
      mutant.off.has('additionalData') ? new Uint8Array(8) : real.additionalData(...a),
    isSameMove: (...a: Parameters<typeof real.isSameMove>) =>
      mutant.off.has('isSameMove') || real.isSameMove(...a),
  }
})
vi.mock('@noble/hashes/hmac.js', async (load) => {
  const real = await load<typeof import('@noble/hashes/hmac.js')>()
  const hmac = (...a: Parameters<typeof real.hmac>) =>
    mutant.off.has('hmac') ? new Uint8Array(32) : real.hmac(...a)
  return { ...real, hmac: Object.assign(hmac, real.hmac) }
})
vi.mock('../../src/sync/revision.ts', async (load) => {
  const real = await load<typeof import('../../src/sync/revision.ts')>()
  return {
    ...real,
    supersedes: (...a: Parameters<typeof real.supersedes>) =>
      mutant.off.has('supersedes') || real.supersedes(...a),
  }
})
vi.mock('../../src/device/couple/couple.ts', async (load) => {
  const real = await load<typeof import('../../src/device/couple/couple.ts')>()
  return {
    ...real,
    isOurs: (...a: Parameters<typeof real.isOurs>) => mutant.off.has('isOurs') || real.isOurs(...a),
  }
})
vi.mock('../../src/device/couple/pairing-messages.ts', async (load) => {
  const real = await load<typeof import('../../src/device/couple/pairing-messages.ts')>()
  return {
    ...real,
    commitment: (...a: Parameters<typeof real.commitment>) =>
      mutant.off.has('commitment') ? 'A'.repeat(22) : real.commitment(...a),
  }
})
vi.mock('../../src/device/couple/comparison.ts', async (load) => {
  const real = await load<typeof import('../../src/device/couple/comparison.ts')>()
  return {
    ...real,
    compare: (parts: readonly unknown[]) => real.compare(mutant.off.has('compare') ? [] : parts),
  }
})
vi.mock('../../src/device/couple/as-compared.ts', async (load) => {
  const real = await load<typeof import('../../src/device/couple/as-compared.ts')>()
  return {
    isAsCompared: (...a: Parameters<typeof real.isAsCompared>) =>
      mutant.off.has('isAsCompared') ? Promise.resolve(true) : real.isAsCompared(...a),
  }
})
vi.mock('../../src/sync/bytes.ts', async (load) => {
  const real = await load<typeof import('../../src/sync/bytes.ts')>()
  return {
    ...real,
    canonical: (parts: readonly unknown[]) =>
      real.canonical(mutant.off.has('canonical') ? [] : parts),
  }
})
vi.mock('../../src/journal/shared-write.ts', async (load) => {
  const real = await load<typeof import('../../src/journal/shared-write.ts')>()
  return {
    ...real,
    readSharedWrite: (...a: Parameters<typeof real.readSharedWrite>) =>
      mutant.off.has('readSharedWrite') ? null : real.readSharedWrite(...a),
  }
})
vi.mock('../../src/device/couple/distrust.ts', async (load) => {
  const real = await load<typeof import('../../src/device/couple/distrust.ts')>()
  return {
    ...real,
    readDistrust: (...a: Parameters<typeof real.readDistrust>) =>
      mutant.off.has('readDistrust') ? Promise.resolve(null) : real.readDistrust(...a),
  }
})
vi.mock('../../src/device/person/sure-time.ts', async (load) => {
  const real = await load<typeof import('../../src/device/person/sure-time.ts')>()
  return {
    ...real,
    earliestNow: (phone: Phone) =>
      mutant.off.has('earliestNow') ? real.latestNow(phone) : real.earliestNow(phone),
  }
})

/** Answers whether the attacker got what they wanted, unseen. */
type Attack = (captured: Captured, victim: Phone) => Promise<boolean>

let captured: Captured
beforeAll(async () => {
  captured = await capture()
})
afterAll(() => captured.close())

async function isWon(attack: Attack, off?: Defence): Promise<boolean> {
  mutant.off.clear()
  mutant.lies.clear()
  const victim = await copyOf(captured.two.first.phone)
  if (off) mutant.off.add(off)
  try {
    return await attack(captured, victim)
  } finally {
    mutant.off.clear()
    victim.close()
  }
}

function attacks(title: string, rows: readonly (readonly [string, Defence, Attack])[]): void {
  describe(title, () => {
    it.each(rows)('%s', async (_, defence, attack) => {
      expect(await isWon(attack)).toBe(false)
      expect(await isWon(attack, defence)).toBe(true)
    })
  })
}

// ── what the server tells of who belongs to whom ──

const stranger = newDevice()
const last = <T>(list: readonly T[] | null): T => {
  const end = list?.at(-1)
  if (end === undefined) throw new Error('an empty chain')
  return end
}
const digestOfLast = (chain: readonly (PersonLink | CoupleLink)[] | null) => digestLink(last(chain))

type Signer = (bytes: Uint8Array) => Promise<string>
const byStranger: Signer = (bytes) => Promise.resolve(signWith(stranger, bytes))
const byPhone =
  ({ identity, runtime }: Phone): Signer =>
  (bytes) =>
    signAsDevice(identity, bytes, runtime.subtle)

/** A link that certifies a device of the attacker's. */
async function deviceLink(
  prev: string,
  by: string,
  sign: Signer,
  device: Device = newDevice(),
): Promise<PersonLink> {
  const { keys } = device
  const link = { type: 'device', v: 1, prev, device: keys, keys: random(16), by } as const
  return { ...link, sig: await sign(signedBytes(link)) }
}

const believes = async (victim: Phone, told: Membership): Promise<boolean> =>
  (await believe(victim, told)).ok

/** Tells the victim of a further link in their own chain. */
const ownLink =
  (make: (c: Captured, victim: Phone) => Promise<PersonLink>): Attack =>
  async (c, victim) =>
    believes(victim, { ...c.told, person: [...c.told.person, await make(c, victim)] })

const partnerLink =
  (make: (c: Captured) => Promise<PersonLink>): Attack =>
  async (c, victim) =>
    believes(victim, { ...c.told, partner: [...(c.told.partner ?? []), await make(c)] })

/** A further epoch of the couple, under a key that the attacker knows. */
async function epochAttack(
  c: Captured,
  victim: Phone,
  change: {
    readonly over?: Partial<Extract<CoupleLink, { type: 'epoch' }>>
    readonly by?: { person: string; device: string }
    readonly sign: Signer
    readonly before?: readonly CoupleLink[]
  },
): Promise<boolean> {
  const chain = [...(c.told.couple ?? []), ...(change.before ?? [])]
  const known = last(c.told.couple)
  if (known.type === 'leave') throw new Error('left')
  const epoch = change.over?.epoch ?? known.epoch + 1
  const file = await wrapCoupleKeys([{ epoch, key: random(32) }], [victim.identity.device.box])
  const link = {
    type: 'epoch' as const,
    v: 1 as const,
    couple: coupleOf(c),
    prev: digestOfLast(chain),
    epoch,
    heads: known.heads,
    keys: digestKeys(file),
    ...change.over,
  }
  const partner = c.two.second.phone
  const by = change.by ?? { person: partner.me, device: partner.identity.deviceId }
  const signed: [SignedBy] = [{ ...by, sig: await change.sign(signedBytes(link)) }]
  const told = { ...c.told, couple: [...chain, { ...link, signed }] }
  const belief = await believe(victim, { ...told, keys: { ...c.told.keys, [link.keys]: file } })
  // A key that the victim did not hold before came with the attacker's file.
  const held = new Set(c.two.first.phone.vault.keyring.us.map((each) => each.key))
  return belief.ok && victim.vault.keyring.us.some((each) => !held.has(each.key))
}

const coupleOf = ({ told }: Captured): string => {
  const [genesis] = told.couple ?? []
  if (genesis?.type !== 'genesis') throw new Error('no couple')
  return coupleId(genesis)
}
const genesisOf = ({ told }: Captured): Genesis => {
  const [genesis] = told.couple ?? []
  if (genesis?.type !== 'genesis') throw new Error('no couple')
  return genesis
}

attacks('a device among the victim’s own', [
  [
    'certified by a signature that is none',
    'verifyPerson',
    ownLink(async (c, victim) =>
      deviceLink(digestOfLast(c.told.person), victim.identity.deviceId, byStranger),
    ),
  ],
  [
    'certified by a device that nobody certified',
    'verifyPerson',
    ownLink((c) => deviceLink(digestOfLast(c.told.person), stranger.id, byStranger)),
  ],
  [
    'certified by the partner’s device',
    'verifyPerson',
    ownLink((c) => {
      const { phone } = c.two.second
      return deviceLink(digestOfLast(c.told.person), phone.identity.deviceId, byPhone(phone))
    }),
  ],
  [
    'certified in the name of the root',
    'verifyPerson',
    ownLink((c) => deviceLink(digestOfLast(c.told.person), 'root', byStranger)),
  ],
  [
    'certified after a link that is not the last',
    'verifyPerson',
    ownLink((c) => {
      const [first] = c.told.person
      const phone = c.tablet.phone
      return deviceLink(digestLink(first!), phone.identity.deviceId, byPhone(phone))
    }),
  ],
])

attacks('a device among the partner’s, for whom keys would be wrapped', [
  [
    'certified by a signature that is none',
    'verifyPerson',
    partnerLink((c) =>
      deviceLink(digestOfLast(c.told.partner), c.two.second.phone.identity.deviceId, byStranger),
    ),
  ],
  [
    'certified by the server’s own key',
    'verifyPerson',
    partnerLink((c) => deviceLink(digestOfLast(c.told.partner), stranger.id, byStranger)),
  ],
  [
    'certified in the name of the root',
    'verifyPerson',
    partnerLink((c) => deviceLink(digestOfLast(c.told.partner), 'root', byStranger)),
  ],
])

attacks('an epoch of the couple, under a key the server knows', [
  [
    'signed by nobody',
    'verifyCouple',
    (c, v) => epochAttack(c, v, { sign: async () => 'A'.repeat(86) }),
  ],
  ['signed by the server', 'verifyCouple', (c, v) => epochAttack(c, v, { sign: byStranger })],
  [
    'signed by a third person',
    'verifyCouple',
    (c, v) =>
      epochAttack(c, v, { sign: byStranger, by: { person: random(16), device: stranger.id } }),
  ],
  [
    'that jumps ahead',
    'verifyCouple',
    (c, v) => epochAttack(c, v, { sign: byPhone(c.two.second.phone), over: { epoch: 9 } }),
  ],
  [
    'for another couple',
    'verifyCouple',
    (c, v) =>
      epochAttack(c, v, { sign: byPhone(c.two.second.phone), over: { couple: random(16) } }),
  ],
  [
    'hung on an earlier link',
    'verifyCouple',
    (c, v) =>
      epochAttack(c, v, {
        sign: byPhone(c.two.second.phone),
        over: { prev: digestLink(genesisOf(c)) },
      }),
  ],
  [
    'whose heads go back to before a device came',
    'verifyCouple',
    (c, v) =>
      epochAttack(c, v, {
        sign: byPhone(c.two.second.phone),
        over: { heads: genesisOf(c).heads },
      }),
  ],
  [
    'whose heads are in no chain',
    'verifyCouple',
    (c, v) =>
      epochAttack(c, v, {
        sign: byPhone(c.two.second.phone),
        over: { heads: [random(16), random(16)] },
      }),
  ],
  [
    'after somebody has left',
    'verifyCouple',
    async (c, v) => {
      const { phone } = c.two.second
      const leave = {
        type: 'leave',
        v: 1,
        couple: coupleOf(c),
        prev: digestOfLast(c.told.couple),
      } as const
      const sig = await byPhone(phone)(signedBytes(leave))
      const by = { person: phone.me, device: phone.identity.deviceId, sig }
      const before: CoupleLink[] = [{ ...leave, signed: [by] }]
      return epochAttack(c, v, { sign: byPhone(phone), before })
    },
  ],
])

/** Whether the victim takes a couple for closed that nobody has left. */
async function closes(c: Captured, victim: Phone, by: Omit<SignedBy, 'sig'>, sign: Signer) {
  const prev = digestOfLast(c.told.couple)
  const leave = { type: 'leave', v: 1, couple: coupleOf(c), prev } as const
  const signed: [SignedBy] = [{ ...by, sig: await sign(signedBytes(leave)) }]
  const couple = [...(c.told.couple ?? []), { ...leave, signed }]
  const belief = await believe(victim, { ...c.told, couple })
  return belief.ok && belief.couple?.closed === true
}

/** A couple of the victim and somebody else, in place of theirs. */
async function otherCouple(c: Captured, victim: Phone, signs: 'server' | 'one of two') {
  const third = newPerson()
  const file = await wrapCoupleKeys([{ epoch: 1, key: random(32) }], [victim.identity.device.box])
  const device = deviceOf(third)
  const ids = [victim.me, third.id].toSorted((a, b) => (a < b ? -1 : 1)) as [string, string]
  const heads = ids.map((id) =>
    id === victim.me ? digestOfLast(c.told.person) : digestOfLast(third.chain),
  )
  const unsigned = {
    type: 'genesis' as const,
    v: 1 as const,
    members: ids,
    nonce: random(16),
    epoch: 1 as const,
    heads: heads as [string, string],
    keys: digestKeys(file),
  }
  const sig = signWith(device, signedBytes(unsigned))
  const by = (id: string): SignedBy => ({
    person: signs === 'one of two' ? third.id : id,
    device: id === third.id || signs === 'one of two' ? device.id : victim.identity.deviceId,
    sig,
  })
  const genesis: Genesis = { ...unsigned, signed: [by(ids[0]), by(ids[1])] }
  const keys = { ...c.told.keys, [unsigned.keys]: file }
  return believes(victim, { ...c.told, couple: [genesis], partner: [...third.chain], keys })
}

attacks('the couple itself', [
  [
    'with a third person, in the victim’s forged name',
    'verifyCouple',
    (c, v) => otherCouple(c, v, 'server'),
  ],
  [
    'with a third person, who signs twice',
    'verifyCouple',
    (c, v) => otherCouple(c, v, 'one of two'),
  ],
  [
    'left in the partner’s forged name',
    'verifyCouple',
    (c, v) => {
      const { phone } = c.two.second
      return closes(c, v, { person: phone.me, device: phone.identity.deviceId }, byStranger)
    },
  ],
  [
    'left by a third person',
    'verifyCouple',
    (c, v) => closes(c, v, { person: random(16), device: stranger.id }, byStranger),
  ],
])

/** Tells first one state and then another: whether the second one is believed. */
async function tells(
  victim: Phone,
  first: Membership | null,
  second: Membership,
): Promise<boolean> {
  if (first && !(await believes(victim, first))) throw new Error('the first was not believed')
  return believes(victim, second)
}

attacks('what was told before, told otherwise', [
  [
    'both chains rolled back, so that a device was never there',
    'goesOnFrom',
    (c, v) =>
      tells(v, null, {
        ...c.told,
        person: c.told.person.slice(0, 1),
        couple: c.told.couple?.slice(0, 1) ?? null,
      }),
  ],
  [
    'the couple rolled back to its first epoch',
    'goesOnFrom',
    (c, v) => tells(v, null, { ...c.told, couple: c.told.couple?.slice(0, 1) ?? null }),
  ],
  [
    'the partner’s chain rolled back',
    'goesOnFrom',
    async (c, v) => {
      const { phone } = c.two.second
      const link = await deviceLink(
        digestOfLast(c.told.partner),
        phone.identity.deviceId,
        byPhone(phone),
      )
      return tells(v, { ...c.told, partner: [...(c.told.partner ?? []), link] }, c.told)
    },
  ],
  [
    'the partner’s chain forked, by a partner who runs the server',
    'goesOnFrom',
    async (c, v) => {
      const { phone } = c.two.second
      const fork = async () => {
        const link = await deviceLink(
          digestOfLast(c.told.partner),
          phone.identity.deviceId,
          byPhone(phone),
        )
        return { ...c.told, partner: [...(c.told.partner ?? []), link] }
      }
      return tells(v, await fork(), await fork())
    },
  ],
  [
    'the victim’s own chain forked, with a stolen device that is theirs',
    'goesOnFrom',
    async (c, v) => {
      const { phone } = c.tablet
      const fork = async () => {
        const link = await deviceLink(
          digestOfLast(c.told.person),
          phone.identity.deviceId,
          byPhone(phone),
        )
        return { ...c.told, person: [...c.told.person, link] }
      }
      return tells(v, await fork(), await fork())
    },
  ],
])

attacks('a key file swapped for the server’s own', [
  [
    'at a new epoch of the couple',
    'digestKeys',
    async (c, victim) => {
      const { phone } = c.two.second
      const known = last(c.told.couple)
      if (known.type === 'leave') throw new Error('left')
      const box = [victim.identity.device.box]
      const epoch = known.epoch + 1
      const [named, swapped] = [
        await wrapCoupleKeys([{ epoch, key: random(32) }], box),
        await wrapCoupleKeys([{ epoch, key: random(32) }], box),
      ]
      const link = {
        type: 'epoch' as const,
        v: 1 as const,
        couple: coupleOf(c),
        prev: digestOfLast(c.told.couple),
        epoch,
        heads: known.heads,
        keys: digestKeys(named),
      }
      mutant.lies.set(swapped, link.keys)
      const sig = await byPhone(phone)(signedBytes(link))
      const by = { person: phone.me, device: phone.identity.deviceId, sig }
      const couple: CoupleLink[] = [...(c.told.couple ?? []), { ...link, signed: [by] }]
      return believes(victim, { ...c.told, couple, keys: { ...c.told.keys, [link.keys]: swapped } })
    },
  ],
  [
    'at a new personal epoch',
    'digestKeys',
    async (c, victim) => {
      const { phone } = c.tablet
      const me = [...victim.vault.keyring.me, { epoch: 2, key: random(32) }]
      const us = victim.vault.keyring.us
      const box = [victim.identity.device.box]
      const [named, swapped] = [
        await wrapPersonKeys({ me, us }, box),
        await wrapPersonKeys({ me, us }, box),
      ]
      const extra = await deviceLink(
        digestOfLast(c.told.person),
        phone.identity.deviceId,
        byPhone(phone),
      )
      if (extra.type !== 'device') throw new Error('no device')
      const device = deviceId(extra.device)
      const link = {
        type: 'revoke' as const,
        v: 1 as const,
        prev: digestLink(extra),
        device,
        epoch: 2,
        keys: digestKeys(named),
        by: phone.identity.deviceId,
      }
      mutant.lies.set(swapped, link.keys)
      const sig = await byPhone(phone)(signedBytes(link))
      const person = [...c.told.person, extra, { ...link, sig }]
      return believes(victim, { ...c.told, person, keys: { ...c.told.keys, [link.keys]: swapped } })
    },
  ],
])

// ── what the server carries ──

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

attacks('what is kept back, or goes on after a warning', [
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

// ── while two phones pair, or a phone is added ──

/** Runs a story of its own, with phones of its own. */
const story =
  (tell: (two: Two) => Promise<boolean>): Attack =>
  async () => {
    const two = await openTwo()
    try {
      return await tell(two)
    } finally {
      await two.close()
    }
  }

async function invited({ first }: Two): Promise<string> {
  await invite(first.phone, people.first.name, 'link')
  const shown = await readPairing(first.phone)
  if (shown.step !== 'invited') throw new Error('no link')
  return shown.link
}

/** The inviter is the attacker: what lies in the slot of the genesis is theirs to choose. */
const forgedGenesis = (
  change: (
    genesis: Omit<Genesis, 'signed'>,
    file: string,
    victim: Phone,
  ) => Promise<{ genesis: Omit<Genesis, 'signed'>; file: string }>,
): Attack =>
  story(async (two) => {
    const link = await invited(two)
    await join(two.second.phone, link, people.second.name)
    await meet(two)
    const keys = mailboxKeys(secretOf(link) ?? '')
    const attacker = two.first.phone
    const victim = two.second.phone
    const box = [victim.identity.device.box]
    const made = await wrapCoupleKeys([{ epoch: 1, key: random(32) }], box)
    const heads = await Promise.all(
      [attacker, victim].map(async (phone) => [phone.me, await headOfPhone(phone)] as const),
    )
    const sorted = heads.toSorted(([a], [b]) => (a < b ? -1 : 1))
    const honest = {
      type: 'genesis' as const,
      v: 1 as const,
      members: sorted.map(([id]) => id) as [string, string],
      nonce: random(16),
      epoch: 1 as const,
      heads: sorted.map(([, head]) => head) as [string, string],
      keys: digestKeys(made),
    }
    const { genesis, file } = await change(honest, made, victim)
    const by = {
      person: attacker.me,
      device: attacker.identity.deviceId,
      sig: await byPhone(attacker)(signedBytes(genesis)),
    }
    const sealed = sealMessage(attacker, keys, 4, { type: 'genesis', genesis, by, keys: file })
    await leaveMessage(attacker, keys, 4, sealed)
    let signed = false
    two.second.meddle = (request, answer) => {
      signed ||= request.url.endsWith('/membership/couple')
      return answer
    }
    await confirmSame(victim)
    await stepPairing(victim)
    return signed
  })

async function headOfPhone(phone: Phone): Promise<string> {
  const { ownChain } = await import('../../src/device/couple/membership.ts')
  return digestOfLast((await ownChain(phone)).chain)
}

attacks('while two phones pair', [
  [
    'a server that knows the link stands in between, with keys of its own',
    'compare',
    story(async (two) => {
      const link = await invited(two)
      const [thief, between] = [
        await openTestPhone(two.world, people.second.zone),
        await openTestPhone(two.world, people.first.zone),
      ]
      await join(thief.phone, link, people.second.name)
      const other = await invited({ ...two, first: between })
      await join(two.second.phone, other, people.second.name)
      await meet({ ...two, second: thief })
      await meet({ ...two, first: between })
      const signs = async ({ phone }: TestPhone) => {
        const at = await readPairing(phone)
        return at.step === 'comparing' ? at.comparison.signs.join() : at.step
      }
      const same = (await signs(two.first)) === (await signs(two.second))
      thief.phone.close()
      between.phone.close()
      return same
    }),
  ],
  [
    'an inviter reveals another nonce than they committed to',
    'commitment',
    story(async (two) => {
      const link = await invited(two)
      await join(two.second.phone, link, people.second.name)
      const keys = mailboxKeys(secretOf(link) ?? '')
      const { ownChain } = await import('../../src/device/couple/membership.ts')
      const { chain } = await ownChain(two.first.phone)
      const reveal = { type: 'reveal', nonce: random(16), chain }
      await leaveMessage(two.first.phone, keys, 2, sealMessage(two.first.phone, keys, 2, reveal))
      return (await stepPairing(two.second.phone)).step === 'comparing'
    }),
  ],
  [
    'an inviter reveals another chain than they committed to',
    'commitment',
    story(async (two) => {
      const link = await invited(two)
      await join(two.second.phone, link, people.second.name)
      const keys = mailboxKeys(secretOf(link) ?? '')
      const reveal = { type: 'reveal', nonce: random(16), chain: newPerson().chain }
      await leaveMessage(two.first.phone, keys, 2, sealMessage(two.first.phone, keys, 2, reveal))
      return (await stepPairing(two.second.phone)).step === 'comparing'
    }),
  ],
  [
    'the genesis names a third person',
    'isAsCompared',
    forgedGenesis(async (genesis, file, victim) => {
      const members = [victim.me, random(16)].toSorted((a, b) => (a < b ? -1 : 1)) as [
        string,
        string,
      ]
      return { genesis: { ...genesis, members }, file }
    }),
  ],
  [
    'the genesis names other chains than were compared',
    'isAsCompared',
    forgedGenesis(async (genesis, file) => ({
      genesis: { ...genesis, heads: [random(16), random(16)] },
      file,
    })),
  ],
  [
    'the genesis comes with another key than it names',
    'isAsCompared',
    forgedGenesis(async (genesis, _file, victim) => ({
      genesis,
      file: await wrapCoupleKeys([{ epoch: 1, key: random(32) }], [victim.identity.device.box]),
    })),
  ],
  [
    'a sealed message is moved to another slot',
    'canonical',
    async (_, victim) => {
      const keys = mailboxKeys(random(32))
      const message = sealMessage(victim, keys, 2, { type: 'reveal' })
      const mailbox = { expiresAt: '', claimed: true, messages: [null, null, null, null, message] }
      return openMessage(keys, mailbox, 4) !== null
    },
  ],
])

attacks('while a phone is added', [
  [
    'the server says it is two days later, so that the keys are handed over at once',
    'earliestNow',
    story(async (two) => {
      const newcomer = await openTestPhone(two.world, people.first.zone)
      await announce(two.first, newcomer, 'behind my back')
      // What a refused clock makes of a phone: the server's word for how wrong it is.
      await two.first.phone.db.state.put({ name: 'clock-offset', value: 2 * HAND_OVER_AFTER })
      const certified: string[] = []
      two.first.meddle = (request, answer) => {
        if (request.url.endsWith('/membership/person')) certified.push(request.url)
        return answer
      }
      // The hostile server answers whatever time a request claims to be of.
      two.world.advance(2 * HAND_OVER_AFTER)
      two.first.clockError = -2 * HAND_OVER_AFTER
      await keepDevices(two.first.phone)
      newcomer.phone.close()
      return certified.length > 0
    }),
  ],
])

it('what was true before the attacks is still true', async () => {
  const victim = await copyOf(captured.two.first.phone)
  expect(await believes(victim, captured.told)).toBe(true)
  const places = await readPlaces(victim)
  const moments = await readMoments(
    victim,
    places.map((each) => each.key),
  )
  expect(moments.filter((each) => 'unreadable' in each)).toEqual([])
  victim.close()
})
