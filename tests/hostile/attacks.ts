import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { believe } from '../../src/device/couple/membership.ts'
import { signAsDevice } from '../../src/device/identity.ts'
import type { Phone } from '../../src/device/phone.ts'
import type { Membership } from '../../src/sync/api.ts'
import {
  type CoupleLink,
  digestLink,
  type Genesis,
  coupleId,
  type PersonLink,
  signedBytes,
} from '../../src/sync/membership.ts'
import { type Device, newDevice, random, signWith } from '../api/client.ts'
import { openTwo, type Two } from '../unit/device/phones.ts'
import { capture, type Captured, copyOf } from './captured.ts'
import { type Defence, lies, off } from './defences.ts'

/**
 * The server's operator, with everything they were ever handed, and in some rows with the partner's keys
 * as well: a partner who runs the server. Each attack is refused or shown; with its defence switched off
 * (`defences.ts`) the same attack succeeds, or its row would show nothing.
 */

/** Answers whether the attacker got what they wanted, unseen. */
export type Attack = (captured: Captured, victim: Phone) => Promise<boolean>
type Rows<A> = readonly (readonly [title: string, defence: Defence, attack: A])[]

/** A table of attacks on a copy of the victim's phone, in a couple that this file shares. */
export function attacks(title: string, rows: Rows<Attack>): void {
  describe(title, () => {
    it.each(rows)('%s', async (_, defence, attack) => {
      const onCopy = async (): Promise<boolean> => {
        const captured = theCouple()
        const victim = await copyOf(captured.two.first.phone)
        return attack(captured, victim).finally(() => victim.close())
      }
      await expectRefused(defence, onCopy)
    })
  })
}

/** A table of attacks that are stories of their own, with phones of their own. */
export function storiesOf(title: string, rows: Rows<(two: Two) => Promise<boolean>>): void {
  describe(title, () => {
    it.each(rows)('%s', async (_, defence, tell) => {
      await expectRefused(defence, async () => {
        const two = await openTwo()
        try {
          return await tell(two)
        } finally {
          await two.close()
        }
      })
    })
  })
}

/** It does not succeed, and does where its defence is switched off. */
async function expectRefused(defence: Defence, attack: () => Promise<boolean>): Promise<void> {
  const isWon = async (defences: readonly Defence[]): Promise<boolean> => {
    lies.clear()
    for (const each of defences) off.add(each)
    return attack().finally(() => off.clear())
  }
  expect(await isWon([])).toBe(false)
  expect(await isWon([defence])).toBe(true)
}

let shared: Captured | null = null
/** The couple of this file, as `captureCouple` has it. */
export function theCouple(): Captured {
  if (!shared) throw new Error('nobody was captured')
  return shared
}

/** One couple for all attacks of a file: each is tried on a copy. */
export function captureCouple(): void {
  beforeAll(async () => {
    shared = await capture()
  })
  afterAll(() => shared?.close())
}

/** A device that belongs to nobody. */
export const stranger = newDevice()
/** The end of a chain. */
export const last = <T>(list: readonly T[] | null): T => {
  const end = list?.at(-1)
  if (end === undefined) throw new Error('an empty chain')
  return end
}
export const digestOfLast = (chain: readonly (PersonLink | CoupleLink)[] | null) =>
  digestLink(last(chain))

export type Signer = (bytes: Uint8Array) => Promise<string>
export const byStranger: Signer = (bytes) => Promise.resolve(signWith(stranger, bytes))
export const byPhone =
  ({ identity, runtime }: Phone): Signer =>
  (bytes) =>
    signAsDevice(identity, bytes, runtime.subtle)

/** A link that certifies a device of the attacker's. */
export async function deviceLink(
  prev: string,
  by: string,
  sign: Signer,
  device: Device = newDevice(),
): Promise<PersonLink> {
  const { keys } = device
  const link = { type: 'device', v: 1, prev, device: keys, keys: random(16), by } as const
  return { ...link, sig: await sign(signedBytes(link)) }
}

export const believes = async (victim: Phone, told: Membership): Promise<boolean> =>
  (await believe(victim, told)).ok

export const genesisOf = ({ told }: Captured): Genesis => {
  const [genesis] = told.couple ?? []
  if (genesis?.type !== 'genesis') throw new Error('no couple')
  return genesis
}
export const coupleOf = (captured: Captured): string => coupleId(genesisOf(captured))
