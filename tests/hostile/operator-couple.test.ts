import { vi } from 'vitest'
import { believe } from '../../src/device/couple/membership.ts'
import type { Phone } from '../../src/device/phone.ts'
import { wrapCoupleKeys, wrapPersonKeys } from '../../src/device/wrap.ts'
import {
  type CoupleLink,
  deviceId,
  digestKeys,
  digestLink,
  type Genesis,
  type SignedBy,
  signedBytes,
} from '../../src/sync/membership.ts'
import { deviceOf, newPerson, random, signWith } from '../api/client.ts'
import {
  attacks,
  believes,
  byPhone,
  byStranger,
  captureCouple,
  coupleOf,
  deviceLink,
  digestOfLast,
  genesisOf,
  last,
  type Signer,
  stranger,
} from './attacks.ts'
import type { Captured } from './captured.ts'
import { lies } from './defences.ts'

/** What the server tells of the couple: epochs, who is in it, who has left, and keys of its own. */

vi.mock('../../src/sync/membership.ts', async (load) => {
  const { membership } = await import('./defences.ts')
  return membership(await load())
})
vi.mock('../../src/device/couple/standing.ts', async (load) => {
  const { standing } = await import('./defences.ts')
  return standing(await load())
})

captureCouple()

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
      lies.set(swapped, link.keys)
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
      lies.set(swapped, link.keys)
      const sig = await byPhone(phone)(signedBytes(link))
      const person = [...c.told.person, extra, { ...link, sig }]
      return believes(victim, { ...c.told, person, keys: { ...c.told.keys, [link.keys]: swapped } })
    },
  ],
])
