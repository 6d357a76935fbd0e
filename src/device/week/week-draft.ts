import * as z from 'zod/mini'
import type { Phone } from '../phone.ts'

/**
 * What is half said in a walk survives a killed app, sealed. Limits are not checked here: even what is
 * too long to keep must come back to the screen.
 */
const draftSchema = z.object({
  text: z.optional(z.string()),
  feelings: z.optional(z.array(z.string())),
  close: z.optional(z.number()),
  open: z.optional(z.number()),
  ease: z.optional(z.number()),
  who: z.optional(z.array(z.string())),
  what: z.optional(z.string()),
  when: z.optional(z.string()),
  /** On a shared phone: its voice has finished, and the other has the phone. */
  done: z.optional(z.boolean()),
  /** On a shared phone: its voice has pressed *Show*. */
  show: z.optional(z.boolean()),
  /** On a shared phone: its voice would rather not. */
  skipped: z.optional(z.boolean()),
})
export type WeekDraft = z.infer<typeof draftSchema>

/** The place of a draft: a week, a step, and whose words they are. */
export const weekDraftName = (week: string, step: string, voice: string): string =>
  `week-draft/${week}/${step}/${voice}`

/** Keeps what stands on the screen right now. */
export async function keepWeekDraft(phone: Phone, name: string, draft: WeekDraft): Promise<void> {
  await phone.db.state.put({ name, value: phone.vault.sealLocal(JSON.stringify(draft)) })
}

/** What was half said; null where there is nothing, or nothing that can be read. */
export async function readWeekDraft(phone: Phone, name: string): Promise<WeekDraft | null> {
  const value = (await phone.db.state.get(name))?.value
  const text = typeof value === 'string' ? phone.vault.openLocal(value) : null
  const read = text === null ? null : draftSchema.safeParse(JSON.parse(text))
  return read?.success ? read.data : null
}

/** Forgets it, once it is kept elsewhere. */
export async function dropWeekDraft(phone: Phone, name: string): Promise<void> {
  await phone.db.state.delete(name)
}
