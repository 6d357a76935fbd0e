import * as z from 'zod/mini'
import type { Phone } from './phone.ts'

/**
 * What is half said in a walk, about a loop, or in an invite survives a killed app, sealed. Limits are not
 * checked here: even what is too long to keep must come back to the screen.
 */
const halfSaidSchema = z.object({
  text: z.optional(z.string()),
  feelings: z.optional(z.array(z.string())),
  close: z.optional(z.number()),
  open: z.optional(z.number()),
  ease: z.optional(z.number()),
  who: z.optional(z.array(z.string())),
  what: z.optional(z.string()),
  when: z.optional(z.string()),
  /** Places that were chosen for a loop that is being drawn. */
  places: z.optional(z.array(z.string())),
  /** On a shared phone: its voice has finished, and the other has the phone. */
  done: z.optional(z.boolean()),
  /** On a shared phone: its voice has pressed *Show*. */
  show: z.optional(z.boolean()),
  /** On a shared phone: its voice would rather not. */
  skipped: z.optional(z.boolean()),
})
export type HalfSaid = z.infer<typeof halfSaidSchema>

/** Where it lies: in a week, a step, and whose words they are. */
export const nameInWeek = (week: string, step: string, voice: string): string =>
  `week-draft/${week}/${step}/${voice}`

/** The message that goes with an invite, whatever invite it is in the end. */
export const INVITE_MESSAGE = 'invite-draft'

/** Keeps what stands on the screen right now. */
export async function keepHalfSaid(phone: Phone, name: string, said: HalfSaid): Promise<void> {
  await phone.db.state.put({ name, value: phone.vault.sealLocal(JSON.stringify(said)) })
}

/** What was half said; null where there is nothing, or nothing that can be read. */
export async function readHalfSaid(phone: Phone, name: string): Promise<HalfSaid | null> {
  const value = (await phone.db.state.get(name))?.value
  const text = typeof value === 'string' ? phone.vault.openLocal(value) : null
  const read = text === null ? null : halfSaidSchema.safeParse(JSON.parse(text))
  return read?.success ? read.data : null
}

/** Forgets it, once it is kept elsewhere. */
export async function dropHalfSaid(phone: Phone, name: string): Promise<void> {
  await phone.db.state.delete(name)
}
