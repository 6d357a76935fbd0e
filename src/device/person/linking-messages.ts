import * as z from 'zod/mini'
import { MAX_NAME } from '../../journal/entry.ts'
import { digestOf, idSchema } from '../../sync/bytes.ts'
import {
  type DeviceKeys,
  deviceKeysSchema,
  digestLink,
  personChainSchema,
} from '../../sync/membership.ts'
import { compare, type Comparison } from '../couple/comparison.ts'

/** What a new device and an old one leave each other, and what each keeps of it. The order stands in `linking.ts`. */

const nameSchema = z.string().check(z.minLength(1), z.maxLength(MAX_NAME))
export const offerSchema = z.object({ type: z.literal('device-offer'), commit: idSchema })
export const answerSchema = z.object({
  type: z.literal('answer'),
  nonce: idSchema,
  chain: personChainSchema,
  /** The person's own name, if they have told it. */
  name: z.nullable(nameSchema),
})
export const revealSchema = z.object({
  type: z.literal('reveal'),
  nonce: idSchema,
  device: deviceKeysSchema,
})
/** The old device has compared, named the new one, and announced it. */
export const acceptSchema = z.object({ type: z.literal('accept'), keysAt: z.string() })
/** The new device has compared. */
export const confirmSchema = z.object({ type: z.literal('confirm') })

/** The slots of the mailbox. Even ones are the new device's. */
export const SLOTS = { offer: 0, answer: 1, reveal: 2, accept: 3, confirm: 4 } as const

const said = { secret: z.string(), same: z.boolean(), sent: z.record(z.string(), z.string()) }

/** What the new device keeps. */
export const newcomerSchema = z.object({
  ...said,
  nonce: idSchema,
  /** What the old one said first. */
  theirs: z.nullable(answerSchema),
  /** When the keys may come, once the old one has accepted. */
  keysAt: z.nullable(z.string()),
  end: z.nullable(z.enum(['linked', 'expired', 'distrusted', 'mismatch'])),
})
export type Newcomer = z.infer<typeof newcomerSchema>

/** What the old device keeps. */
export const hostSchema = z.object({
  ...said,
  commit: idSchema,
  mine: answerSchema,
  theirs: z.nullable(revealSchema),
  /** What its owner calls the new one; null until they have compared. */
  name: z.nullable(nameSchema),
  /** When the new one gets the keys, once it is announced. */
  keysAt: z.nullable(z.string()),
  end: z.nullable(z.enum(['announced', 'expired', 'distrusted', 'mismatch'])),
})
export type Host = z.infer<typeof hostSchema>

/** What the new device commits to before the old one speaks. */
export const deviceCommitment = (nonce: string, { sign, box }: DeviceKeys): string =>
  digestOf(['tideline-device-commit', nonce, sign, box])

/** What is compared on both screens. */
export const linkComparison = (
  commit: string,
  { nonce, chain }: z.infer<typeof answerSchema>,
  newcomer: z.infer<typeof revealSchema>,
): Comparison => {
  const { sign, box } = newcomer.device
  return compare(['linking', commit, [nonce, chain.map(digestLink)], [newcomer.nonce, sign, box]])
}
