import { NEAR_MS } from './bounds.ts'
import { SIGN_WEIGHTS } from './fitted-chances.ts'
import { type Model, OFTEN, ROLE, TURNING } from './model.ts'
import { PERCENT_BY_LOGIT } from './percents.ts'
import type { Loop } from './score.ts'
import type { Timeline } from './timeline.ts'

/**
 * What tells a real find from a chance one, in hundredths: its score, how much stands around it, how
 * this couple writes at that time, and what holds it together least. The same signs are weighed when
 * the weights are fitted.
 */
export function signsOf(
  line: Timeline,
  model: Model,
  from: number,
  loops: readonly Loop[],
  n: number,
): number[] {
  const loop = loops[n] as Loop
  const near = isNear(line, from, loops[n - 1], loop) + isNear(line, from, loop, loops[n + 1])
  const score = within(0, loop.score, 1200)
  const weakest = within(-200, loop.weakest, 500)
  const crowd = within(-200, model.crowd, 150)
  const turning = within(-150, model.traits[TURNING] as number, 250)
  const cycle = loop.isCycle ? 1 : 0
  return [
    100,
    score,
    above(200, score),
    above(400, score),
    above(700, score),
    crowd,
    above(-100, crowd),
    above(0, crowd),
    turning,
    above(0, turning),
    above(100, turning),
    model.traits[OFTEN] as number,
    model.traits[ROLE + loop.reaching] as number,
    100 * near,
    near * crowd,
    100 * cycle,
    cycle * crowd,
    cycle * score,
    cycle * above(400, score),
    100 * cycle * Math.min(3, loop.coreMoves - 3),
    weakest,
    above(150, weakest),
    cycle * weakest,
    Math.floor((score * crowd) / 100),
    Math.floor((turning * crowd) / 100),
  ]
}

/** The calibrated probability: the weighed signs add up to a logit, and a table turns it round. */
export function percentOf(signs: readonly number[]): number {
  let logit = 0
  for (let n = 0; n < signs.length; n++) logit += (signs[n] as number) * (SIGN_WEIGHTS[n] as number)
  const step = Math.floor((logit / 1000 + 600) / 10)
  return PERCENT_BY_LOGIT[within(0, step, PERCENT_BY_LOGIT.length - 1)] as number
}

/** One if both are there and this close: they may be one that was cut, or share entries. */
function isNear(
  line: Timeline,
  from: number,
  before: Loop | undefined,
  after: Loop | undefined,
): 0 | 1 {
  if (before === undefined || after === undefined) return 0
  const end = line.at[from + (before.chain.at(-1) as number)] as number
  return (line.at[from + (after.chain[0] as number)] as number) - end < NEAR_MS ? 1 : 0
}

function within(least: number, x: number, most: number): number {
  return Math.max(least, Math.min(x, most))
}

function above(least: number, x: number): number {
  return Math.max(0, x - least)
}
