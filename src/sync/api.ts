import * as z from 'zod/mini'
import { moveSchema } from '../journal/move.ts'
import { blobSchema, idSchema, keySchema } from './bytes.ts'
import { envelopeSchema } from './envelope.ts'
import { FIRST_PAGE, MAILBOX_SLOTS, MAX_BATCH, MAX_MESSAGE_BYTES, MAX_PAGE } from './limits.ts'
import { coupleChainSchema, coupleLinkSchema, personChainSchema } from './membership.ts'
import { arrivingReason, orElse, REASONS } from './problem.ts'

/** Every request and answer of the API. The server's document and the phone's client are made of this. */

const count = z.int().check(z.nonnegative())
const instant = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/))

/**
 * A feed is one person's numbered list of what they may see. `incarnation` names the life of the
 * database: after a restore it is another one, and a cursor of the former means nothing.
 */
export const feedRowSchema = z.object({ seq: count, record: envelopeSchema })
export type FeedRow = z.infer<typeof feedRowSchema>

/**
 * A row as it arrives. A phone reads each by itself (`envelopeSchema`), so that one of a newer version
 * does not stop the others.
 */
const arrivingRowSchema = z.object({ seq: count, record: z.unknown() })
export type ArrivingRow = z.infer<typeof arrivingRowSchema>

/** Up to where a phone has seen its feed: by it a server that was restored since is told from one that was not. */
const seen = {
  /** The incarnation the cursor belongs to; absent before a phone's very first page. */
  incarnation: z.optional(idSchema),
  /** The highest number it has seen; */
  after: z.optional(z.coerce.number().check(z.int(), z.nonnegative())),
  /** and the tag of the envelope that had this number, where the phone knows it. */
  mark: z.optional(idSchema),
}
export const seenSchema = z.object(seen)
export type Seen = z.infer<typeof seenSchema>

/** With `after`: the rows above it, upwards. */
export const pullQuerySchema = z.object({
  ...seen,
  /** or rows below this number, downwards. With neither: the newest rows, downwards. */
  before: z.optional(z.coerce.number().check(z.int(), z.nonnegative())),
  limit: z._default(
    z.coerce.number().check(z.int(), z.positive(), z.maximum(MAX_PAGE)),
    FIRST_PAGE,
  ),
})
export type PullQuery = z.infer<typeof pullQuerySchema>
export const pullAnswerSchema = z.object({
  incarnation: idSchema,
  /** The feed's newest number at the time of this page. */
  head: count,
  rows: z.array(feedRowSchema),
  /** Whether rows remain beyond this page in the direction asked for. */
  more: z.boolean(),
})
export type PullAnswer = z.infer<typeof pullAnswerSchema>
const arrivingPullSchema = z.object({
  ...pullAnswerSchema.def.shape,
  rows: z.array(arrivingRowSchema),
})
export type ArrivingPull = z.infer<typeof arrivingPullSchema>

export const pushSchema = z.strictObject({
  records: z.array(envelopeSchema).check(z.minLength(1), z.maxLength(MAX_BATCH)),
})
export type Push = z.infer<typeof pushSchema>

/** What became of one record of a push, in the order they were sent. */
export const pushResultSchema = z.discriminatedUnion('result', [
  z.object({ id: idSchema, rev: count, result: z.literal('accepted'), seq: count }),
  /** Another revision is current: merge with it and push again. */
  z.object({
    id: idSchema,
    rev: count,
    result: z.literal('stale'),
    seq: count,
    current: envelopeSchema,
  }),
  z.object({ id: idSchema, rev: count, result: z.literal('refused'), reason: z.enum(REASONS) }),
])
export type PushResult = z.infer<typeof pushResultSchema>
export const pushAnswerSchema = z.object({
  incarnation: idSchema,
  /** The author's own feed before and after this push: a phone whose head is `prev` may go to `seq`. */
  prev: count,
  seq: count,
  results: z.array(pushResultSchema),
})
export type PushAnswer = z.infer<typeof pushAnswerSchema>
/** A result of a kind, or with a reason, that a phone does not know is a refusal it cannot name. */
const arrivingResultSchema = orElse(
  z.discriminatedUnion('result', [
    z.object({ result: z.literal('accepted'), seq: count }),
    z.object({ result: z.literal('stale'), seq: count, current: z.unknown() }),
    z.object({ result: z.literal('refused'), reason: arrivingReason }),
  ]),
  { result: 'refused', reason: 'internal' },
)
export type ArrivingResult = z.infer<typeof arrivingResultSchema>
const arrivingPushSchema = z.object({
  ...pushAnswerSchema.def.shape,
  results: z.array(arrivingResultSchema),
})
export type ArrivingPush = z.infer<typeof arrivingPushSchema>

/** A frame of the stream of pokes: "your feed moved". Without rows the phone pulls. */
export const pokeSchema = z.object({
  incarnation: idSchema,
  prev: count,
  seq: count,
  rows: z.array(feedRowSchema),
})
export type Poke = z.infer<typeof pokeSchema>
export const arrivingPokeSchema = z.object({
  ...pokeSchema.def.shape,
  rows: z.array(arrivingRowSchema),
})

/** An age file, base64url: keys wrapped to devices and recovery keys. */
const keyFileSchema = blobSchema(MAX_MESSAGE_BYTES)

export const registerSchema = z.strictObject({
  chain: personChainSchema,
  /** The age files the links name, by digest. */
  keys: z.record(idSchema, keyFileSchema),
})
export const registerAnswerSchema = z.object({
  person: idSchema,
  device: idSchema,
  incarnation: idSchema,
})

/** All that a phone needs to know who belongs to whom; it believes none of it before verifying. */
export const membershipSchema = z.object({
  person: personChainSchema,
  /** The last couple the person was in, open or closed. */
  couple: z.nullable(coupleChainSchema),
  partner: z.nullable(personChainSchema),
  keys: z.record(idSchema, keyFileSchema),
  /**
   * The one they were a couple with has deleted their account: their rows are in no feed any more, and
   * `partner` is null.
   */
  partnerDeleted: z._default(z.boolean(), false),
})
export type Membership = z.infer<typeof membershipSchema>

/** Says once more whose account is to be deleted. */
export const deleteAccountSchema = z.strictObject({ person: idSchema })
export const deletedSchema = z.object({ deleted: z.literal(true) })

/** A further link of the caller's own chain. */
export const appendPersonLinkSchema = z.strictObject({
  link: personChainSchema.def.element,
  keys: keyFileSchema,
})
/** A couple's genesis, or a further link of its chain. */
export const appendCoupleLinkSchema = z.strictObject({
  link: coupleLinkSchema,
  keys: z.nullable(keyFileSchema),
})

/** A place where two phones that share a secret leave each other sealed messages, each written once. */
const messageSchema = blobSchema(MAX_MESSAGE_BYTES)
export const createMailboxSchema = z.strictObject({
  id: idSchema,
  /** SHA-256 of the token that opens it. */
  token: keySchema,
  lives: z.enum(['code', 'link']),
  message: messageSchema,
})
export const mailboxSchema = z.object({
  expiresAt: instant,
  /** Whether a second phone has claimed it. */
  claimed: z.boolean(),
  messages: z.array(z.nullable(messageSchema)).check(z.maxLength(MAILBOX_SLOTS)),
})
export type Mailbox = z.infer<typeof mailboxSchema>
export const leaveMessageSchema = z.strictObject({ message: messageSchema })

export const movesAnswerSchema = z.object({
  seq: count,
  /** Every move the API can read of the caller's couple, in the order of the timeline. */
  moves: z.array(z.object({ id: idSchema, author: idSchema, ...moveSchema.def.shape })),
})
export type MovesAnswer = z.infer<typeof movesAnswerSchema>

export const cyclesQuerySchema = z.object({ now: z.optional(instant) })
/** The detector's result as `patterns` gives it, with the instant and the feed number it is of. */
export const cyclesAnswerSchema = z.looseObject({
  now: instant,
  seq: count,
  cycles: z.array(z.looseObject({ id: idSchema })),
})
export type CyclesAnswer = z.infer<typeof cyclesAnswerSchema>

export const healthSchema = z.object({ status: z.literal('ok'), version: z.string() })

/** The header in which the token of a mailbox travels; a token is never part of an address. */
export const TOKEN_HEADER = 'tideline-token'

interface Route {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly summary: string
  /** `device`: a registered one; `key`: any key that signs; `none`: open to all. */
  readonly signer: 'device' | 'key' | 'none'
  readonly query?: z.ZodMiniType
  readonly body?: z.ZodMiniType
  readonly answer: z.ZodMiniType | 'event-stream'
  /** How a phone reads the answer, where it has to be more patient than the promise. */
  readonly arrives?: z.ZodMiniType
}

/** The whole API. Paths hold `{name}` where an id goes. */
export const ROUTES = {
  health: {
    method: 'GET',
    path: '/api/health',
    summary: 'Whether the API can serve',
    signer: 'none',
    answer: healthSchema,
  },
  register: {
    method: 'POST',
    path: '/api/people',
    summary: "A person's first request: their chain, signed by a device that is in it",
    signer: 'key',
    body: registerSchema,
    answer: registerAnswerSchema,
  },
  deleteAccount: {
    method: 'POST',
    path: '/api/people/deletion',
    summary:
      "Delete the caller's account, with all they ever sent; whoever is in a couple leaves it first",
    signer: 'device',
    body: deleteAccountSchema,
    answer: deletedSchema,
  },
  membership: {
    method: 'GET',
    path: '/api/membership',
    summary:
      "The caller's chain, their couple's and their partner's, with the keys wrapped for them",
    signer: 'device',
    answer: membershipSchema,
  },
  recover: {
    method: 'GET',
    path: '/api/people/{id}',
    summary:
      "A person's membership for the holder of their recovery phrase: signed by the root of their chain",
    signer: 'key',
    answer: membershipSchema,
  },
  appendPersonLink: {
    method: 'POST',
    path: '/api/membership/person',
    summary: "Add a device to the caller's chain, or revoke one",
    signer: 'device',
    body: appendPersonLinkSchema,
    answer: membershipSchema,
  },
  appendCoupleLink: {
    method: 'POST',
    path: '/api/membership/couple',
    summary: 'Found a couple with a genesis both signed, or add to its chain',
    signer: 'device',
    body: appendCoupleLinkSchema,
    answer: membershipSchema,
  },
  createMailbox: {
    method: 'POST',
    path: '/api/mailboxes',
    summary: 'Open a mailbox and leave its first message',
    signer: 'key',
    body: createMailboxSchema,
    answer: mailboxSchema,
  },
  readMailbox: {
    method: 'GET',
    path: '/api/mailboxes/{id}',
    summary: 'Read a mailbox; this consumes nothing',
    signer: 'key',
    answer: mailboxSchema,
  },
  leaveMessage: {
    method: 'PUT',
    path: '/api/mailboxes/{id}/messages/{slot}',
    summary:
      'Leave a message in a slot that is written once: odd ones by whoever first wrote slot 1, even ones by the creator',
    signer: 'key',
    body: leaveMessageSchema,
    answer: mailboxSchema,
  },
  push: {
    method: 'POST',
    path: '/api/push',
    summary: 'Send records; each gets its own answer',
    signer: 'device',
    query: seenSchema,
    body: pushSchema,
    answer: pushAnswerSchema,
    arrives: arrivingPushSchema,
  },
  pull: {
    method: 'GET',
    path: '/api/feed',
    summary: "A page of the caller's feed",
    signer: 'device',
    query: pullQuerySchema,
    answer: pullAnswerSchema,
    arrives: arrivingPullSchema,
  },
  pokes: {
    method: 'GET',
    path: '/api/pokes',
    summary: 'A stream of pokes, beginning with one that tells the head and carries no rows',
    signer: 'device',
    answer: 'event-stream',
  },
  moves: {
    method: 'GET',
    path: '/api/moves',
    summary: "The moves of the caller's couple, as the API reads them",
    signer: 'device',
    answer: movesAnswerSchema,
  },
  cycles: {
    method: 'GET',
    path: '/api/cycles',
    summary: "The cycles of the caller's couple",
    signer: 'device',
    query: cyclesQuerySchema,
    answer: cyclesAnswerSchema,
  },
} as const satisfies Record<string, Route>
export type RouteName = keyof typeof ROUTES
