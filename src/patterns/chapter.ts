import { CHAPTER_MS, CORE_MS } from './bounds.ts'
import type { Cycle, Mutual, OneSided } from './detection.ts'
import type { Loop } from './score.ts'
import type { Model } from './model.ts'
import type { Explained, Tally } from './tally.ts'
import type { Timeline } from './timeline.ts'

/**
 * The entries `from` (included) to `to` (excluded) of the stretches that begin in the same four weeks
 * of the calendar. More than 48 hours lie before and after, so that no loop leaves a chapter, and what
 * is found in it can be kept until one of its entries, or the model of its time, changes. Positions in
 * its loops count from its first entry.
 */
export interface Chapter {
  /** Which four weeks since 1970. */
  readonly month: number
  from: number
  to: number
  /** What is written in it, counted. */
  tally: Tally | undefined
  /** The model by what is written around it, and what the loops that it finds explain. */
  first: Model | undefined
  explained: Explained | undefined
  /** The model that knows what the guesses explain, and what was found with that. */
  second: Model | undefined
  loops: readonly Loop[] | undefined
  told: Told | undefined
  /** Whether `told` is still what it is about. */
  isTold: boolean
  /** What is written nearby has changed since `first` was made. */
  isStale: boolean
  /** What is explained nearby has changed since `second` was made. */
  isDue: boolean
}

/** What people see of a chapter. */
export interface Told {
  readonly cycles: readonly Cycle[]
  readonly mutual: readonly Mutual[]
  readonly oneSided: readonly OneSided[]
}

/** Splits a range, with more than 48 hours before and after it, into chapters. */
export function splitChapters(line: Timeline, begin: number, end: number): Chapter[] {
  const chapters: Chapter[] = []
  if (begin === end) return chapters
  let from = begin
  let month = monthOf(line, begin)
  for (let i = begin + 1; i < end; i++) {
    if ((line.at[i] as number) - (line.at[i - 1] as number) <= CORE_MS) continue
    const next = monthOf(line, i)
    if (next === month) continue
    chapters.push(blank(month, from, i))
    from = i
    month = next
  }
  chapters.push(blank(month, from, end))
  return chapters
}

function monthOf(line: Timeline, i: number): number {
  return Math.floor((line.at[i] as number) / CHAPTER_MS)
}

function blank(month: number, from: number, to: number): Chapter {
  return {
    month,
    from,
    to,
    tally: undefined,
    first: undefined,
    explained: undefined,
    second: undefined,
    loops: undefined,
    told: undefined,
    isTold: false,
    isStale: true,
    isDue: true,
  }
}
