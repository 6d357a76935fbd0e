import { addLogs } from './add-logs.ts'
import { CORE_MS, LOOP_MS, TRIGGER_MS } from './bounds.ts'
import { costOf, type Model, QUARTER_MS, ROLE, stepIndex } from './model.ts'
import { FIRST, Nodes, NONE } from './nodes.ts'
import { Stretch } from './stretch.ts'
import { REPAIR, type Timeline, TRIGGER } from './timeline.ts'
import { PATIENCE, Ways } from './ways.ts'

/** The entries of one loop, in order, as positions that count from the first entry of the range. */
export type Chain = readonly number[]

/** An open loop has only a trigger, only one kind of core move, or both kinds. */
const ONLY_TRIGGER = 0
const HALF = 1
const WHOLE = 2

/**
 * Finds the disjoint loops with the best total score in a range of the timeline.
 *
 * A sweep over the entries in order follows every way of having at most `open` loops unfinished (two
 * loops may interleave, three are not looked for). Each entry is left to the background, begins a
 * loop, or goes on with an open one. Of two ways with the same open ends only the better can be part
 * of the best total, so the sweep is exact (Viterbi 1967) as long as no more than `FOLLOWED` ways are
 * open and none wins after falling `PATIENCE` behind. The bound of seven days is kept on the better
 * way.
 */
export class Decoder {
  private readonly ways: Ways
  private readonly isSum: boolean
  private readonly nodes = new Nodes()
  private readonly open: 1 | 2
  private readonly stretch = new Stretch()
  private bestScore = 0
  /** Until then no open loop is over. */
  private overAfter = 0

  constructor(open: 1 | 2, { patience = PATIENCE, isSum = false } = {}) {
    this.ways = new Ways(isSum, patience)
    this.isSum = isSum
    this.open = open
  }

  /** Loops among the entries `from` (included) to `to` (excluded), ordered by first entry. */
  decode(line: Timeline, model: Model, from: number, to: number): Chain[] {
    const best = this.sweep(line, model, from, to)
    return best === NONE ? [] : this.nodes.chainsTo(best)
  }

  /** The best total alone. */
  total(line: Timeline, model: Model, from: number, to: number): number {
    this.sweep(line, model, from, to)
    return this.bestScore
  }

  private sweep(line: Timeline, model: Model, from: number, to: number): number {
    const { stretch, ways, nodes } = this
    stretch.read(line, from, to)
    nodes.begin()
    ways.begin()
    this.overAfter = Number.NEGATIVE_INFINITY
    for (let i = 0; i < stretch.size; i++) {
      const mayBegin = stretch.canBegin[i] === 1
      const mayFollow = stretch.canFollow[i] === 1 && !ways.hasNothingOpen
      if (!mayBegin && !mayFollow) continue
      this.endWhatIsOver(model, stretch.at[i] as number)
      const kind = stretch.kind[i] as number
      const author = stretch.author[i] as number
      const cost = costOf(model, author, kind, stretch.bucket[i] as number)
      const { size } = ways
      if (mayBegin) for (let w = 0; w < size; w++) this.beginAfter(model, w, i, cost)
      if (mayFollow) {
        for (let w = 0; w < size; w++) {
          const a = ways.tipA[w] as number
          if (a === NONE) continue
          const b = ways.tipB[w] as number
          const [startA, startB] = [ways.startA[w] as number, ways.startB[w] as number]
          const score = (ways.score[w] as number) + cost
          const node = ways.node[w] as number
          this.extend(model, a, startA, b, startB, i, score, node)
          if (b !== NONE) this.extend(model, b, startB, a, startA, i, score, node)
        }
      }
      ways.settle(i)
      nodes.record(ways, i)
    }
    return this.finish(model)
  }

  /** In the way `w`, entry `i` begins a loop. */
  private beginAfter(model: Model, w: number, i: number, cost: number): void {
    const { ways, stretch } = this
    const a = ways.tipA[w] as number
    const b = ways.tipB[w] as number
    const node = ways.node[w] as number
    const kind = stretch.kind[i] as number
    let tip = i * 4 + ONLY_TRIGGER
    let score = (ways.score[w] as number) + cost + (model.start[kind] as number) + model.boldness
    if (kind !== TRIGGER) {
      tip = i * 4 + HALF
      score += model.traits[ROLE + (stretch.reaching[i] as number)] as number
    }
    if (a === NONE) ways.offer(tip, NONE, i, 0, score, node, FIRST)
    else if (b === NONE && this.open === 2) {
      ways.offer(tip, a, i, ways.startA[w] as number, score, node, FIRST)
    } else {
      if ((a & 3) === WHOLE) {
        const startB = ways.startB[w] as number
        ways.offer(tip, b, i, startB, score + this.endOf(model, a), node, FIRST)
      }
      if (b !== NONE && (b & 3) === WHOLE) {
        const startA = ways.startA[w] as number
        ways.offer(tip, a, i, startA, score + this.endOf(model, b), node, FIRST)
      }
    }
  }

  /** Entry `i` goes on with the loop that is open at `tip`, while `other` stays as it is. */
  private extend(
    model: Model,
    tip: number,
    start: number,
    other: number,
    startOther: number,
    i: number,
    score: number,
    node: number,
  ): void {
    const { stretch, ways } = this
    const kind = stretch.kind[i] as number
    const last = tip >> 2
    const state = tip & 3
    if (kind === REPAIR) {
      if (state !== WHOLE) return
    } else if (state !== ONLY_TRIGGER && stretch.reaching[last] !== stretch.reaching[i]) return
    const now = stretch.at[i] as number
    if (now - (stretch.at[start] as number) > LOOP_MS) return
    const lastKind = stretch.kind[last] as number
    const dateOnly = (stretch.isDate[i] as number) | (stretch.isDate[last] as number)
    const quarter = Math.floor((now - (stretch.at[last] as number)) / QUARTER_MS)
    let total = score + (model.step[stepIndex(lastKind, kind, dateOnly) + quarter] as number)
    if (kind === REPAIR) {
      ways.offer(other, NONE, startOther, 0, total, node, last)
      return
    }
    if (state === WHOLE) total += model.stamina
    if (state === ONLY_TRIGGER) {
      total += model.traits[ROLE + (stretch.reaching[i] as number)] as number
    }
    const isWhole = state === WHOLE || (state === HALF && kind !== lastKind)
    if (isWhole && stretch.canGoOn[i] === 0) {
      total += model.end[kind] as number
      ways.offer(other, NONE, startOther, 0, total, node, last)
    } else if (isWhole || stretch.canTurn[i] === 1) {
      ways.offer(i * 4 + (isWhole ? WHOLE : HALF), other, start, startOther, total, node, last)
    }
  }

  /** Ends the loops whose last entry is too long ago now, and the ways in which such a one is not whole. */
  private endWhatIsOver(model: Model, now: number): void {
    const { ways } = this
    if (now <= this.overAfter) return
    // No loop that goes on from here is over before that.
    this.overAfter = now + TRIGGER_MS
    const size = ways.reconsider()
    for (let w = 0; w < size; w++) {
      let a = ways.tipA[w] as number
      let b = ways.tipB[w] as number
      let startA = ways.startA[w] as number
      const startB = ways.startB[w] as number
      let score = ways.score[w] as number
      if (b !== NONE && this.boundOf(b) < now) {
        if ((b & 3) !== WHOLE) continue
        score += this.endOf(model, b)
        b = NONE
      }
      if (a !== NONE && this.boundOf(a) < now) {
        if ((a & 3) !== WHOLE) continue
        score += this.endOf(model, a)
        a = b
        startA = startB
        b = NONE
      }
      ways.goOn(a, b, startA, startB, score, ways.node[w] as number)
      if (a !== NONE) this.overAfter = Math.min(this.overAfter, this.boundOf(a))
      if (b !== NONE) this.overAfter = Math.min(this.overAfter, this.boundOf(b))
    }
  }

  /** Until when a loop can go on. */
  private boundOf(tip: number): number {
    const bound = (tip & 3) === ONLY_TRIGGER ? TRIGGER_MS : CORE_MS
    return (this.stretch.at[tip >> 2] as number) + bound
  }

  private endOf(model: Model, tip: number): number {
    return model.end[this.stretch.kind[tip >> 2] as number] as number
  }

  /** The best way in which every open loop may end. The first one wins a tie. */
  private finish(model: Model): number {
    const { ways } = this
    let best = NONE
    this.bestScore = NONE
    for (let w = 0; w < ways.size; w++) {
      const a = ways.tipA[w] as number
      const b = ways.tipB[w] as number
      if ((a !== NONE && (a & 3) !== WHOLE) || (b !== NONE && (b & 3) !== WHOLE)) continue
      let score = ways.score[w] as number
      if (a !== NONE) score += this.endOf(model, a)
      if (b !== NONE) score += this.endOf(model, b)
      if (this.isSum && best !== NONE) this.bestScore = addLogs(this.bestScore, score)
      else if (score > this.bestScore) {
        this.bestScore = score
        best = w
      }
    }
    return best === NONE ? NONE : (ways.node[best] as number)
  }
}
