import type { Ways } from './ways.ts'

export const NONE = -1
/** Links of a node: the entry was left to the background; it began a loop; else, the entry before. */
export const SKIP = -2
export const FIRST = -1

const FEW_NODES = 4096
const MANY_NODES = 262_144

/** The choices behind the ways, each with the one before it. */
export class Nodes {
  size = 0
  private parent = new Int32Array(FEW_NODES)
  private entry = new Int32Array(FEW_NODES)
  private link = new Int32Array(FEW_NODES)

  /** Forgets all choices, and gives back the room that only a long range needed. */
  begin(): void {
    this.size = 0
    if (this.parent.length > MANY_NODES) this.makeRoom(FEW_NODES)
  }

  /** Gives every way that took entry `i` a node of its own. */
  record(ways: Ways, i: number): void {
    for (let w = 0; w < ways.size; w++) {
      if (ways.link[w] === SKIP) continue
      if (this.size === this.parent.length) this.makeRoom(this.size * 2)
      this.parent[this.size] = ways.node[w] as number
      this.entry[this.size] = i
      this.link[this.size] = ways.link[w] as number
      ways.link[w] = SKIP
      ways.node[w] = this.size++
    }
  }

  /** The loops that the choices up to this node make, in the order of their first entries. */
  chainsTo(last: number): number[][] {
    const { parent, entry, link } = this
    const chains: number[][] = []
    // Of the at most two loops that go on from before: their first known choice.
    let one = NONE
    let other = NONE
    let node = last
    while (node !== NONE) {
      const before = parent[node] as number
      // On the way back, `parent` comes to say what is next in the same loop.
      parent[node] = NONE
      if (one !== NONE && link[one] === entry[node]) {
        parent[node] = one
        one = other
        other = NONE
      } else if (other !== NONE && link[other] === entry[node]) {
        parent[node] = other
        other = NONE
      }
      if (link[node] === FIRST) chains.push(this.chainFrom(node))
      else if (one === NONE) one = node
      else other = node
      node = before
    }
    return chains.reverse()
  }

  private chainFrom(first: number): number[] {
    const { parent, entry } = this
    let size = 0
    for (let node = first; node !== NONE; node = parent[node] as number) size++
    const chain = new Array<number>(size)
    size = 0
    for (let node = first; node !== NONE; node = parent[node] as number) {
      chain[size++] = entry[node] as number
    }
    return chain
  }

  private makeRoom(room: number): void {
    for (const column of ['parent', 'entry', 'link'] as const) {
      const other = new Int32Array(room)
      other.set(this[column].subarray(0, this.size))
      this[column] = other
    }
  }
}
