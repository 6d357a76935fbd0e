import { NEAR_MS } from './bounds.ts'
import type { Component } from './components.ts'
import type { Decoder } from './decode.ts'
import { LOGIT_BY_CROWD, LOGIT_BY_SCORE, LOGIT_IF_CYCLE, LOGIT_IF_NEAR } from './fitted-chances.ts'
import type { Model } from './model.ts'
import { PERCENT_BY_LOGIT } from './percents.ts'
import { type ScoredLoop, scoreLoop } from './score.ts'
import type { Timeline } from './timeline.ts'

/** A found loop, and in how many cases of a hundred such a find was real. */
export interface Loop extends ScoredLoop {
  readonly percent: number
}

/** Decodes one stretch, and scores and judges what it finds. */
export function findLoops(
  line: Timeline,
  decoder: Decoder,
  model: Model,
  { from, to }: Component,
): Loop[] {
  const scored = decoder.decode(model, from, to).map((chain) => scoreLoop(line, model, chain))
  return scored.map((loop, n) => {
    const before = scored[n - 1]
    const after = scored[n + 1]
    const near =
      (before !== undefined && isNear(line, before, loop) ? 1 : 0) +
      (after !== undefined && isNear(line, loop, after) ? 1 : 0)
    return { ...loop, percent: percentOf(loop, near, model.crowd) }
  })
}

/** Two loops this close may be one that was cut, or share each other's entries. */
function isNear(line: Timeline, before: ScoredLoop, after: ScoredLoop): boolean {
  const end = line.at[before.chain.at(-1) as number] as number
  return (line.at[after.chain[0] as number] as number) - end < NEAR_MS
}

/** The calibrated probability: what was fitted adds up to a logit, and a table turns it round. */
function percentOf({ score, isCycle }: ScoredLoop, near: number, crowd: number): number {
  const logit =
    at(LOGIT_BY_SCORE, Math.floor(score / 25)) +
    at(LOGIT_BY_CROWD, Math.floor((crowd + 400) / 25)) +
    near * LOGIT_IF_NEAR +
    (isCycle ? LOGIT_IF_CYCLE : 0)
  return at(PERCENT_BY_LOGIT, Math.floor((logit + 600) / 20))
}

function at(table: readonly number[], index: number): number {
  return table[Math.max(0, Math.min(index, table.length - 1))] as number
}
