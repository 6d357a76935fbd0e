import { vi } from 'vitest'
import { HAND_OVER_AFTER, keepDevices } from '../../src/device/person/devices.ts'
import {
  leaveMessage,
  mailboxKeys,
  openMessage,
  sealMessage,
  secretOf,
} from '../../src/device/couple/mailbox.ts'
import { ownChain } from '../../src/device/couple/membership.ts'
import { invite } from '../../src/device/couple/inviter.ts'
import { join } from '../../src/device/couple/joiner.ts'
import { confirmSame, readPairing, stepPairing } from '../../src/device/couple/pairing.ts'
import type { Phone } from '../../src/device/phone.ts'
import { wrapCoupleKeys } from '../../src/device/wrap.ts'
import { digestKeys, type Genesis, signedBytes } from '../../src/sync/membership.ts'
import { newPerson, random } from '../api/client.ts'
import { people } from '../people.ts'
import { announce, meet, openTestPhone, type TestPhone, type Two } from '../unit/device/phones.ts'
import { byPhone, digestOfLast, storiesOf } from './attacks.ts'

/** What a server, or an inviter who lies, can do while two phones pair or a phone is added. */

vi.mock('../../src/device/couple/comparison.ts', async (load) => {
  const { comparing } = await import('./defences.ts')
  return comparing(await load())
})
vi.mock('../../src/device/couple/pairing-messages.ts', async (load) => {
  const { pairingMessages } = await import('./defences.ts')
  return pairingMessages(await load())
})
vi.mock('../../src/device/couple/as-compared.ts', async (load) => {
  const { asCompared } = await import('./defences.ts')
  return asCompared(await load())
})
vi.mock('../../src/sync/bytes.ts', async (load) => {
  const { bytes } = await import('./defences.ts')
  return bytes(await load())
})
vi.mock('../../src/device/sure-time.ts', async (load) => {
  const { sureTime } = await import('./defences.ts')
  return sureTime(await load())
})

async function invited({ first }: Two): Promise<string> {
  await invite(first.phone, people.first.name, 'link')
  const shown = await readPairing(first.phone)
  if (shown.step !== 'invited') throw new Error('no link')
  return shown.link
}

/** The inviter is the attacker: what lies in the slot of the genesis is theirs to choose. */
const forgedGenesis =
  (
    change: (
      genesis: Omit<Genesis, 'signed'>,
      file: string,
      victim: Phone,
    ) => Promise<{ genesis: Omit<Genesis, 'signed'>; file: string }>,
  ): ((two: Two) => Promise<boolean>) =>
  async (two) => {
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
  }

async function headOfPhone(phone: Phone): Promise<string> {
  return digestOfLast((await ownChain(phone)).chain)
}

storiesOf('while two phones pair', [
  [
    'a server that knows the link stands in between, with keys of its own',
    'compare',
    async (two) => {
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
    },
  ],
  [
    'an inviter reveals another nonce than they committed to',
    'commitment',
    async (two) => {
      const link = await invited(two)
      await join(two.second.phone, link, people.second.name)
      const keys = mailboxKeys(secretOf(link) ?? '')
      const { chain } = await ownChain(two.first.phone)
      const reveal = { type: 'reveal', nonce: random(16), chain }
      await leaveMessage(two.first.phone, keys, 2, sealMessage(two.first.phone, keys, 2, reveal))
      return (await stepPairing(two.second.phone)).step === 'comparing'
    },
  ],
  [
    'an inviter reveals another chain than they committed to',
    'commitment',
    async (two) => {
      const link = await invited(two)
      await join(two.second.phone, link, people.second.name)
      const keys = mailboxKeys(secretOf(link) ?? '')
      const reveal = { type: 'reveal', nonce: random(16), chain: newPerson().chain }
      await leaveMessage(two.first.phone, keys, 2, sealMessage(two.first.phone, keys, 2, reveal))
      return (await stepPairing(two.second.phone)).step === 'comparing'
    },
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
    async ({ first }) => {
      const victim = first.phone
      const keys = mailboxKeys(random(32))
      const message = sealMessage(victim, keys, 2, { type: 'reveal' })
      const mailbox = { expiresAt: '', claimed: true, messages: [null, null, null, null, message] }
      return openMessage(keys, mailbox, 4) !== null
    },
  ],
])

storiesOf('while a phone is added', [
  [
    'the server says it is two days later, so that the keys are handed over at once',
    'earliestNow',
    async (two) => {
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
    },
  ],
])
