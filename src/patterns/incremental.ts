import type { AuthoredMove } from '../journal/move.ts'
import type { Loops } from './detection.ts'
import { EditableTimeline } from './editable-timeline.ts'
import { Reading } from './reading.ts'
import { type Stretch, splitStretches } from './stretch.ts'
import { readWhen } from './when.ts'

/**
 * A detector that is told of one change at a time. `detection` equals `detectLoops` of the moves it
 * holds, byte for byte, and decodes only where something has changed.
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
    if (known !== undefined) this.takeOut(known)
    this.putIn(move)
    if (known !== undefined) this.checkAuthors()
  }

  /** Removes the move with this id, if there is one. */
  remove(id: string): void {
    const known = this.moves.get(id)
    if (known === undefined) return
    this.moves.delete(id)
    this.takeOut(known)
    this.checkAuthors()
  }

  /** What is found, as of `now`; without it, as of the last move. */
  detection(now?: string): Loops {
    return this.reading.loops(now === undefined ? undefined : readWhen(now).instant)
  }

  private putIn(move: AuthoredMove): void {
    const at = this.line.positionFor(move)
    const before = at === 0 ? undefined : this.indexOf(at - 1)
    const after = at === this.line.size ? undefined : this.indexOf(at)
    const first = before ?? after ?? 0
    const last = after ?? before ?? -1
    this.change(first, last, 1, () => this.line.insert(at, move))
  }

  private takeOut(move: AuthoredMove): void {
    const at = this.line.positionFor(move)
    const index = this.indexOf(at)
    this.change(index, index, -1, () => this.line.remove(at))
  }

  /** Makes an edit within the stretches `first` to `last`, and splits what is there then anew. */
  private change(first: number, last: number, by: 1 | -1, edit: () => void): void {
    const { stretches } = this.reading
    const touched = stretches.slice(first, last + 1)
    const from = touched[0]?.from ?? 0
    const to = (touched.at(-1)?.to ?? 0) + by
    for (const stretch of touched) this.reading.forget(stretch)
    edit()
    const anew = from === to ? [] : splitStretches(this.line, from, to)
    stretches.splice(first, touched.length, ...anew)
    this.reading.add(anew)
    for (let n = first + anew.length; n < stretches.length; n++) {
      const stretch = stretches[n] as Stretch
      stretch.from += by
      stretch.to += by
    }
  }

  /** Which stretch holds this position. */
  private indexOf(position: number): number {
    const { stretches } = this.reading
    let [low, high] = [0, stretches.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((stretches[middle] as Stretch).from <= position) low = middle
      else high = middle - 1
    }
    return low
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
