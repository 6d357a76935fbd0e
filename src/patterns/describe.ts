import { hourlyOf } from './background.ts'
import type { Chapter, Told } from './chapter.ts'
import { CORE_MS, HIGHLIGHT_PERCENT, OPEN_MS } from './bounds.ts'
import type { Arrow, Cycle, Ending } from './detection.ts'
import type { Loop } from './score.ts'
import { instantText } from './instant-text.ts'
import { findMutual } from './mutual.ts'
import { tellOneSided } from './one-sided.ts'
import { REPAIR, type Timeline } from './timeline.ts'

const HOUR = 3_600_000
/** "About 1 in 500" is as rare as a plain sentence can carry. */
const RAREST = 500
const NO_RATES: readonly number[] = []

/** What decides about endings: the last word of each author, and now. */
export interface Horizon {
  readonly now: number
  /** The last entry of each author, −∞ without one. */
  readonly last: readonly [number, number]
}

export function horizonOf(line: Timeline, now: number | undefined): Horizon {
  const last: [number, number] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = line.size - 1; i >= 0 && last.includes(Number.NEGATIVE_INFINITY); i--) {
    const author = line.author[i] as 0 | 1
    last[author] = Math.max(last[author], line.at[i] as number)
  }
  return { now: now ?? Math.max(last[0], last[1]), last }
}

/** Turns what was found in a chapter into what people see. */
export function tellChapter(line: Timeline, chapter: Chapter, horizon: Horizon): Told {
  const { first, loops = [] } = chapter
  const cycles: Cycle[] = []
  // The chance rate of an entry, by the background as if no loop explained any of it.
  const hourly = first === undefined || loops.length === 0 ? NO_RATES : hourlyOf(first)
  for (const loop of loops) {
    const cycle = cycleOf(line, chapter.from, loop, horizon, hourly)
    const before = cycles.at(-1)
    cycles.push(
      before !== undefined && isRoleFlip(before, cycle) ? { ...cycle, follows: before.id } : cycle,
    )
  }
  return {
    cycles,
    mutual: findMutual(line, chapter),
    oneSided: tellOneSided(line, chapter),
  }
}

function cycleOf(
  line: Timeline,
  from: number,
  loop: Loop,
  horizon: Horizon,
  hourly: readonly number[],
): Cycle {
  const entries = loop.chain.map((i) => i + from)
  const [first, last] = [entries[0] as number, entries.at(-1) as number]
  return {
    id: line.ids[from + loop.firstCore] as string,
    grade: loop.isCycle ? 'cycle' : 'exchange',
    highlighted: loop.isCycle && loop.percent >= HIGHLIGHT_PERCENT,
    pursuer: line.authors[loop.reaching] as string,
    withdrawer: line.authors[1 - loop.reaching] as string,
    entries: entries.map((i) => line.ids[i] as string),
    from: instantText(line.at[first] as number),
    to: instantText(line.at[last] as number),
    ending:
      line.kind[last] === REPAIR
        ? 'repair'
        : endingAfter(line.at[from + loop.lastCore] as number, horizon),
    score: loop.score,
    probability: loop.percent / 100,
    arrows: arrowsOf(line, entries, hourly),
  }
}

/** Other roles, begun within 48 hours of the last entry of the loop before. */
function isRoleFlip(before: Cycle, cycle: Cycle): boolean {
  if (before.pursuer === cycle.pursuer) return false
  return Date.parse(cycle.from) - Date.parse(before.to) <= CORE_MS
}

function endingAfter(lastCore: number, horizon: Horizon): Ending {
  const over = lastCore + OPEN_MS
  if (horizon.now < over) return 'open'
  return horizon.last[0] > over && horizon.last[1] > over ? 'burnout' : 'unknown'
}

function arrowsOf(line: Timeline, entries: readonly number[], hourly: readonly number[]): Arrow[] {
  return entries.slice(1).map((i, n) => {
    const before = entries[n] as number
    const hours = ((line.at[i] as number) - (line.at[before] as number)) / HOUR
    const rate = hourly[(line.author[i] as number) * 4 + (line.kind[i] as number)] as number
    return {
      from: line.ids[before] as string,
      to: line.ids[i] as string,
      lagHours: Math.round(hours * 10) / 10,
      oneIn: oneInOf(hours * rate),
    }
  })
}

/**
 * One over the chance of at least one entry where `expected` are expected, 1 / (1 - exp(-x)), by its
 * series 1/x + 1/2 + x/12, which needs no exponential and is right to 1 in 100 up to x = 2.
 */
function oneInOf(expected: number): number {
  if (expected >= 2) return 1
  if (expected * RAREST <= 1) return RAREST
  return Math.max(1, Math.round(1 / expected + 0.5 + expected / 12))
}
