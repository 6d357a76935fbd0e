import * as z from 'zod/mini'

/** Why a request, or one record of it, was refused. The phone has a sentence for each. */
export const REASONS = [
  // the request
  'malformed',
  'too-large',
  'unsigned',
  'bad-signature',
  'clock',
  'replayed',
  'unknown-device',
  'revoked',
  'deleted',
  'not-found',
  'method',
  'busy',
  'rewound',
  'internal',
  'version',
  // membership and mailboxes
  'distrusted',
  'already-paired',
  'taken',
  'expired',
  'wrong-token',
  // one record of a push
  'not-yours',
  'no-couple',
  'closed',
  'epoch',
  'audience',
  'id-taken',
] as const
export type Reason = (typeof REASONS)[number]

/** RFC 9457. `detail` names fields and limits, never what was in them. */
export const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  reason: z.enum(REASONS),
  detail: z.optional(z.string()),
  /** The server's time in milliseconds since 1970, with `clock`. */
  time: z.optional(z.int()),
  /** Seconds to wait, with `busy`. */
  retryAfter: z.optional(z.int()),
})
export type Problem = z.infer<typeof problemSchema>
/** What is read in place of a value that is not known. */
export const orElse = z.catch
/** A reason as a phone reads it: one that it does not know is one it cannot name. */
export const arrivingReason = orElse(z.enum(REASONS), 'internal')
export const arrivingProblemSchema = z.looseObject({
  ...problemSchema.def.shape,
  reason: arrivingReason,
})
