import { CORE_MS } from './bounds.ts'
import type { Cycle, Mutual } from './detection.ts'
import type { Loop } from './find-loops.ts'
import { PURSUE, type Timeline, WITHDRAW } from './timeline.ts'

/**
 * Entries `from` (included) to `to` (excluded), with more than 48 hours before and after: no loop
 * leaves it, so that everything found in it can be kept until one of its entries changes. Positions
 * in its loops count from its own first entry.
 */
export interface Stretch {
  from: number
  to: number
  readonly canHoldLoop: boolean
  /** Found by the couple's entries alone; undefined until decoded. */
  guessed: readonly Loop[] | undefined
  /** Found again, knowing the couple by what was guessed. */
  loops: readonly Loop[] | undefined
  told: Told | undefined
}

/** What people see of a stretch. */
export interface Told {
  readonly cycles: readonly Cycle[]
  readonly mutual: readonly Mutual[]
  /** The loops ended so long ago that neither now nor later entries change how. */
  readonly isSettled: boolean
}

/** Splits a range wherever more than 48 hours pass between two neighbours. */
export function splitStretches(line: Timeline, begin: number, end: number): Stretch[] {
  const stretches: Stretch[] = []
  let from = begin
  for (let i = begin + 1; i <= end; i++) {
    const isGap = i === end || (line.at[i] as number) - (line.at[i - 1] as number) > CORE_MS
    if (!isGap) continue
    const canHold = canHoldLoop(line, from, i)
    stretches.push({
      from,
      to: i,
      canHoldLoop: canHold,
      guessed: undefined,
      loops: undefined,
      told: undefined,
    })
    from = i
  }
  return stretches
}

/** Tells whether one author reaches and the other steps back. */
function canHoldLoop(line: Timeline, from: number, to: number): boolean {
  let seen = 0
  for (let i = from; i < to; i++) {
    const kind = line.kind[i] as number
    const author = line.author[i] as number
    if (kind === PURSUE) seen |= 1 << author
    else if (kind === WITHDRAW) seen |= 4 << (1 - author)
  }
  return (seen & (seen >> 2) & 3) !== 0
}
