export const NONE = -1
/** Links of a node: the entry was left to the background; it began a loop; else, the entry before. */
export const SKIP = -2
export const FIRST = -1

/**
 * How many ways of having loops open are followed at once. A range in which fewer are possible is
 * decoded exactly; beyond it, the best ones go on.
 */
export const FOLLOWED = 32
/** A way this far behind the best (hundredths of a nat) is given up: no planted loop came from there. */
export const PATIENCE = 300
/** One entry turns a way into at most six. */
const ROOM = 6 * (FOLLOWED + 1)

/**
 * The ways in which loops may be open after an entry, as columns: up to two tips (position * 4 +
 * state, the later one first), where their loops started, the best score that leads there, and the
 * choices behind it.
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
  private readonly slots = new Int32Array(1024)
  private readonly stamps = new Int32Array(1024)
  private stamp = 0
  private readonly isSum: boolean

  /** With `isSum`, two ways with the same open ends add up; else, the better one stays. */
  constructor(isSum: boolean) {
    this.isSum = isSum
  }

  get hasNothingOpen(): boolean {
    return this.size === 1 && this.tipA[0] === NONE
  }

  /** Starts from the one way in which nothing is open. */
  begin(): void {
    this.clear()
    this.put(this.size++, NONE, NONE, 0, 0, 0, NONE, SKIP)
  }

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
    const { stamps, slots, stamp } = this
    let slot = ((Math.imul(tipA + 1, 0x9e3779b1) ^ Math.imul(tipB + 1, 0x85ebca6b)) >>> 22) & 1023
    while (stamps[slot] === stamp) {
      const at = slots[slot] as number
      if (this.tipA[at] === tipA && this.tipB[at] === tipB) {
        const known = this.score[at] as number
        if (score > known) this.put(at, tipA, tipB, startA, startB, score, node, link)
        if (this.isSum) this.score[at] = addLogs(known, score)
        return
      }
      slot = (slot + 1) & 1023
    }
    stamps[slot] = stamp
    slots[slot] = this.size
    this.put(this.size++, tipA, tipB, startA, startB, score, node, link)
  }

  /**
   * Gives up the ways that are more than `patience` behind the best, and all but the best FOLLOWED;
   * the way without open loops always stays.
   */
  keep(patience: number): void {
    if (this.size === 1) return
    let most = this.score[0] as number
    for (let w = 1; w < this.size; w++) most = Math.max(most, this.score[w] as number)
    this.keepFrom(most - patience)
    if (this.size <= FOLLOWED) return
    const scores = this.score.slice(0, this.size).sort()
    this.keepFrom(scores[this.size - FOLLOWED] as number)
    // The ways that score the same at the edge: those offered first.
    this.size = Math.min(this.size, FOLLOWED + 1)
  }

  private keepFrom(least: number): void {
    let kept = 0
    for (let w = 0; w < this.size; w++) {
      if ((this.score[w] as number) < least && this.tipA[w] !== NONE) continue
      if (kept < w) {
        this.tipA[kept] = this.tipA[w] as number
        this.tipB[kept] = this.tipB[w] as number
        this.startA[kept] = this.startA[w] as number
        this.startB[kept] = this.startB[w] as number
        this.score[kept] = this.score[w] as number
        this.node[kept] = this.node[w] as number
        this.link[kept] = this.link[w] as number
      }
      kept++
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
    this.tipA[at] = tipA
    this.tipB[at] = tipB
    this.startA[at] = startA
    this.startB[at] = startB
    this.score[at] = score
    this.node[at] = node
    this.link[at] = link
  }
}

/** ln(e^a + e^b), in hundredths: the greater, and what the table says for how far the other is behind. */
export function addLogs(a: number, b: number): number {
  const behind = Math.abs(a - b)
  return Math.max(a, b) + (behind < MORE.length ? (MORE[behind] as number) : 0)
}

/** For how many hundredths of being behind 100 ln(1 + e^(-x / 100)) is at least 1, 2, 3 and so on. */
const BEHIND_FOR = [
  530, 420, 368, 334, 308, 288, 271, 256, 243, 231, 221, 211, 202, 194, 186, 179, 172, 166, 160,
  154, 149, 143, 138, 133, 129, 124, 120, 116, 111, 107, 104, 100, 96, 93, 89, 86, 82, 79, 76, 73,
  70, 67, 64, 61, 58, 56, 53, 50, 48, 45, 43, 40, 38, 35, 33, 30, 28, 26, 23, 21, 19, 17, 15, 12,
  10, 8, 6, 4, 2,
]
const MORE = Array.from(
  { length: BEHIND_FOR[0] as number },
  (_, behind) => BEHIND_FOR.filter((most) => behind < most).length,
)

/** The choices behind the ways, each with the one before it. */
export class Nodes {
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

  /** The loops that the choices up to this node make, in the order of their first entries. */
  chainsTo(last: number): number[][] {
    const { parent, entry, link } = this
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

  private grow(): void {
    for (const column of ['parent', 'entry', 'link'] as const) {
      const wider = new Int32Array(this.size * 2)
      wider.set(this[column])
      this[column] = wider
    }
  }
}
