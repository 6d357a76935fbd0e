import * as z from 'zod/mini'
import { journalFileSchema } from '../journal/export.ts'
import { type AuthoredMove, moveSchema } from '../journal/move.ts'

/** The moves of one couple; `couple` is missing where the input names none. */
export interface Couple {
  readonly couple: string | undefined
  readonly moves: readonly AuthoredMove[]
}

export type Read = { readonly couples: readonly Couple[] } | { readonly problem: string }

const lineSchema = z.extend(moveSchema, {
  id: z.string().check(z.minLength(1)),
  author: z.string().check(z.minLength(1)),
  couple: z.optional(z.string()),
})

/**
 * Reads moves, one JSON object a line, or the app's own export. Gives the couples in order of
 * appearance, or the first problem as `line N: reason`. No moves at all are one couple without any.
 */
export function readCouples(text: string): Read {
  return readExport(text) ?? readLines(text)
}

function readLines(text: string): Read {
  const couples = new Map<string | undefined, AuthoredMove[]>()
  const seen = new Map<string | undefined, { ids: Set<string>; authors: Set<string> }>()
  for (const [n, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const parsed = parseLine(line)
    if (typeof parsed === 'string') return problemAt(n, parsed)
    const { couple, ...move } = parsed
    const moves = couples.get(couple) ?? []
    const known = seen.get(couple) ?? { ids: new Set(), authors: new Set() }
    if (known.ids.has(move.id)) return problemAt(n, `the id ${JSON.stringify(move.id)} comes twice`)
    known.ids.add(move.id)
    known.authors.add(move.author)
    if (known.authors.size > 2) {
      return problemAt(n, `${JSON.stringify(move.author)} is a third author`)
    }
    moves.push(move)
    couples.set(couple, moves)
    seen.set(couple, known)
  }
  if (couples.size === 0) return { couples: [{ couple: undefined, moves: [] }] }
  return { couples: [...couples].map(([couple, moves]) => ({ couple, moves })) }
}

function problemAt(n: number, reason: string): Read {
  return { problem: `line ${n + 1}: ${reason}` }
}

type Line = AuthoredMove & { readonly couple?: string | undefined }

/** The move on a line, or why there is none. */
function parseLine(line: string): Line | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return 'not JSON'
  }
  const parsed = lineSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const where = issue === undefined ? '' : issue.path.join('.')
  return `${where === '' ? 'the move' : where}: ${issue?.message ?? 'not a move'}`
}

/** The moves of an exported journal, without the entries left out of loops; nothing for other text. */
function readExport(text: string): Read | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null || !('format' in value)) return undefined
  const parsed = journalFileSchema.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return { problem: `line 1: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` }
  }
  const ids = new Set<string>()
  const moves: AuthoredMove[] = []
  for (const { id, author, move, loops } of parsed.data.entries) {
    if (ids.has(id)) return { problem: `line 1: the id ${JSON.stringify(id)} comes twice` }
    ids.add(id)
    if (loops !== false) moves.push({ ...move, id, author })
  }
  return { couples: [{ couple: undefined, moves }] }
}
