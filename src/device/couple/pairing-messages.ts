import * as z from 'zod/mini'
import { MAX_NAME } from '../../journal/entry.ts'
import { digestOf, idSchema } from '../../sync/bytes.ts'
import {
  coupleLinkSchema,
  digestLink,
  type PersonLink,
  personChainSchema,
} from '../../sync/membership.ts'
import { compare, type Comparison } from './comparison.ts'

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
/** The joiner has compared, and it was the same. */
export const confirmSchema = z.object({ type: z.literal('confirm') })
const { signed: _signed, ...unsignedShape } = coupleLinkSchema.def.options[0].def.shape
export const genesisSchema = z.object({
  type: z.literal('genesis'),
  genesis: z.strictObject(unsignedShape),
  by: z.object({ person: idSchema, device: idSchema, sig: z.string() }),
  keys: z.string(),
})
/** Either has stopped: for good, whatever else lies in the mailbox. */
export const stopSchema = z.object({
  type: z.literal('stop'),
  reason: z.enum(['withdrawn', 'mismatch']),
})
export type Stop = z.infer<typeof stopSchema>['reason']

/** The slots of the mailbox. Even ones are the inviter's. */
export const SLOTS = {
  offer: 0,
  claim: 1,
  reveal: 2,
  confirm: 3,
  genesis: 4,
  joinerStop: 5,
  inviterStop: 6,
} as const

const FAILURES = [
  'expired',
  'taken',
  'wrong-token',
  'distrusted',
  'mismatch',
  'withdrawn',
  'already-paired',
  'own-invite',
] as const
export type PairingFailure = (typeof FAILURES)[number]

const spokenSchema = z.object({ nonce: idSchema, chain: personChainSchema })

/** What a phone keeps of a pairing: enough to go on after it was closed at any point. */
export const progressSchema = z.object({
  role: z.enum(['inviter', 'joiner']),
  secret: z.string(),
  lives: z.enum(['code', 'link']),
  expiresAt: z.number(),
  /** The names both have given, as they were given: a new one changes nothing here. */
  names: z.object({ mine: z.string(), theirs: z.nullable(z.string()) }),
  /** What this phone says, from the day it began: its own chain may grow meanwhile. */
  mine: spokenSchema,
  /** What the other phone said first. It is not asked twice. */
  theirs: z.nullable(spokenSchema),
  /** The commitment in the offer. */
  commit: idSchema,
  /** Its owner has compared, and it was the same. */
  same: z.boolean(),
  /** The couple that this phone has put its signature under. */
  couple: z.nullable(idSchema),
  /** Messages of this phone by slot, as sealed. */
  sent: z.record(z.string(), z.string()),
  end: z.nullable(z.union([z.literal('paired'), z.enum(FAILURES)])),
})
/** How far a pairing has come, as kept on this phone. */
export type Progress = z.infer<typeof progressSchema>

/** What the inviter commits to before the joiner speaks. */
export const commitment = (nonce: string, chain: readonly PersonLink[]): string =>
  digestOf(['tideline-commit', nonce, ...chain.map(digestLink)])

/** What the two compare; null until both have spoken. */
export function comparisonOf(progress: Progress): Comparison | null {
  const { role, names, mine, theirs, commit } = progress
  if (!theirs || names.theirs === null) return null
  const said = (name: string, { nonce, chain }: z.infer<typeof spokenSchema>) => [
    name,
    nonce,
    chain.map(digestLink),
  ]
  const both = [said(names.mine, mine), said(names.theirs, theirs)]
  const [inviter, joiner] = role === 'inviter' ? both : both.toReversed()
  return compare(['pairing', commit, inviter, joiner])
}
