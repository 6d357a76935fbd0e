import * as z from 'zod/mini'
import { MAX_NAME } from '../journal/entry.ts'
import { digestOf, idSchema } from '../sync/bytes.ts'
import {
  coupleLinkSchema,
  digestLink,
  type PersonLink,
  personChainSchema,
} from '../sync/membership.ts'

/** What two phones leave each other while they pair, and what each keeps of it. The order stands in `pairing.ts`. */

const nameSchema = z.string().check(z.minLength(1), z.maxLength(MAX_NAME))
export const offerSchema = z.object({
  type: z.literal('offer'),
  name: nameSchema,
  commit: idSchema,
})
export const claimSchema = z.object({
  type: z.literal('claim'),
  name: nameSchema,
  nonce: idSchema,
  chain: personChainSchema,
})
export const revealSchema = z.object({
  type: z.literal('reveal'),
  nonce: idSchema,
  chain: personChainSchema,
})
export const confirmSchema = z.object({ type: z.literal('confirm') })
const { signed: _signed, ...unsignedShape } = coupleLinkSchema.def.options[0].def.shape
export const genesisSchema = z.object({
  type: z.literal('genesis'),
  genesis: z.strictObject(unsignedShape),
  by: z.object({ person: idSchema, device: idSchema, sig: z.string() }),
  keys: z.string(),
})

const FAILURES = [
  'expired',
  'taken',
  'wrong-token',
  'distrusted',
  'already-paired',
  'own-invite',
] as const
export type PairingFailure = (typeof FAILURES)[number]

/** What a phone keeps of a pairing: enough to go on after it was closed at any point. */
export const progressSchema = z.object({
  role: z.enum(['inviter', 'joiner']),
  secret: z.string(),
  nonce: idSchema,
  lives: z.enum(['code', 'link']),
  expiresAt: z.number(),
  /** The other's name, once known. */
  name: z.nullable(z.string()),
  /** The commitment in the offer, on the joiner's phone. */
  commit: z.nullable(idSchema),
  /** The inviter has said: yes, it is them. */
  confirmed: z.boolean(),
  /** Messages of this phone by slot, as sealed. */
  sent: z.record(z.string(), z.string()),
  end: z.nullable(z.union([z.literal('paired'), z.enum(FAILURES)])),
})
/** How far a pairing has come, as kept on this phone. */
export type Progress = z.infer<typeof progressSchema>

/** What the inviter commits to before the joiner speaks. */
export const commitment = (nonce: string, chain: readonly PersonLink[]): string =>
  digestOf(['tideline-commit', nonce, ...chain.map(digestLink)])
