import { vi } from 'vitest'
import type { Phone } from '../../src/device/phone.ts'
import type { Membership } from '../../src/sync/api.ts'
import { digestLink, type PersonLink } from '../../src/sync/membership.ts'
import {
  type Attack,
  attacks,
  believes,
  byPhone,
  byStranger,
  captureCouple,
  deviceLink,
  digestOfLast,
  stranger,
} from './attacks.ts'
import type { Captured } from './captured.ts'

/** What the server tells of devices: the victim’s own and the partner’s, and what it told before. */

vi.mock('../../src/sync/membership.ts', async (load) => {
  const { membership } = await import('./defences.ts')
  return membership(await load())
})
vi.mock('../../src/device/couple/standing.ts', async (load) => {
  const { standing } = await import('./defences.ts')
  return standing(await load())
})

captureCouple()

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
