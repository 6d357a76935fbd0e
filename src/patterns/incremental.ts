import type { AuthoredMove } from '../journal/move.ts'
import type { Detection, Loops } from './detection.ts'
import { EditableTimeline } from './editable-timeline.ts'
import { Reading } from './reading.ts'
import { readWhen } from './when.ts'

/** With more changes than this, reading everything again is quicker. */
const MOST_ONE_BY_ONE = 200
/** A move that goes further than this many places is taken out and put in again. */
const NEARBY = 50

/**
 * A detector that is told of one change at a time. `detection` equals `detect` of the moves it holds,
 * byte for byte, and does again only what a change can have touched.
 */
export class IncrementalDetector {
  private line = new EditableTimeline([])
  private reading = new Reading(this.line)
  private readonly moves = new Map<string, AuthoredMove>()

  constructor(moves: readonly AuthoredMove[] = []) {
    for (const move of moves) this.moves.set(move.id, move)
    this.readAgain()
  }

  /** Adds a move, or puts it in place of the one with its id. Throws on a third author. */
  set(move: AuthoredMove): void {
    const known = this.moves.get(move.id)
    if (!this.line.authors.includes(move.author)) return this.addAuthor(move)
    this.moves.set(move.id, move)
    if (known === undefined) return this.putIn(move)
    const before = this.line.positionFor(known)
    const after = this.line.positionFor(move)
    if (Math.abs(after - before) > NEARBY) {
      this.takeOut(known)
      this.putIn(move)
    } else this.putElsewhere(before, after > before ? after - 1 : after, move)
    this.checkAuthors()
  }

  /** Removes the move with this id, if there is one. */
  remove(id: string): void {
    const known = this.moves.get(id)
    if (known === undefined) return
    this.moves.delete(id)
    this.takeOut(known)
    this.checkAuthors()
  }

  get size(): number {
    return this.moves.size
  }

  /** Holds exactly these moves from now on. Ids differ. */
  hold(moves: readonly AuthoredMove[]): void {
    const changed = moves.filter((move) => !isSameMove(this.moves.get(move.id), move))
    const kept = new Set(moves.map(({ id }) => id))
    const gone = [...this.moves.keys()].filter((id) => !kept.has(id))
    if (changed.length + gone.length > MOST_ONE_BY_ONE) {
      this.moves.clear()
      for (const move of moves) this.moves.set(move.id, move)
      this.readAgain()
      return
    }
    for (const id of gone) this.remove(id)
    for (const move of changed) this.set(move)
  }

  /** What is found, as of `now`; without it, as of the last move. */
  loops(now?: string): Loops {
    return this.reading.loops(now === undefined ? undefined : readWhen(now).instant)
  }

  /** The same with the tests against chance, which cost more than all the rest. */
  detection(now?: string): Detection {
    return { ...this.loops(now), pattern: this.reading.pattern() }
  }

  private putIn(move: AuthoredMove): void {
    const at = this.line.positionFor(move)
    this.line.insert(at, move)
    this.reading.changed(at, at, 1)
  }

  private putElsewhere(before: number, after: number, move: AuthoredMove): void {
    this.line.replace(before, after, move)
    this.reading.changed(Math.min(before, after), Math.max(before, after) + 1, 0)
  }

  private takeOut(move: AuthoredMove): void {
    const at = this.line.positionFor(move)
    this.line.remove(at)
    this.reading.changed(at, at + 1, -1)
  }

  private addAuthor(move: AuthoredMove): void {
    const moves = [...this.moves.values()].filter(({ id }) => id !== move.id)
    this.line = new EditableTimeline([...moves, move])
    this.reading = new Reading(this.line)
    this.moves.set(move.id, move)
  }

  /** With an author gone, the other one's column changes: start over. */
  private checkAuthors(): void {
    if (!this.line.hasAllAuthors) this.readAgain()
  }

  private readAgain(): void {
    this.line = new EditableTimeline([...this.moves.values()])
    this.reading = new Reading(this.line)
  }
}

function isSameMove(one: AuthoredMove | undefined, other: AuthoredMove): boolean {
  return one?.at === other.at && one.kind === other.kind && one.author === other.author
}
