import type { Body } from '../../journal/body.ts'
import type { JournalFile } from '../../journal/export.ts'
import type { Phone } from '../phone.ts'

/**
 * What a person said about loops and to moments, to be read in their file. It rests on moments of two, so
 * it does not come back from there. `moments` tells by card which own moment is meant; the partner's are
 * in the file under the id of their card.
 */

/** Drawn loops, names, and how its author saw a loop; never what was said for the other on this phone. */
export async function loopsToFile(
  phone: Phone,
  moments: ReadonlyMap<string, string>,
): Promise<NonNullable<JournalFile['loops']>> {
  const inFile = (cards: readonly string[]) => cards.map((card) => moments.get(card) ?? card)
  const found = await readOwn(phone, ['own-loop', 'loop-name', 'loop-answer'])
  return found.flatMap(({ id, body }): NonNullable<JournalFile['loops']> => {
    if (body.type === 'own-loop') {
      return [{ id, drawn: body.name ?? '', moments: inFile(body.entries) }]
    }
    if (body.type !== 'loop-name' && body.type !== 'loop-answer') return []
    if (body.voice !== undefined && body.voice !== phone.me) return []
    const of = { id, moments: inFile(body.entries) }
    return body.type === 'loop-name'
      ? [{ ...of, name: body.name }]
      : [{ ...of, seen: body.seen, line: body.line ?? '' }]
  })
}

/** What was said to a moment with one tap. */
export async function repliesToFile(
  phone: Phone,
  moments: ReadonlyMap<string, string>,
): Promise<NonNullable<JournalFile['replies']>> {
  const found = await readOwn(phone, ['reply'])
  return found.flatMap(({ id, body }) =>
    body.type === 'reply' && body.said.length > 0
      ? [{ id, to: moments.get(body.of) ?? body.of, said: body.said }]
      : [],
  )
}

async function readOwn({ db, vault, me }: Phone, types: readonly string[]) {
  const records = await db.records.where('type').anyOf(types).toArray()
  return records.flatMap(({ author, envelope }): { id: string; body: Body }[] => {
    const opened = author === me && !envelope.deleted ? vault.open(envelope) : null
    return opened?.ok && opened.body.type !== 'unknown'
      ? [{ id: envelope.id, body: opened.body }]
      : []
  })
}
