import { CHAPTERS_AROUND, TURN_MS } from './bounds.ts'
import type { Chapter } from './chapter.ts'
import type { Loop } from './score.ts'
import { ANY_TIME, PARTS, PURSUE, type Timeline, WITHDRAW } from './timeline.ts'

const WEEK_MS = 604_800_000

/*
 * What a chapter holds, as a row of whole numbers, so that the rows of neighbouring chapters add up to
 * what is known about the couple at that time.
 */

/** [COUNT + author * 4 + kind], [PART + author * PARTS + part of the day], and three numbers more. */
export type Tally = readonly number[]
export const COUNT = 0
export const PART = 8
/** Weeks with an entry in them, stretches of one voice left out. */
export const WEEKS = PART + 2 * PARTS
/** Neighbouring core moves, half a day apart at most, that could be turns of one loop; and others. */
export const IN_TURN = WEEKS + 1
export const OUT_OF_TURN = WEEKS + 2
const TALLY_SIZE = WEEKS + 3

/** What loops explain, each weighted with its probability: [author * 4 + kind], [8 + who reaches], in hundredths. */
export type Explained = readonly number[]
export const REACHING = 8
const EXPLAINED_SIZE = 10

/**
 * Counts the entries of a chapter. Where only one writes for a week or more, neither the entries nor
 * the weeks count: a partner's silence must not make their other moves look rarer than they were.
 */
export function tallyOf(line: Timeline, from: number, to: number): Tally {
  const { at, author, kind, bucket, isAlone } = line
  const tally = zeros(TALLY_SIZE)
  let weekEnds = Number.NEGATIVE_INFINITY
  let core = -1
  for (let i = from; i < to; i++) {
    if (isAlone[i] === 1) continue
    const who = author[i] as number
    const what = kind[i] as number
    increase(tally, COUNT + who * 4 + what)
    const part = bucket[i] as number
    if (part !== ANY_TIME) increase(tally, PART + who * PARTS + (part % PARTS))
    if ((at[i] as number) >= weekEnds) {
      increase(tally, WEEKS)
      weekEnds = (Math.floor((at[i] as number) / WEEK_MS) + 1) * WEEK_MS
    }
    if (what !== PURSUE && what !== WITHDRAW) continue
    if (core !== -1 && (at[i] as number) - (at[core] as number) <= TURN_MS) {
      const isTurn = kind[core] !== what && author[core] !== who
      increase(tally, isTurn ? IN_TURN : OUT_OF_TURN)
    }
    core = i
  }
  return tally
}

/** What the loops of a chapter take out of the background, and who reaches in them. */
export function explainedBy(line: Timeline, from: number, loops: readonly Loop[]): Explained {
  const explained = zeros(EXPLAINED_SIZE)
  for (const { percent, reaching, chain } of loops) {
    increase(explained, REACHING + reaching, percent)
    for (const i of chain) {
      const slot = (line.author[from + i] as number) * 4 + (line.kind[from + i] as number)
      increase(explained, slot, percent)
    }
  }
  return explained
}

/**
 * The chapters, first (included) to last (excluded), by which a couple is known in this month. `index`
 * is where to look for it.
 */
export function reachOf(
  chapters: readonly Chapter[],
  index: number,
  month: number,
): [first: number, last: number] {
  const monthAt = (n: number): number => (chapters[n] as Chapter).month
  let first = Math.min(index, chapters.length)
  while (first > 0 && monthAt(first - 1) >= month - CHAPTERS_AROUND) first--
  while (first < chapters.length && monthAt(first) < month - CHAPTERS_AROUND) first++
  let last = first
  while (last < chapters.length && monthAt(last) <= month + CHAPTERS_AROUND) last++
  return [first, last]
}

/** Sums of rows over the chapters by which a couple is known, as one goes on from chapter to chapter. */
export class SumAround {
  private readonly sum: number[]
  private readonly chapters: readonly Chapter[]
  private readonly row: 'tally' | 'explained'
  private first = 0
  private last = 0

  constructor(chapters: readonly Chapter[], row: 'tally' | 'explained') {
    this.chapters = chapters
    this.row = row
    this.sum = zeros(row === 'tally' ? TALLY_SIZE : EXPLAINED_SIZE)
  }

  /** The sums around the chapter at `index`, until asked again. */
  at(index: number): readonly number[] {
    const month = this.monthAt(index)
    if (this.last === 0 || this.monthAt(this.last - 1) < month - CHAPTERS_AROUND) {
      this.sum.fill(0)
      this.first = this.last = reachOf(this.chapters, index, month)[0]
    }
    const { chapters } = this
    while (this.monthAt(this.first) < month - CHAPTERS_AROUND) this.add(this.first++, -1)
    while (this.last < chapters.length && this.monthAt(this.last) <= month + CHAPTERS_AROUND) {
      this.add(this.last++, 1)
    }
    return this.sum
  }

  private monthAt(index: number): number {
    return (this.chapters[index] as Chapter).month
  }

  private add(index: number, times: 1 | -1): void {
    const row = this.chapters[index]?.[this.row]
    if (row === undefined) throw new Error('a chapter nearby has not been counted')
    const { sum } = this
    for (let k = 0; k < row.length; k++) sum[k] = (sum[k] as number) + times * (row[k] as number)
  }
}

/** Short rows of small numbers take less room and time as plain arrays than as typed ones. */
function zeros(size: number): number[] {
  return new Array<number>(size).fill(0)
}

function increase(row: number[], at: number, by = 1): void {
  row[at] = (row[at] as number) + by
}
