import { CORE_MS, LOOP_MS, TRIGGER_MS } from './bounds.ts'
import { entryIndex, type Model, QUARTER_MS, stepIndex } from './model.ts'
import { ANY_TIME, PURSUE, REPAIR, type Timeline, TRIGGER } from './timeline.ts'

/** The entries of one loop, as positions in the timeline, in order. */
export type Chain = readonly number[]

/**
 * How many ways of having loops open are followed at once. A stretch in which fewer are possible is
 * decoded exactly; beyond it, the best ones go on.
 */
export const FOLLOWED = 512
/** In a stretch with more entries than this, memory bounds the search. */
const LONG = 4096
const FOLLOWED_IF_LONG = 48

/** An open loop has only a trigger, only one kind of core move, or both kinds. */
const ONLY_TRIGGER = 0
const HALF = 1
const WHOLE = 2

const NONE = -1
const SKIP = -2
const FIRST = -1

/**
 * Finds the disjoint loops with the best total score in a stretch of the timeline.
 *
 * A sweep over the entries in order follows every way of having at most `open` loops unfinished (two
 * loops may interleave, three are not looked for). Each entry is left to the background, begins a
 * loop, or goes on with an open one. Of two ways with the same open ends only the better can be part
 * of the best total, so the sweep is exact (Viterbi 1967) up to `FOLLOWED` ways. The bound of seven
 * days is kept on the better way.
 */
export class Decoder {
  private ways = new Ways()
  private next = new Ways()
  private nodes = new Nodes()
  private line: Timeline
  private readonly open: 1 | 2

  constructor(line: Timeline, open: 1 | 2) {
    this.line = line
    this.open = open
  }

  /** Loops among the entries `from` (included) to `to` (excluded), ordered by first entry. */
  decode(model: Model, from: number, to: number): Chain[] {
    const best = this.sweep(model, from, to)
    return best === NONE ? [] : this.chainsOf(best)
  }

  /** The best total alone. */
  total(model: Model, from: number, to: number): number {
    this.sweep(model, from, to)
    return this.bestScore
  }

  private bestScore = 0

  private sweep(model: Model, from: number, to: number): number {
    const { at } = this.line
    const limit = to - from > LONG ? FOLLOWED_IF_LONG : FOLLOWED
    this.nodes.size = 0
    this.ways.size = 0
    this.ways.push(NONE, NONE, 0, 0, 0, NONE, SKIP)
    for (let i = from; i < to; i++) {
      this.next.clear()
      for (let w = 0; w < this.ways.size; w++) this.advance(model, w, i, at[i] as number)
      this.next.keep(limit)
      this.nodes.record(this.next, i)
      const done = this.ways
      this.ways = this.next
      this.next = done
    }
    return this.finish(model)
  }

  /** All that entry `i` may do in one way. */
  private advance(model: Model, w: number, i: number, now: number): void {
    const { ways, next, line } = this
    let a = ways.tipA[w] as number
    let b = ways.tipB[w] as number
    let startA = ways.startA[w] as number
    let startB = ways.startB[w] as number
    let score = ways.score[w] as number
    const node = ways.node[w] as number
    if (b !== NONE && this.isOver(b, now)) {
      if ((b & 3) !== WHOLE) return
      score += model.end[line.kind[b >> 2] as number] as number
      b = NONE
    }
    if (a !== NONE && this.isOver(a, now)) {
      if ((a & 3) !== WHOLE) return
      score += model.end[line.kind[a >> 2] as number] as number
      a = b
      startA = startB
      b = NONE
    }
    next.offer(a, b, startA, startB, score, node, SKIP)

    const kind = line.kind[i] as number
    const author = line.author[i] as number
    const gain = model.entry[entryIndex(author, kind, line.bucket[i] as number)] as number
    if (kind !== REPAIR) {
      let begun = score + gain + (model.start[kind] as number)
      const tip = i * 4 + (kind === TRIGGER ? ONLY_TRIGGER : HALF)
      if (kind !== TRIGGER) begun += model.role[kind === PURSUE ? author : 1 - author] as number
      if (a === NONE) next.offer(tip, NONE, i, 0, begun, node, FIRST)
      else if (b === NONE && this.open === 2) next.offer(tip, a, i, startA, begun, node, FIRST)
      if (a !== NONE && (b !== NONE || this.open === 1)) {
        if ((a & 3) === WHOLE) {
          const closed = model.end[line.kind[a >> 2] as number] as number
          next.offer(tip, b, i, startB, begun + closed, node, FIRST)
        }
        if (b !== NONE && (b & 3) === WHOLE) {
          const closed = model.end[line.kind[b >> 2] as number] as number
          next.offer(tip, a, i, startA, begun + closed, node, FIRST)
        }
      }
    }
    if (a !== NONE) this.extend(model, a, startA, b, startB, i, now, score + gain, node)
    if (b !== NONE) this.extend(model, b, startB, a, startA, i, now, score + gain, node)
  }

  /** Entry `i` goes on with the loop that is open at `tip`, while `other` stays as it is. */
  private extend(
    model: Model,
    tip: number,
    start: number,
    other: number,
    startOther: number,
    i: number,
    now: number,
    score: number,
    node: number,
  ): void {
    const { line, next } = this
    const kind = line.kind[i] as number
    if (kind === TRIGGER) return
    const last = tip >> 2
    const state = tip & 3
    const lastKind = line.kind[last] as number
    if (now - (line.at[start] as number) > LOOP_MS) return
    const dateOnly = line.bucket[i] === ANY_TIME || line.bucket[last] === ANY_TIME ? 1 : 0
    const quarter = Math.floor((now - (line.at[last] as number)) / QUARTER_MS)
    let total = score + (model.step[stepIndex(lastKind, kind, dateOnly) + quarter] as number)
    if (kind === REPAIR) {
      if (state === WHOLE) next.offer(other, NONE, startOther, 0, total, node, last)
      return
    }
    const author = line.author[i] as number
    const reaching = kind === PURSUE ? author : 1 - author
    let grown = HALF
    if (state === ONLY_TRIGGER) total += model.role[reaching] as number
    else {
      const lastAuthor = line.author[last] as number
      if ((lastKind === PURSUE ? lastAuthor : 1 - lastAuthor) !== reaching) return
      if (state === WHOLE || kind !== lastKind) grown = WHOLE
    }
    next.offer(i * 4 + grown, other, start, startOther, total, node, last)
  }

  private isOver(tip: number, now: number): boolean {
    const bound = (tip & 3) === ONLY_TRIGGER ? TRIGGER_MS : CORE_MS
    return now - (this.line.at[tip >> 2] as number) > bound
  }

  /** The best way in which every open loop may end. The first one offered wins a tie. */
  private finish(model: Model): number {
    const { ways, line } = this
    let best = NONE
    this.bestScore = NONE
    for (let w = 0; w < ways.size; w++) {
      let score = ways.score[w] as number
      const a = ways.tipA[w] as number
      const b = ways.tipB[w] as number
      if (a !== NONE) {
        if ((a & 3) !== WHOLE) continue
        score += model.end[line.kind[a >> 2] as number] as number
      }
      if (b !== NONE) {
        if ((b & 3) !== WHOLE) continue
        score += model.end[line.kind[b >> 2] as number] as number
      }
      if (score > this.bestScore) {
        this.bestScore = score
        best = w
      }
    }
    return best === NONE ? NONE : (ways.node[best] as number)
  }

  private chainsOf(last: number): Chain[] {
    const { parent, entry, link } = this.nodes
    const steps: number[] = []
    for (let node = last; node !== NONE; node = parent[node] as number) steps.push(node)
    const chains: number[][] = []
    const ending = new Map<number, number[]>()
    for (let s = steps.length - 1; s >= 0; s--) {
      const i = entry[steps[s] as number] as number
      const before = link[steps[s] as number] as number
      const chain = before === FIRST ? [] : (ending.get(before) as number[])
      if (before === FIRST) chains.push(chain)
      chain.push(i)
      ending.set(i, chain)
    }
    return chains
  }
}

/** Columns of ways; `tip` is position * 4 + state, the later one first. */
class Ways {
  size = 0
  capacity = 64
  tipA = new Int32Array(64)
  tipB = new Int32Array(64)
  startA = new Int32Array(64)
  startB = new Int32Array(64)
  score = new Int32Array(64)
  node = new Int32Array(64)
  link = new Int32Array(64)
  private readonly slots = new Int32Array(8192)
  private readonly stamps = new Int32Array(8192)
  private stamp = 0

  clear(): void {
    this.size = 0
    this.stamp++
  }

  /** Adds a way, or replaces the one with the same open ends if this is strictly better. */
  offer(
    tipA: number,
    tipB: number,
    startA: number,
    startB: number,
    score: number,
    node: number,
    link: number,
  ): void {
    const [a, b] = tipA >= tipB ? [tipA, tipB] : [tipB, tipA]
    let slot = ((Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b)) >>> 19) & 8191
    while (this.stamps[slot] === this.stamp) {
      const at = this.slots[slot] as number
      if (this.tipA[at] === a && this.tipB[at] === b) {
        if (score > (this.score[at] as number)) {
          this.put(at, tipA, tipB, startA, startB, score, node, link)
        }
        return
      }
      slot = (slot + 1) & 8191
    }
    this.stamps[slot] = this.stamp
    this.slots[slot] = this.size
    this.push(tipA, tipB, startA, startB, score, node, link)
  }

  push(
    tipA: number,
    tipB: number,
    startA: number,
    startB: number,
    score: number,
    node: number,
    link: number,
  ): void {
    if (this.size === this.capacity) this.grow()
    this.put(this.size++, tipA, tipB, startA, startB, score, node, link)
  }

  /** Keeps the best `limit` ways, the way without open loops always among them. */
  keep(limit: number): void {
    if (this.size <= limit) return
    const scores = this.score.slice(0, this.size).sort()
    const floor = scores[this.size - limit] as number
    let kept = 0
    for (let w = 0; w < this.size; w++) {
      const isFree = this.tipA[w] === NONE
      if (!isFree && ((this.score[w] as number) < floor || kept >= limit)) continue
      this.put(
        kept++,
        this.tipA[w] as number,
        this.tipB[w] as number,
        this.startA[w] as number,
        this.startB[w] as number,
        this.score[w] as number,
        this.node[w] as number,
        this.link[w] as number,
      )
    }
    this.size = kept
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
    const isLater = tipA >= tipB
    this.tipA[at] = isLater ? tipA : tipB
    this.tipB[at] = isLater ? tipB : tipA
    this.startA[at] = isLater ? startA : startB
    this.startB[at] = isLater ? startB : startA
    this.score[at] = score
    this.node[at] = node
    this.link[at] = link
  }

  private grow(): void {
    this.capacity *= 2
    const columns = ['tipA', 'tipB', 'startA', 'startB', 'score', 'node', 'link'] as const
    for (const column of columns) {
      const wider = new Int32Array(this.capacity)
      wider.set(this[column])
      this[column] = wider
    }
  }
}

/** The choices behind the ways, each with the one before it. */
class Nodes {
  size = 0
  parent = new Int32Array(1024)
  entry = new Int32Array(1024)
  link = new Int32Array(1024)

  /** Gives every way that took entry `i` a node of its own. */
  record(ways: Ways, i: number): void {
    for (let w = 0; w < ways.size; w++) {
      if (ways.link[w] === SKIP) continue
      if (this.size === this.parent.length) this.grow()
      this.parent[this.size] = ways.node[w] as number
      this.entry[this.size] = i
      this.link[this.size] = ways.link[w] as number
      ways.node[w] = this.size++
    }
  }

  private grow(): void {
    for (const column of ['parent', 'entry', 'link'] as const) {
      const wider = new Int32Array(this.size * 2)
      wider.set(this[column])
      this[column] = wider
    }
  }
}
