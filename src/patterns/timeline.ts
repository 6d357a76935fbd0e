import { type AuthoredMove, isDateOnly, KINDS } from '../journal/move.ts'
import { readWhen } from './when.ts'

export const TRIGGER = 0
export const PURSUE = 1
export const WITHDRAW = 2
export const REPAIR = 3

/** Hours of the week are told apart in eight parts of the day, on weekdays and at weekends. */
export const PARTS = 8
export const BUCKETS = 2 * PARTS + 1
/** The bucket of a date alone: some time that day. */
export const ANY_TIME = 2 * PARTS

/** The moves of two people in the order of (instant, id), as columns. */
export interface Timeline {
  readonly size: number
  readonly ids: readonly string[]
  /** At most two, sorted; `author` holds positions in it. */
  readonly authors: readonly string[]
  readonly at: Float64Array
  readonly author: Uint8Array
  /** Position in KINDS. */
  readonly kind: Uint8Array
  /** Part of the author's own week: 0-7 weekday, 8-15 weekend, 16 unknown. */
  readonly bucket: Uint8Array
  /** One where only one of them writes, for a week or more; filled in by the reading. */
  readonly isAlone: Uint8Array
}

/** Puts the moves of two people in order. Throws on a third author: a door let it through. */
export function orderMoves(moves: readonly AuthoredMove[]): Timeline {
  const size = moves.length
  const authors = authorsOf(moves)
  const instants = new Float64Array(size)
  const buckets = new Uint8Array(size)
  const when = { instant: 0, wall: 0 }
  for (let i = 0; i < size; i++) {
    const at = (moves[i] as AuthoredMove).at
    readWhen(at, when)
    instants[i] = when.instant
    buckets[i] = isDateOnly(at) ? ANY_TIME : bucketOf(when.wall)
  }
  const order = orderOf(moves, instants)
  const ids = new Array<string>(size)
  const at = new Float64Array(size)
  const author = new Uint8Array(size)
  const kind = new Uint8Array(size)
  const bucket = new Uint8Array(size)
  for (let i = 0; i < size; i++) {
    const from = order === undefined ? i : (order[i] as number)
    const move = moves[from] as AuthoredMove
    ids[i] = move.id
    at[i] = instants[from] as number
    author[i] = move.author === authors[0] ? 0 : 1
    kind[i] = kindIndex(move.kind)
    bucket[i] = buckets[from] as number
  }
  return { size, ids, authors, at, author, kind, bucket, isAlone: new Uint8Array(size) }
}

/** The part of the week of a wall-clock time in milliseconds. 1970 began on a Thursday. */
export function bucketOf(wall: number): number {
  const day = Math.floor(wall / 86_400_000)
  const part = Math.floor((wall - day * 86_400_000) / 10_800_000)
  const weekday = (((day + 3) % 7) + 7) % 7
  return weekday >= 5 ? PARTS + part : part
}

export function kindIndex(kind: AuthoredMove['kind']): number {
  return KINDS.indexOf(kind)
}

function authorsOf(moves: readonly AuthoredMove[]): readonly string[] {
  let first: string | undefined
  let second: string | undefined
  for (const { author } of moves) {
    if (first === undefined) first = author
    else if (author !== first) {
      if (second === undefined) second = author
      else if (author !== second) throw new Error('a couple has two authors')
    }
  }
  if (first === undefined) return []
  if (second === undefined) return [first]
  return first < second ? [first, second] : [second, first]
}

/** The sorted positions, or nothing when the moves are in order already, as most journals are. */
function orderOf(moves: readonly AuthoredMove[], instants: Float64Array): Uint32Array | undefined {
  const before = (a: number, b: number): number =>
    (instants[a] as number) - (instants[b] as number) ||
    ((moves[a] as AuthoredMove).id < (moves[b] as AuthoredMove).id ? -1 : 1)
  let sorted = true
  for (let i = 1; i < moves.length && sorted; i++) sorted = before(i - 1, i) < 0
  if (sorted) return undefined
  const order = new Uint32Array(moves.length)
  for (let i = 0; i < order.length; i++) order[i] = i
  return order.sort(before)
}
