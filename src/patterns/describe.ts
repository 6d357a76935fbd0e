import { CORE_MS, HIGHLIGHT_PERCENT, OPEN_MS } from './bounds.ts'
import type { Arrow, Cycle, Ending } from './detection.ts'
import type { Loop } from './find-loops.ts'
import { instantText } from './instant-text.ts'
import { REPAIR, type Timeline } from './timeline.ts'

const HOUR = 3_600_000
/** "About 1 in 500" is as rare as a plain sentence can carry. */
const RAREST = 500

/** What decides about endings: the last word of each author, and now. */
export interface Horizon {
  readonly now: number
  /** The last entry of each author, −∞ without one. */
  readonly last: readonly [number, number]
}

export function horizonOf(line: Timeline, now: number | undefined): Horizon {
  const last: [number, number] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = line.size - 1; i >= 0 && !(last[0] > -1e300 && last[1] > -1e300); i--) {
    const author = line.author[i] as 0 | 1
    if (last[author] < -1e300) last[author] = line.at[i] as number
  }
  return { now: now ?? Math.max(last[0], last[1]), last }
}

/** Turns a found loop into what people see. `weekly` is the chance rate per hour of an entry. */
export function describeLoop(
  line: Timeline,
  loop: Loop,
  horizon: Horizon,
  hourly: Float64Array,
): Cycle {
  const grade = loop.isCycle ? 'cycle' : 'exchange'
  const first = loop.chain[0] as number
  const last = loop.chain.at(-1) as number
  return {
    id: line.ids[loop.firstCore] as string,
    grade,
    highlighted: grade === 'cycle' && loop.percent >= HIGHLIGHT_PERCENT,
    pursuer: line.authors[loop.reaching] as string,
    withdrawer: line.authors[1 - loop.reaching] as string,
    entries: loop.chain.map((i) => line.ids[i] as string),
    from: instantText(line.at[first] as number),
    to: instantText(line.at[last] as number),
    ending: endingOf(line, loop, horizon),
    score: loop.score,
    probability: loop.percent / 100,
    arrows: arrowsOf(line, loop, hourly),
  }
}

/** Links each loop to the one it turned round: other roles, begun before that one was over. */
export function linkRoleFlips(cycles: readonly Cycle[]): Cycle[] {
  return cycles.map((cycle, n) => {
    const before = cycles[n - 1]
    if (before === undefined || before.pursuer === cycle.pursuer) return cycle
    const gap = Date.parse(cycle.from) - Date.parse(before.to)
    return gap <= CORE_MS ? { ...cycle, follows: before.id } : cycle
  })
}

function endingOf(line: Timeline, loop: Loop, horizon: Horizon): Ending {
  if (line.kind[loop.chain.at(-1) as number] === REPAIR) return 'repair'
  const over = (line.at[loop.lastCore] as number) + OPEN_MS
  if (horizon.now < over) return 'open'
  return horizon.last[0] > over && horizon.last[1] > over ? 'burnout' : 'unknown'
}

function arrowsOf(line: Timeline, loop: Loop, hourly: Float64Array): Arrow[] {
  const arrows: Arrow[] = []
  for (let n = 1; n < loop.chain.length; n++) {
    const [before, i] = [loop.chain[n - 1] as number, loop.chain[n] as number]
    const hours = ((line.at[i] as number) - (line.at[before] as number)) / HOUR
    const rate = hourly[(line.author[i] as number) * 4 + (line.kind[i] as number)] as number
    arrows.push({
      from: line.ids[before] as string,
      to: line.ids[i] as string,
      lagHours: Math.round(hours * 10) / 10,
      oneIn: oneInOf(hours * rate),
    })
  }
  return arrows
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
