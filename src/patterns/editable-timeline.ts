import type { AuthoredMove } from '../journal/move.ts'
import { isDateOnly } from '../journal/move.ts'
import { countWhile } from './count-while.ts'
import { ANY_TIME, bucketOf, kindIndex, orderMoves, type Timeline } from './timeline.ts'
import { readWhen } from './when.ts'

/** A timeline that takes moves in and out of its middle. Its columns are longer than its size. */
export class EditableTimeline implements Timeline {
  size: number
  readonly ids: string[]
  readonly authors: readonly string[]
  at: Float64Array
  author: Uint8Array
  kind: Uint8Array
  bucket: Uint8Array
  isAlone: Uint8Array
  private readonly written: [number, number] = [0, 0]

  constructor(moves: readonly AuthoredMove[]) {
    const line = orderMoves(moves)
    this.size = line.size
    this.ids = [...line.ids]
    this.authors = line.authors
    this.at = line.at
    this.author = line.author
    this.kind = line.kind
    this.bucket = line.bucket
    this.isAlone = line.isAlone
    for (const author of line.author) this.written[author as 0 | 1]++
  }

  /** Tells whether each of `authors` still has a move. */
  get hasAllAuthors(): boolean {
    return this.authors.every((_, author) => this.written[author as 0 | 1] > 0)
  }

  /** Where this move is, or where it would go. */
  positionFor({ at, id }: AuthoredMove): number {
    const { instant } = readWhen(at)
    return countWhile(this.size, (position) => {
      const there = this.at[position] as number
      return there < instant || (there === instant && (this.ids[position] as string) < id)
    })
  }

  /** Puts a move of a known author in at its position. */
  insert(position: number, move: AuthoredMove): void {
    if (this.size === this.at.length) this.grow()
    for (const column of this.columns) column.copyWithin(position + 1, position, this.size)
    this.ids.splice(position, 0, move.id)
    this.size++
    this.write(position, move)
  }

  /** Puts a move of a known author at `after`, in place of the one that was at `before`. */
  replace(before: number, after: number, move: AuthoredMove): void {
    this.written[this.author[before] as 0 | 1]--
    for (const column of this.columns) {
      if (after > before) column.copyWithin(before, before + 1, after + 1)
      else column.copyWithin(after + 1, after, before)
    }
    if (after > before) this.ids.copyWithin(before, before + 1, after + 1)
    else this.ids.copyWithin(after + 1, after, before)
    this.ids[after] = move.id
    this.write(after, move)
  }

  remove(position: number): void {
    this.written[this.author[position] as 0 | 1]--
    for (const column of this.columns) column.copyWithin(position, position + 1, this.size)
    this.ids.splice(position, 1)
    this.size--
  }

  private get columns(): readonly (Float64Array | Uint8Array)[] {
    return [this.at, this.author, this.kind, this.bucket, this.isAlone]
  }

  private write(position: number, move: AuthoredMove): void {
    const when = readWhen(move.at)
    const author = this.authors.indexOf(move.author) as 0 | 1
    this.at[position] = when.instant
    this.author[position] = author
    this.kind[position] = kindIndex(move.kind)
    this.bucket[position] = isDateOnly(move.at) ? ANY_TIME : bucketOf(when.wall)
    this.written[author]++
  }

  private grow(): void {
    const room = Math.max(64, this.size * 2)
    this.at = widen(this.at, new Float64Array(room))
    this.author = widen(this.author, new Uint8Array(room))
    this.kind = widen(this.kind, new Uint8Array(room))
    this.bucket = widen(this.bucket, new Uint8Array(room))
    this.isAlone = widen(this.isAlone, new Uint8Array(room))
  }
}

function widen<T extends Float64Array | Uint8Array>(column: T, wider: T): T {
  wider.set(column)
  return wider
}
