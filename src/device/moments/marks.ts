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
  const keys = (await records.orderBy('[at+key]').primaryKeys()).toReversed()
  for (let from = 0; from < keys.length; from += PAGE) {
    const found: (readonly [string, Mark])[] = []
    for (const record of await records.bulkGet(keys.slice(from, from + PAGE))) {
      const said = record ? memory.read(phone, record) : null
      if (!record || !said || said.type === 'other') continue
      found.push([record.key, { kind: said.move.kind, situations: said.move.triggers ?? [] }])
    }
    tell(found)
  }
}
