import { CORE_MS, LOOP_MS, REPAIR_MS, TRIGGER_MS } from './bounds.ts'
import { costOf, type Model, QUARTER_MS, ROLE, stepIndex } from './model.ts'
import { ANY_TIME, PURSUE, REPAIR, type Timeline, TRIGGER } from './timeline.ts'
import { addLogs, FIRST, Nodes, NONE, PATIENCE, SKIP, Ways } from './ways.ts'

/** The entries of one loop, as positions in the timeline, in order. */
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
  private ways: Ways
  private next: Ways
  private readonly isSum: boolean
  private readonly nodes = new Nodes()
  private readonly line: Timeline
  private readonly open: 1 | 2
  private readonly patience: number
  private readonly ahead = new Ahead()
  private bestScore = 0
  /** What the entry at hand costs. */
  private cost = 0

  constructor(line: Timeline, open: 1 | 2, { patience = PATIENCE, isSum = false } = {}) {
    this.ways = new Ways(isSum)
    this.next = new Ways(isSum)
    this.isSum = isSum
    this.line = line
    this.open = open
    this.patience = patience
  }

  /** Loops among the entries `from` (included) to `to` (excluded), ordered by first entry. */
  decode(model: Model, from: number, to: number): Chain[] {
    const best = this.sweep(model, from, to)
    return best === NONE ? [] : this.nodes.chainsTo(best)
  }

  /** The best total alone. */
  total(model: Model, from: number, to: number): number {
    this.sweep(model, from, to)
    return this.bestScore
  }

  private sweep(model: Model, from: number, to: number): number {
    const { line, ahead } = this
    ahead.look(line, from, to)
    this.nodes.size = 0
    this.ways.begin()
    for (let i = from; i < to; i++) {
      const n = i - from
      const mayFollow = ahead.canFollow[n] === 1 && !this.ways.hasNothingOpen
      if (ahead.canBegin[n] === 0 && !mayFollow) continue
      const kind = line.kind[i] as number
      this.cost = costOf(model, line.author[i] as number, kind, line.bucket[i] as number)
      this.next.clear()
      const { size } = this.ways
      for (let w = 0; w < size; w++) this.advance(model, w, i, n, line.at[i] as number)
      this.next.keep(this.patience)
      this.nodes.record(this.next, i)
      const done = this.ways
      this.ways = this.next
      this.next = done
    }
    return this.finish(model)
  }

  /** All that entry `i` may do in one way. `ahead` knows it as the entry `n` of the range. */
  private advance(model: Model, w: number, i: number, n: number, now: number): void {
    const { ways, next, line } = this
    let a = ways.tipA[w] as number
    let b = ways.tipB[w] as number
    let startA = ways.startA[w] as number
    const startB = ways.startB[w] as number
    let score = ways.score[w] as number
    const node = ways.node[w] as number
    if (b !== NONE && this.isOver(b, now)) {
      if ((b & 3) !== WHOLE) return
      score += this.endOf(model, b)
      b = NONE
    }
    if (a !== NONE && this.isOver(a, now)) {
      if ((a & 3) !== WHOLE) return
      score += this.endOf(model, a)
      a = b
      startA = startB
      b = NONE
    }
    next.offer(a, b, startA, startB, score, node, SKIP)

    const kind = line.kind[i] as number
    const author = line.author[i] as number
    const { cost } = this
    if (kind !== REPAIR && this.ahead.canBegin[n] === 1) {
      let begun = score + cost + (model.start[kind] as number) + model.boldness
      const tip = i * 4 + (kind === TRIGGER ? ONLY_TRIGGER : HALF)
      if (kind !== TRIGGER)
        begun += model.traits[ROLE + (kind === PURSUE ? author : 1 - author)] as number
      if (a === NONE) next.offer(tip, NONE, i, 0, begun, node, FIRST)
      else if (b === NONE && this.open === 2) next.offer(tip, a, i, startA, begun, node, FIRST)
      else {
        if ((a & 3) === WHOLE) {
          next.offer(tip, b, i, startB, begun + this.endOf(model, a), node, FIRST)
        }
        if (b !== NONE && (b & 3) === WHOLE) {
          next.offer(tip, a, i, startA, begun + this.endOf(model, b), node, FIRST)
        }
      }
    }
    if (kind === TRIGGER) return
    if (a !== NONE) this.extend(model, a, startA, b, startB, i, n, now, score + cost, node)
    if (b !== NONE) this.extend(model, b, startB, a, startA, i, n, now, score + cost, node)
  }

  /** Entry `i` goes on with the loop that is open at `tip`, while `other` stays as it is. */
  private extend(
    model: Model,
    tip: number,
    start: number,
    other: number,
    startOther: number,
    i: number,
    n: number,
    now: number,
    score: number,
    node: number,
  ): void {
    const { line, next, ahead } = this
    const kind = line.kind[i] as number
    const last = tip >> 2
    const state = tip & 3
    const lastKind = line.kind[last] as number
    if (kind === REPAIR && state !== WHOLE) return
    const author = line.author[i] as number
    const reaching = kind === PURSUE ? author : 1 - author
    if (kind !== REPAIR && state !== ONLY_TRIGGER) {
      const lastAuthor = line.author[last] as number
      if ((lastKind === PURSUE ? lastAuthor : 1 - lastAuthor) !== reaching) return
    }
    if (now - (line.at[start] as number) > LOOP_MS) return
    const dateOnly = line.bucket[i] === ANY_TIME || line.bucket[last] === ANY_TIME ? 1 : 0
    const quarter = Math.floor((now - (line.at[last] as number)) / QUARTER_MS)
    let total = score + (model.step[stepIndex(lastKind, kind, dateOnly) + quarter] as number)
    if (kind !== REPAIR && state === WHOLE) total += model.stamina
    if (kind === REPAIR) {
      next.offer(other, NONE, startOther, 0, total, node, last)
      return
    }
    if (state === ONLY_TRIGGER) total += model.traits[ROLE + reaching] as number
    const isWhole = state === WHOLE || (state === HALF && kind !== lastKind)
    if (isWhole && ahead.canGoOn[n] === 0) {
      total += model.end[kind] as number
      next.offer(other, NONE, startOther, 0, total, node, last)
    } else if (isWhole || ahead.canTurn[n] === 1) {
      next.offer(i * 4 + (isWhole ? WHOLE : HALF), other, start, startOther, total, node, last)
    }
  }

  private endOf(model: Model, tip: number): number {
    return model.end[this.line.kind[tip >> 2] as number] as number
  }

  private isOver(tip: number, now: number): boolean {
    const bound = (tip & 3) === ONLY_TRIGGER ? TRIGGER_MS : CORE_MS
    return now - (this.line.at[tip >> 2] as number) > bound
  }

  /** The best way in which every open loop may end. The first one offered wins a tie. */
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

/**
 * What may follow each entry of a range, and be before it. Ways that nothing can complete are not begun, and
 * loops that nothing can lengthen end at once: this leaves out only what cannot win.
 */
class Ahead {
  canBegin = new Uint8Array(64)
  /** Whether core moves of the same roles, 48 hours apart at most, lead to the other kind of them. */
  canTurn = new Uint8Array(64)
  /** Whether a core move of the same roles, or a repair, comes within 48 hours. */
  canGoOn = new Uint8Array(64)
  /** Whether anything before it can be a loop that it goes on with. */
  canFollow = new Uint8Array(64)
  /** Of the loops in which author 0 or 1 reaches: when their next (last) core move comes, and which it is. */
  private readonly coreAt = new Float64Array(2)
  private readonly coreKind = new Uint8Array(2)
  /** When the first (last) of the other kind than that comes, if links of 48 hours lead there. */
  private readonly turnAt = new Float64Array(2)

  look(line: Timeline, from: number, to: number): void {
    if (to - from > this.canBegin.length) {
      const room = 2 * (to - from)
      this.canBegin = new Uint8Array(room)
      this.canTurn = new Uint8Array(room)
      this.canGoOn = new Uint8Array(room)
      this.canFollow = new Uint8Array(room)
    }
    this.lookAhead(line, from, to)
    this.lookBack(line, from, to)
  }

  private lookAhead(line: Timeline, from: number, to: number): void {
    const { canBegin, canTurn, canGoOn, coreAt, coreKind, turnAt } = this
    coreAt.fill(Number.POSITIVE_INFINITY)
    let repair = Number.POSITIVE_INFINITY
    // The next core move that can begin a loop.
    let beginning = Number.POSITIVE_INFINITY
    for (let i = to - 1; i >= from; i--) {
      const at = line.at[i] as number
      const n = i - from
      const kind = line.kind[i] as number
      if (kind === REPAIR) {
        canBegin[n] = 0
        repair = at
      } else if (kind === TRIGGER) {
        canBegin[n] = beginning - at <= TRIGGER_MS ? 1 : 0
      } else {
        const reaching =
          kind === PURSUE ? (line.author[i] as number) : 1 - (line.author[i] as number)
        const next = coreAt[reaching] as number
        const isLinked = next - at <= CORE_MS
        let turn = next
        if (!isLinked) turn = Number.POSITIVE_INFINITY
        else if (coreKind[reaching] === kind) turn = turnAt[reaching] as number
        canTurn[n] = turn - at <= LOOP_MS ? 1 : 0
        canBegin[n] = canTurn[n]
        canGoOn[n] = isLinked || repair - at <= CORE_MS ? 1 : 0
        coreAt[reaching] = at
        coreKind[reaching] = kind
        turnAt[reaching] = turn
        if (canTurn[n] === 1) beginning = at
      }
    }
  }

  private lookBack(line: Timeline, from: number, to: number): void {
    const { canTurn, canFollow, coreAt, coreKind, turnAt } = this
    coreAt.fill(Number.NEGATIVE_INFINITY)
    // The last core move that can have both kinds behind it.
    let whole = Number.NEGATIVE_INFINITY
    for (let i = from; i < to; i++) {
      const at = line.at[i] as number
      const n = i - from
      const kind = line.kind[i] as number
      if (kind === REPAIR) canFollow[n] = at - whole <= REPAIR_MS ? 1 : 0
      else if (kind === TRIGGER) canFollow[n] = 0
      else {
        const reaching =
          kind === PURSUE ? (line.author[i] as number) : 1 - (line.author[i] as number)
        const before = coreAt[reaching] as number
        let turn = before
        if (at - before > CORE_MS) turn = Number.NEGATIVE_INFINITY
        else if (coreKind[reaching] === kind) turn = turnAt[reaching] as number
        const isWhole = at - turn <= LOOP_MS
        canFollow[n] = isWhole || canTurn[n] === 1 ? 1 : 0
        coreAt[reaching] = at
        coreKind[reaching] = kind
        turnAt[reaching] = turn
        if (isWhole) whole = at
      }
    }
  }
}
