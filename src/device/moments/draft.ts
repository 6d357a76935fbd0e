import * as z from 'zod/mini'
import type { Words } from '../../journal/entry.ts'
import { moveSchema, type Move } from '../../journal/move.ts'
import type { Phone } from '../phone.ts'

/** What is half written survives a killed app: sealed, and gone when the edit is kept. */

/** Lengths are not checked here: even what is too long to keep must come back to the screen. */
const line = z.optional(z.string())
const list = z.optional(z.array(z.string()))
const textsSchema = z.object({
  move: moveSchema,
  words: z.object({
    situation: line,
    felt: list,
    underneath: list,
    story: line,
    needed: line,
    request: line,
    note: line,
  }) satisfies z.ZodMiniType<Words>,
})
export const draftSchema = z.extend(textsSchema, {
  /** The moment as it stood when this was begun; absent in drafts of the first version. */
  from: z.optional(textsSchema),
})
interface Texts {
  readonly move: Move
  readonly words: Words
}
/** What is being written, and what it was begun with. */
export interface KeptDraft extends Texts {
  readonly from?: Texts | undefined
}
export const draftName = (id: string): string => `draft/${id}`

/** Keeps what is on the screen right now. */
export async function keepDraft(phone: Phone, id: string, draft: KeptDraft): Promise<void> {
  const value = phone.vault.sealLocal(JSON.stringify(draft))
  await phone.db.state.put({ name: draftName(id), value })
}

/** What was half written for an entry, if anything. */
export async function readDraft(phone: Phone, id: string): Promise<KeptDraft | null> {
  const value = (await phone.db.state.get(draftName(id)))?.value
  const text = typeof value === 'string' ? phone.vault.openLocal(value) : null
  const read = text === null ? null : draftSchema.safeParse(JSON.parse(text))
  return read?.success ? read.data : null
}

/**
 * Says that this draft is being written, until what it answers is called or the app goes away: what is held is
 * nothing that was left behind (`left-drafts.ts`). The same moment may stand open in two tabs.
 */
export function holdDraft({ runtime }: Phone, id: string): () => void {
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  const asked = runtime.locks?.request(lockName(runtime, id), { mode: 'shared' }, () => held)
  asked?.catch(() => undefined)
  return release
}

/** Does this unless somebody is writing that draft. Where the browser has no locks, two are harmless. */
export async function unlessHeld(
  { runtime }: Phone,
  id: string,
  work: () => Promise<void>,
): Promise<void> {
  if (!runtime.locks) return work()
  await runtime.locks.request(lockName(runtime, id), { ifAvailable: true }, async (lock) => {
    if (lock) await work()
  })
}

const lockName = ({ database }: Phone['runtime'], id: string): string =>
  `${database}-${draftName(id)}`

/** Forgets it. */
export async function dropDraft(phone: Phone, id: string): Promise<void> {
  await phone.db.state.delete(draftName(id))
}
