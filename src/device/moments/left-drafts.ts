import { type Entry, tidyWords, wordsSchema } from '../../journal/entry.ts'
import type { Phone } from '../phone.ts'
import { draftName, type KeptDraft, readDraft, unlessHeld } from './draft.ts'
import { changeEntry } from './edit-entry.ts'

/**
 * What an app that went away had left half written becomes part of its moment at the next start, as it does when
 * one leaves the screen: nobody has to remember where they were writing. It joins what was written meanwhile.
 *
 * Nothing reaches the other by it. What a card already shows, or what its author gave along with a moment that
 * waits to open, stays as it was: that part of the draft waits until its author looks at the moment again.
 */
export async function keepLeftDrafts(phone: Phone): Promise<void> {
  const none = draftName('')
  const names = await phone.db.state.where('name').startsWith(none).primaryKeys()
  for (const name of names) {
    const id = name.slice(none.length)
    // One that cannot be kept stays where it is, and the others go on.
    await unlessHeld(phone, id, () => keepLeftDraft(phone, id)).catch(() => undefined)
  }
}

async function keepLeftDraft(phone: Phone, id: string): Promise<void> {
  const { db, vault } = phone
  const name = draftName(id)
  const left = (await db.state.get(name))?.value
  const draft = await readDraft(phone, id)
  // What is longer than a moment can hold comes back to the screen, to be made shorter.
  if (!draft || !wordsSchema.safeParse(tidyWords(draft.words)).success) return
  let waits: KeptDraft | null = null
  const saved = await changeEntry(phone, id, (now, open) => {
    const from = draft.from ?? now
    const kept = withoutWhatIsGiven(draft, from, now, open)
    const isWhole = isSame(kept.move, draft.move) && isSame(kept.words, draft.words)
    waits = isWhole ? null : { move: draft.move, words: draft.words, from: kept }
    const hasMoved = !isSame(kept.move, from.move)
    return { ...(hasMoved ? { move: kept.move } : {}), words: kept.words, from }
  })
  if (!saved.ok) return
  const value = waits ? vault.sealLocal(JSON.stringify(waits)) : null
  await db.transaction('rw', db.state, async () => {
    // Somebody has gone on writing: what they write now is theirs.
    if ((await db.state.get(name))?.value !== left) return
    if (value === null) await db.state.delete(name)
    else await db.state.put({ name, value })
  })
}

/** The draft without what of it the other sees, or would see without anybody having looked at it on the card. */
function withoutWhatIsGiven(
  draft: KeptDraft,
  from: Pick<KeptDraft, 'move' | 'words'>,
  { sharing }: Entry,
  open: boolean,
): Pick<KeptDraft, 'move' | 'words'> {
  const words = { ...draft.words }
  for (const field of sharing.with === 'us' && !open ? sharing.words : []) {
    if (isSame(words[field], from.words[field])) continue
    delete words[field]
    if (from.words[field] !== undefined) Object.assign(words, { [field]: from.words[field] })
  }
  return { move: open ? from.move : draft.move, words }
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
