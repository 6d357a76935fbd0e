import * as z from 'zod/mini'
import { MAX_LINE, MAX_NOTE } from './entry.ts'
import { bodyId, turn } from './shared-write.ts'
import { STEPS } from './week-steps.ts'

/**
 * What is said and set while a week is looked back on. Every part is a record of its own, of which
 * its author has one per week and subject. In a couple they are `us`, alone `me`.
 *
 * `body.ts` only knows that something is of a week; what it is, is read here, by the screens that
 * show it. A part that this version does not know is left alone.
 */

const line = z.string().check(z.maxLength(MAX_LINE))
const bytes = z.string().check(z.regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/))

/** A week is named by the day on which it is looked back on, in the couple's zone: its seventh day. */
export const weekName = z
  .string()
  .check(z.regex(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/))
const common = { type: z.literal('week'), week: weekName }

/** Half an hour, or ten minutes. */
export const LENGTHS = ['long', 'short'] as const
export type Length = (typeof LENGTHS)[number]

/** On one phone between the two, on a phone each, or by one person alone. */
export const SEATS = ['one-phone', 'two-phones', 'alone'] as const
export type Seat = (typeof SEATS)[number]

/** Where the walk stands. Either may move it on. */
export const placeSchema = z.object({
  ...common,
  part: z.literal('place'),
  turn,
  step: z.enum(STEPS),
  length: z.enum(LENGTHS),
  seat: z.enum(SEATS),
  state: z.enum(['walking', 'stopped', 'finished']),
  /** Its author has said that they are calm enough. */
  calm: z.boolean(),
})
export type Place = z.infer<typeof placeSchema>

/** What the two look at closely. `spoken`: something that is not written here. `nothing`: not this week. */
export const ofSchema = z.discriminatedUnion('as', [
  z.object({ as: z.literal('loop'), id: bodyId }),
  z.object({ as: z.literal('own'), id: bodyId }),
  z.object({ as: z.literal('moment'), id: bodyId }),
  z.object({ as: z.literal('spoken') }),
  z.object({ as: z.literal('nothing') }),
])
export type Of = z.infer<typeof ofSchema>

/** What is looked at closely, and who speaks first. Either may choose. */
export const topicSchema = z.object({
  ...common,
  part: z.literal('topic'),
  turn,
  of: ofSchema,
  begins: z.nullable(bodyId),
})
export type Topic = z.infer<typeof topicSchema>

/** One small experiment for the coming week: who, what, when. Either may write it. */
export const experimentSchema = z.object({
  ...common,
  part: z.literal('experiment'),
  turn,
  who: z.array(bodyId).check(z.maxLength(2)),
  what: line,
  when: line,
})
export type Experiment = z.infer<typeof experimentSchema>

/** How the last experiment went. It could not be failed. */
export const OUTCOMES = ['helped', 'tried', 'not-yet', 'forgot'] as const
export type Outcome = (typeof OUTCOMES)[number]
export const outcomeSchema = z.object({
  ...common,
  part: z.literal('outcome'),
  turn,
  went: z.enum(OUTCOMES),
})

/** What one person said in a step. `voice` is whose words they are; the author's phone held them. */
export const SPOKEN = ['good', 'underneath', 'helped'] as const
export type Spoken = (typeof SPOKEN)[number]
export const saidSchema = z.object({
  ...common,
  part: z.literal('said'),
  about: z.enum(SPOKEN),
  voice: bodyId,
  text: z.string().check(z.maxLength(MAX_NOTE)),
  /** Codes of the list of feelings, or own words. */
  feelings: z.array(z.string().check(z.maxLength(60))).check(z.maxLength(24)),
})
export type Said = z.infer<typeof saidSchema>

/** Where one stands between two ends, from 0 to 100. Never shown as a number. */
const standing = z.int().check(z.minimum(0), z.maximum(100))
export const SLIDERS = ['close', 'open', 'ease'] as const
export type Slider = (typeof SLIDERS)[number]

/** What two show each other at the same time. */
export const answerSchema = z.discriminatedUnion('as', [
  z.object({ as: z.literal('appreciation'), text: z.string().check(z.maxLength(MAX_NOTE)) }),
  z.object({ as: z.literal('sliders'), close: standing, open: standing, ease: standing }),
])
export type Answer = z.infer<typeof answerSchema>
export const SHOWN_TOGETHER = ['appreciation', 'sliders'] as const
export type ShownTogether = (typeof SHOWN_TOGETHER)[number]

/**
 * One person's half of what is shown together. First a commitment goes out; the answer and its nonce
 * follow once the other's commitment has arrived, and name it in `against`. See `week-reveal.ts`.
 */
export const halfSchema = z.object({
  ...common,
  part: z.literal('half'),
  about: z.enum(SHOWN_TOGETHER),
  voice: bodyId,
  half: z.discriminatedUnion('as', [
    z.object({ as: z.literal('sealed'), commitment: bytes }),
    z.object({ as: z.literal('opened'), nonce: bytes, against: bytes, answer: answerSchema }),
    z.object({ as: z.literal('skipped') }),
  ]),
})
export type HalfPart = z.infer<typeof halfSchema>
export type Half = HalfPart['half']

/** The answer behind an own commitment, until it is shown. `me`, so that each own device can show it. */
export const heldSchema = z.object({
  ...common,
  part: z.literal('held'),
  about: z.enum(SHOWN_TOGETHER),
  nonce: bytes,
  answer: answerSchema,
})
export type Held = z.infer<typeof heldSchema>

export const weekPartSchema = z.discriminatedUnion('part', [
  placeSchema,
  topicSchema,
  experimentSchema,
  outcomeSchema,
  saidSchema,
  halfSchema,
  heldSchema,
])
export type WeekPart = z.infer<typeof weekPartSchema>

/** Reads a body of a week. Null: it is not one, or of a version to come. */
export function parseWeekPart(body: unknown): WeekPart | null {
  const read = weekPartSchema.safeParse(body)
  return read.success ? read.data : null
}
