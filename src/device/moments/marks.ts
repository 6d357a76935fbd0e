import type { Kind } from '../../journal/move.ts'
import type { Phone } from '../phone.ts'

/** What a moment has to be opened for before it can be looked for. */
export interface Mark {
  readonly kind: Kind
  readonly situations: readonly string[]
}

/** Opened once, in memory only, as long as the record stays as it is. */
const known = new WeakMap<Phone, Map<string, { readonly digest: string; readonly mark: Mark }>>()
const PAGE = 80

/** The marks of every moment that opens, by its place. In pages, so that a long journal holds nothing up. */
export async function readMarks(phone: Phone): Promise<ReadonlyMap<string, Mark>> {
  const { db, vault } = phone
  const before = known.get(phone) ?? new Map<string, { digest: string; mark: Mark }>()
  known.set(phone, before)
  const keys = await db.records.orderBy('[at+key]').primaryKeys()
  const marks = new Map<string, Mark>()
  for (let from = 0; from < keys.length; from += PAGE) {
    for (const record of await db.records.bulkGet(keys.slice(from, from + PAGE))) {
      if (!record) continue
      const { key, digest, envelope } = record
      const held = before.get(key)
      const mark = held?.digest === digest ? held.mark : openMark(vault.open(envelope))
      if (!mark) continue
      before.set(key, { digest, mark })
      marks.set(key, mark)
    }
  }
  return marks
}

function openMark(opened: ReturnType<Phone['vault']['open']>): Mark | null {
  if (!opened.ok) return null
  const { body } = opened
  if (body.type !== 'entry' && body.type !== 'card') return null
  return { kind: body.move.kind, situations: body.move.triggers ?? [] }
}
