import * as z from 'zod/mini'

/**
 * What a person's devices tell each other about one of them: what its owner calls it, since when it is
 * here, and when it last synced. Announced: it is to get the private keys, once its owner has had a day
 * to notice. Turned away: it never got them. `me`: nobody but its owner learns of it.
 */
export const deviceNoteSchema = z.object({
  type: z.literal('device'),
  /** Its public keys, from which its id is derived. */
  sign: z.string().check(z.length(43)),
  box: z.string().check(z.length(43)),
  /** What its owner calls it; null until they do. */
  name: z.nullable(z.string().check(z.minLength(1), z.maxLength(60))),
  standing: z.enum(['announced', 'here', 'turned-away']),
  since: z.string(),
  synced: z.nullable(z.string()),
  /** Whether the twelve words still lie on it, because they are on no paper yet. Notes of before do not say. */
  hasPhrase: z.optional(z.boolean()),
})
export type DeviceNote = z.infer<typeof deviceNoteSchema>
