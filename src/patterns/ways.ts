import { addLogs } from './add-logs.ts'
import { NONE, SKIP } from './nodes.ts'

/**
 * How many ways of having loops open are followed at once. A range in which fewer are possible is
 * decoded exactly; beyond it, the best ones go on.
 */
export const FOLLOWED = 32
/** A way this far behind the best (hundredths of a nat) is given up: no planted loop came from there. */
export const PATIENCE = 300
/** One entry turns a way into at most five. */
const ROOM = 5 * (FOLLOWED + 1)
/** More than twice the room, a power of two. */
const SLOTS = 512
const SLOT_SHIFT = 32 - 9

/**
 * The ways in which loops may be open after an entry, as columns: up to two tips (position * 4 +
 * state, the later one first), where their loops started, the best score that leads there, and the
 * choices behind it. The first is always the one in which nothing is open. What an entry makes of them
 * is offered behind them, and `settle` says which of all go on.
 */
export class Ways {
  size = 0
  readonly tipA = new Int32Array(ROOM)
  readonly tipB = new Int32Array(ROOM)
  readonly startA = new Int32Array(ROOM)
  readonly startB = new Int32Array(ROOM)
  readonly score = new Int32Array(ROOM)
  readonly node = new Int32Array(ROOM)
  readonly link = new Int32Array(ROOM)
  private readonly isSum: boolean
  private readonly patience: number
  /** Where the offered ones end. */
  private end = 0
  private most = 0
  /** Where an offered way is, by its tips; a slot is in use if it carries the stamp of the entry. */
  private readonly slots = new Int32Array(SLOTS)
  private readonly stamps = new Int32Array(SLOTS)
  private stamp = 1

  /** With `isSum`, two ways with the same open ends add up; else, the better one stays. */
  constructor(isSum: boolean, patience: number) {
    this.isSum = isSum
    this.patience = patience
  }

  get hasNothingOpen(): boolean {
    return this.size === 1
  }

  /** Starts from the one way in which nothing is open. */
  begin(): void {
    this.reconsider()
    this.goOn(NONE, NONE, 0, 0, 0, NONE)
  }

  /** A way that takes the entry at hand, unless one with the same open ends is as good. */
  offer(
    tipA: number,
    tipB: number,
    startA: number,
    startB: number,
    score: number,
    node: number,
    link: number,
  ): void {
    if (this.isGivenUp(tipA, score)) return
    const { stamps, slots, stamp } = this
    let slot = (Math.imul(tipA + 1, 0x9e3779b1) ^ Math.imul(tipB + 1, 0x85ebca6b)) >>> SLOT_SHIFT
    while (stamps[slot] === stamp) {
      const at = slots[slot] as number
      if (this.tipA[at] === tipA && this.tipB[at] === tipB) {
        this.merge(at, startA, startB, score, node, link)
        return
      }
      slot = (slot + 1) & (SLOTS - 1)
    }
    stamps[slot] = stamp
    slots[slot] = this.end
    this.put(this.end++, tipA, tipB, startA, startB, score, node, link)
  }

  /** Ends the offers of entry `i`, and gives up the ways that are too far behind, or too many. */
  settle(i: number): void {
    this.stamp++
    this.joinEnded(i)
    this.keepFrom(this.most - this.patience)
    if (this.size <= FOLLOWED) return
    const scores = this.score.slice(0, this.size).sort()
    this.keepFrom((scores[this.size - FOLLOWED - 1] as number) + 1)
  }

  /** Takes all ways out, for `goOn` to put them in again in the same order. Gives how many they were. */
  reconsider(): number {
    const { size } = this
    this.size = 0
    this.end = 0
    this.most = 0
    return size
  }

  /** A way goes on without the entry at hand, unless one with the same open ends is as good. */
  goOn(
    tipA: number,
    tipB: number,
    startA: number,
    startB: number,
    score: number,
    node: number,
  ): void {
    const at = this.indexOf(tipA, tipB)
    if (at < this.size) this.merge(at, startA, startB, score, node, SKIP)
    else {
      this.put(at, tipA, tipB, startA, startB, score, node, SKIP)
      this.end = ++this.size
    }
  }

  /** An offered way in which entry `i` has ended a loop may have the same open ends as an older one. */
  private joinEnded(i: number): void {
    for (let w = this.size; w < this.end; w++) {
      const tip = this.tipA[w] as number
      if (tip >> 2 === i) continue
      const at = this.indexOf(tip, NONE)
      if (at === this.size) continue
      const { startA, startB, score, node, link } = this
      this.merge(
        at,
        startA[w] as number,
        startB[w] as number,
        score[w] as number,
        node[w] as number,
        link[w] as number,
      )
      this.copy(--this.end, w--)
    }
  }

  /** Which of the ways that go on has these open ends; `size` if none has. */
  private indexOf(tipA: number, tipB: number): number {
    let w = 0
    while (w < this.size && (this.tipA[w] !== tipA || this.tipB[w] !== tipB)) w++
    return w
  }

  /** The way without open loops always stays, and ways that add up need all there are. */
  private isGivenUp(tipA: number, score: number): boolean {
    return score < this.most - this.patience && tipA !== NONE && !this.isSum
  }

  private keepFrom(least: number): void {
    let kept = 0
    for (let w = 0; w < this.end; w++) {
      if ((this.score[w] as number) < least && this.tipA[w] !== NONE) continue
      if (kept < w) this.copy(w, kept)
      kept++
    }
    this.size = kept
    this.end = kept
  }

  private merge(
    at: number,
    startA: number,
    startB: number,
    score: number,
    node: number,
    link: number,
  ): void {
    const known = this.score[at] as number
    if (score > known) {
      const [a, b] = [this.tipA[at] as number, this.tipB[at] as number]
      this.put(at, a, b, startA, startB, score, node, link)
    }
    if (this.isSum) this.score[at] = addLogs(known, score)
    this.most = Math.max(this.most, this.score[at] as number)
  }

  private copy(from: number, to: number): void {
    this.tipA[to] = this.tipA[from] as number
    this.tipB[to] = this.tipB[from] as number
    this.startA[to] = this.startA[from] as number
    this.startB[to] = this.startB[from] as number
    this.score[to] = this.score[from] as number
    this.node[to] = this.node[from] as number
    this.link[to] = this.link[from] as number
  }

  private put(
    at: number,
    tipA: number,
    tipB: number,
    startA: number,
    startB: number,
    score: number,
    node: number,
    link: number,
  ): void {
    this.tipA[at] = tipA
    this.tipB[at] = tipB
    this.startA[at] = startA
    this.startB[at] = startB
    this.score[at] = score
    this.node[at] = node
    this.link[at] = link
    if (score > this.most) this.most = score
  }
}
