import type * as z from 'zod/mini'
import {
  coupleId,
  digestKeys,
  type Person,
  signedBytes,
  verifyPerson,
} from '../../sync/membership.ts'
import { verifySignature } from '../identity.ts'
import { verifierOf } from './membership.ts'
import type { genesisSchema, Progress } from './pairing-messages.ts'
import type { Phone } from '../phone.ts'
import { unwrapCoupleKeys } from '../wrap.ts'

/** Whether a genesis joins exactly the two that were compared, as far as their chains had come then. */
export async function isAsCompared(
  phone: Phone,
  { mine }: Progress,
  inviter: Person,
  { genesis, by, keys }: z.infer<typeof genesisSchema>,
): Promise<boolean> {
  const own = await verifyPerson(mine.chain, verifierOf(phone))
  if (!own.ok) throw new Error('this phone does not believe its own chain')
  const [left, right] = own.value.id < inviter.id ? [own.value, inviter] : [inviter, own.value]
  const isExpected =
    JSON.stringify([genesis.members, genesis.heads]) ===
    JSON.stringify([
      [left.id, right.id],
      [left.head, right.head],
    ])
  const device = by.person === inviter.id ? inviter.devices.get(by.device) : undefined
  if (!isExpected || !device || device.revoked || digestKeys(keys) !== genesis.keys) return false
  const { runtime, identity } = phone
  if (!(await verifySignature(device.sign, signedBytes(genesis), by.sig, runtime.subtle))) {
    return false
  }
  const opened = await unwrapCoupleKeys(keys, coupleId(genesis), identity.box.privateKey)
  return opened?.some((each) => each.epoch === 1) ?? false
}
