import * as z from 'zod/mini'
import { deviceNoteSchema } from './device-note.ts'
import { earlierKeysSchema } from './earlier-keys.ts'
import { type Entry, entrySchema, MAX_LINE, MAX_NAME, wordsSchema } from './entry.ts'
import { huesSchema } from './hues.ts'
import { loopAnswerSchema } from './loop-answer.ts'
import { loopNameSchema } from './loop-name.ts'
import { moveSchema } from './move.ts'
import { pauseCardSchema, pauseSchema } from './pause.ts'
import { replySchema } from './reply.ts'
import { bodyId, sharedWhereTwo, sharedWrite } from './shared-write.ts'
import { rhythmSchema } from './rhythm.ts'

/**
 * What is inside a seal. A new feature is a new body here, never a new endpoint: an older phone that
 * meets a `type` it does not know keeps the record, passes it on and shows nothing of it.
 */

/** What the partner gets of an entry: the move, and the words its author chose. `us`. */
export const cardSchema = z.object({
  type: z.literal('card'),
  move: moveSchema,
  words: wordsSchema,
  ...sharedWrite,
})
export type Card = z.infer<typeof cardSchema>

/** Who the partner is paired with: a name, and the zone in which mornings and weeks are counted. `us`. */
export const profileSchema = z.object({
  type: z.literal('profile'),
  name: z.string().check(z.minLength(1), z.maxLength(MAX_NAME)),
  zone: z.string().check(z.maxLength(64)),
  ...sharedWrite,
})
export type Profile = z.infer<typeof profileSchema>

/** A loop the couple drew themselves: ids of cards, in order. Shown as theirs, never counted. `us`. */
export const ownLoopSchema = z.object({
  type: z.literal('own-loop'),
  entries: z.array(bodyId).check(z.minLength(2), z.maxLength(100)),
  name: z.optional(z.string().check(z.maxLength(MAX_LINE))),
  ...sharedWrite,
})
export type OwnLoop = z.infer<typeof ownLoopSchema>

/**
 * Something said or set while a week was looked back on. What it is, `week.ts` reads: the first screen
 * has no use for it. `us` in a couple, `me` alone.
 */
export const weekSchema = z.looseObject({ type: z.literal('week') })
export type WeekBody = z.infer<typeof weekSchema>

/** That what was shared before may come back. What it says, `restore.ts` reads. `us`. */
export const restoreSchema = z.looseObject({ type: z.literal('restore') })
export type RestoreBody = z.infer<typeof restoreSchema>

/** What stays of a deleted record: nothing but that it is gone. */
export const goneSchema = z.object({
  type: z.literal('gone'),
  ...sharedWhereTwo,
})
export type Gone = z.infer<typeof goneSchema>

/**
 * Words that lost: against another device's edit of the same entry, or against a delete. Kept for
 * their author beside the entry `of`, never shown as if they were the entry. `me`.
 */
export const pastSchema = z.object({
  type: z.literal('past'),
  of: bodyId,
  entry: entrySchema,
})
export type Past = z.infer<typeof pastSchema>

/** What the author chose for new entries, and when. `me`. */
export const SHARING_DEFAULTS = ['me', 'morning', 'week'] as const
export const settingsSchema = z.object({
  type: z.literal('settings'),
  sharing: z.enum(SHARING_DEFAULTS),
  /** Nothing logged before this instant follows the default: pairing opens nothing by itself. */
  since: z.string(),
})
export type Settings = z.infer<typeof settingsSchema>

export const bodySchema = z.discriminatedUnion('type', [
  entrySchema,
  cardSchema,
  profileSchema,
  ownLoopSchema,
  goneSchema,
  pastSchema,
  settingsSchema,
  pauseSchema,
  pauseCardSchema,
  replySchema,
  loopNameSchema,
  loopAnswerSchema,
  rhythmSchema,
  huesSchema,
  weekSchema,
  deviceNoteSchema,
  earlierKeysSchema,
  restoreSchema,
])
export type Body = z.infer<typeof bodySchema>

/** A body of a type this version does not know: kept as it is, `raw`. */
export interface UnknownBody {
  readonly type: 'unknown'
  readonly as: string
  readonly raw: object
}

const KNOWN_TYPES: ReadonlySet<string> = new Set(
  bodySchema.def.options.flatMap((each) => each.def.shape.type.def.values),
)

/** Reads an opened body. Null: it is not what its type promises. */
export function parseBody(value: unknown): Body | UnknownBody | null {
  const read = bodySchema.safeParse(value)
  if (read.success) return read.data
  const type = (value as { type?: unknown } | null)?.type
  return typeof type === 'string' && !KNOWN_TYPES.has(type)
    ? { type: 'unknown', as: type, raw: value as object }
    : null
}

/** The moment in a body: itself, or the one that a pause was made of. */
export const entryIn = (body: Body): Entry | null =>
  body.type === 'entry' ? body : body.type === 'pause' ? body.entry : null

/**
 * Gives `next` the fields of `raw` that reading it as `understood` left out, at every depth: what a
 * newer version wrote survives an edit by this one. A field that this version knows is never carried.
 */
export function carryUnknown<T>(raw: unknown, understood: unknown, next: T): T {
  if (!isObject(raw) || !isObject(next)) return next
  const known: Json = isObject(understood) ? understood : {}
  const carried: Json = { ...next }
  for (const [field, value] of Object.entries(raw)) {
    if (!(field in known) && !(field in carried)) carried[field] = value
    else if (isObject(known[field]) && isObject(carried[field])) {
      carried[field] = carryUnknown(value, known[field], carried[field])
    }
  }
  return carried as T
}

type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
