import { CORE_MS, LOOP_MS, REPAIR_MS, TRIGGER_MS } from './bounds.ts'
import { ANY_TIME, PURSUE, REPAIR, type Timeline, TRIGGER } from './timeline.ts'

/**
 * A range of a timeline as the decode reads it, with what may follow each entry, and be before it. Ways
 * that nothing can complete are not begun, and loops that nothing can lengthen end at once: this leaves
 * out only what cannot win. Positions count from the first entry of the range.
 */
export class Stretch {
  size = 0
  at = new Float64Array(64)
  kind = new Uint8Array(64)
  author = new Uint8Array(64)
  bucket = new Uint8Array(64)
  /** Which author reaches in the loops that a core move can be in. */
  reaching = new Uint8Array(64)
  /** One for a date alone. */
  isDate = new Uint8Array(64)
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

  /** Reads the entries `from` (included) to `to` (excluded). */
  read(line: Timeline, from: number, to: number): void {
    this.size = to - from
    if (this.size > this.at.length) this.widen(2 * this.size)
    for (let n = 0; n < this.size; n++) {
      const author = line.author[from + n] as number
      const kind = line.kind[from + n] as number
      const bucket = line.bucket[from + n] as number
      this.at[n] = line.at[from + n] as number
      this.kind[n] = kind
      this.author[n] = author
      this.bucket[n] = bucket
      this.reaching[n] = kind === PURSUE ? author : 1 - author
      this.isDate[n] = bucket === ANY_TIME ? 1 : 0
    }
    this.lookAhead()
    this.lookBack()
  }

  private lookAhead(): void {
    const { canBegin, canTurn, canGoOn, coreAt, coreKind, turnAt } = this
    coreAt.fill(Number.POSITIVE_INFINITY)
    let repair = Number.POSITIVE_INFINITY
    // The next core move that can begin a loop.
    let beginning = Number.POSITIVE_INFINITY
    for (let n = this.size - 1; n >= 0; n--) {
      const at = this.at[n] as number
      const kind = this.kind[n] as number
      if (kind === REPAIR) {
        canBegin[n] = 0
        repair = at
      } else if (kind === TRIGGER) {
        canBegin[n] = beginning - at <= TRIGGER_MS ? 1 : 0
      } else {
        const reaching = this.reaching[n] as number
        const next = coreAt[reaching] as number
        const isLinked = next - at <= CORE_MS
        let turn = next
        if (!isLinked) turn = Number.POSITIVE_INFINITY
        else if (coreKind[reaching] === kind) turn = turnAt[reaching] as number
        const mayTurn = turn - at <= LOOP_MS
        canTurn[n] = mayTurn ? 1 : 0
        canBegin[n] = mayTurn ? 1 : 0
        canGoOn[n] = isLinked || repair - at <= CORE_MS ? 1 : 0
        coreAt[reaching] = at
        coreKind[reaching] = kind
        turnAt[reaching] = turn
        if (mayTurn) beginning = at
      }
    }
  }

  private lookBack(): void {
    const { canTurn, canFollow, coreAt, coreKind, turnAt } = this
    coreAt.fill(Number.NEGATIVE_INFINITY)
    // The last core move that can have both kinds behind it.
    let whole = Number.NEGATIVE_INFINITY
    for (let n = 0; n < this.size; n++) {
      const at = this.at[n] as number
      const kind = this.kind[n] as number
      if (kind === REPAIR) canFollow[n] = at - whole <= REPAIR_MS ? 1 : 0
      else if (kind === TRIGGER) canFollow[n] = 0
      else {
        const reaching = this.reaching[n] as number
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

  private widen(room: number): void {
    this.at = new Float64Array(room)
    for (const column of COLUMNS) this[column] = new Uint8Array(room)
  }
}

const COLUMNS = [
  'kind',
  'author',
  'bucket',
  'reaching',
  'isDate',
  'canBegin',
  'canTurn',
  'canGoOn',
  'canFollow',
] as const
