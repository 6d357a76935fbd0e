import { CORE_MS } from './bounds.ts'
import { PURSUE, type Timeline, WITHDRAW } from './timeline.ts'

/** A stretch of the timeline that no loop can leave: entries `from` (included) to `to` (excluded). */
export interface Component {
  readonly from: number
  readonly to: number
}

/**
 * Splits the timeline wherever more than 48 hours pass between two neighbours. Stretches in which no
 * one reaches while the other steps back are left out: they cannot hold a loop.
 */
export function splitComponents(line: Timeline): Component[] {
  const components: Component[] = []
  let from = 0
  for (let i = 1; i <= line.size; i++) {
    const isGap = i === line.size || (line.at[i] as number) - (line.at[i - 1] as number) > CORE_MS
    if (!isGap) continue
    if (canHoldLoop(line, from, i)) components.push({ from, to: i })
    from = i
  }
  return components
}

/** Tells whether one author reaches and the other steps back between `from` and `to`. */
export function canHoldLoop(line: Timeline, from: number, to: number): boolean {
  let seen = 0
  for (let i = from; i < to; i++) {
    const kind = line.kind[i] as number
    const author = line.author[i] as number
    if (kind === PURSUE) seen |= 1 << author
    else if (kind === WITHDRAW) seen |= 4 << (1 - author)
  }
  return (seen & (seen >> 2) & 3) !== 0
}
