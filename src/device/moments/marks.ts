import type { Kind } from '../../journal/move.ts'
import type { Phone } from '../phone.ts'
import type { SaidMemory } from './said.ts'

/** What a moment has to be opened for before it can be looked for. */
export interface Mark {
  readonly kind: Kind
  readonly situations: readonly string[]
}

/** Marks by their places on the timeline. */
export type MarksFound = readonly (readonly [place: string, mark: Mark])[]

/** So many are opened, and told, at once. */
const PAGE = 500

/**
 * The marks of every moment that opens, newest first, told in parts as they are found. What `memory`
 * knows already is not opened again.
 */
export async function readMarks(
  phone: Phone,
  memory: SaidMemory,
  tell: (found: MarksFound) => void,
): Promise<void> {
  const { records } = phone.db
  const places = await records.orderBy('[at+key]').keys()
  for (let end = places.length; end > 0; end -= PAGE) {
    const [first, last] = [places[Math.max(0, end - PAGE)], places[end - 1]]
    const found: (readonly [string, Mark])[] = []
    // A whole stretch is one question to the database; one by one they take twice as long.
    const page = await records.where('[at+key]').between(first, last, true, true).toArray()
    for (const record of page.toReversed()) {
      const said = memory.read(phone, record)
      if (!said || said.type === 'other') continue
      found.push([record.key, { kind: said.move.kind, situations: said.move.triggers ?? [] }])
    }
    tell(found)
  }
}
