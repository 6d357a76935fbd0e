import { moveSchema, type Move } from '../journal/move.ts'
import * as z from 'zod/mini'
import { blobSchema, canonical, digestOf, idSchema } from './bytes.ts'
import { SEAL_OVERHEAD, SIZE_CLASSES } from './limits.ts'

/** The versions a server accepts and a phone reads, newest first. */
export const ENVELOPE_VERSION = 1

const SEALED_LENGTHS: ReadonlySet<number> = new Set(
  SIZE_CLASSES.map((size) => Math.ceil(((size + SEAL_OVERHEAD) * 4) / 3)),
)

const common = {
  v: z.literal(ENVELOPE_VERSION),
  id: idSchema,
  author: idSchema,
  /** Which epoch of the couple's key (`us`) or of the personal key (`me`) sealed it. */
  epoch: z.int().check(z.positive(), z.maximum(1_000_000)),
  /** The device that wrote this revision. */
  device: idSchema,
  /** 1, 2, 3 …: one more than the revision it edits. */
  rev: z.int().check(z.positive(), z.maximum(1_000_000_000)),
  /** Digest of the envelope that was edited; null for the first revision. */
  base: z.nullable(idSchema),
  deleted: z.boolean(),
  /** Nonce, ciphertext, authenticator. Its length is one of the size classes. */
  sealed: blobSchema(SIZE_CLASSES[SIZE_CLASSES.length - 1]! + SEAL_OVERHEAD).check(
    z.refine((text) => SEALED_LENGTHS.has(text.length), 'not a size class'),
  ),
  /** MAC under the author's personal key. */
  tag: idSchema,
}

/**
 * One record on the wire. `me` records carry no couple and no move: nothing of them is readable but
 * author, size class and time of arrival. On a `us` record `move` is the API's readable copy of what
 * is sealed; it may be absent, and one that differs from the sealed one is an attack.
 */
export const envelopeSchema = z.discriminatedUnion('audience', [
  z.strictObject({ ...common, audience: z.literal('me'), couple: z.null(), move: z.null() }),
  z.strictObject({
    ...common,
    audience: z.literal('us'),
    couple: idSchema,
    move: z.nullable(z.strictObject(moveSchema.def.shape)),
  }),
])
export type Envelope = z.infer<typeof envelopeSchema>
export type Audience = Envelope['audience']

/** An envelope before it is sealed: what the additional data binds. */
export type EnvelopeHead = Omit<Envelope, 'move' | 'sealed' | 'tag'>

function headParts(head: EnvelopeHead): unknown[] {
  const { v, id, author, couple, audience, epoch, device, rev, base, deleted } = head
  return ['tideline-envelope', v, id, author, couple, audience, epoch, device, rev, base, deleted]
}

const moveParts = (move: Move | null): unknown[] | null =>
  move && [move.kind, move.at, move.intensity ?? null, move.triggers ?? null]

/** The additional data of the seal: everything but move, sealed and tag. */
export const additionalData = (head: EnvelopeHead): Uint8Array => canonical(headParts(head))

/** What `tag` authenticates: the additional data, the readable move and the sealed bytes. */
export const taggedBytes = (envelope: Omit<Envelope, 'tag'>): Uint8Array =>
  canonical([...headParts(envelope), moveParts(envelope.move), envelope.sealed])

const allParts = (envelope: Envelope): unknown[] => [
  ...headParts(envelope),
  moveParts(envelope.move),
  envelope.sealed,
  envelope.tag,
]

/** The digest by which an edit names what it edited, and by which two envelopes are the same. */
export const digestEnvelope = (envelope: Envelope): string => digestOf(allParts(envelope))

/** What that digest is taken of, for whoever has a faster SHA-256 at hand. */
export const digestedBytes = (envelope: Envelope): Uint8Array => canonical(allParts(envelope))

/** Tells whether two moves say the same. */
export const isSameMove = (a: Move | null, b: Move | null): boolean =>
  JSON.stringify(moveParts(a)) === JSON.stringify(moveParts(b))
