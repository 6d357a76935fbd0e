import { modelOf } from '../../../src/patterns/background.ts'
import { Decoder } from '../../../src/patterns/decode.ts'
import {
  type Model,
  NEVER,
  RATE,
  RHYTHM_OF,
  ROLE,
  TRAITS,
  unfoldSteps,
} from '../../../src/patterns/model.ts'
import { percentOf, signsOf } from '../../../src/patterns/probability.ts'
import { scoreLoop } from '../../../src/patterns/score.ts'
import { orderMoves, PARTS, PURSUE, REPAIR, WITHDRAW } from '../../../src/patterns/timeline.ts'
import { type FittedSteps, fitSteps } from './fit-steps.ts'
import type { Couple } from './generate.ts'
import type { Reported } from './measure.ts'
import { DAY, LOOP_ENTRIES, SAME_PURSUER, WEEKEND_DAY, type World } from './world.ts'

/**
 * The near-ceiling: the same exact decode, told the truth about the world the couple was drawn from:
 * its lags, how much it forgets, its background, its rhythm, and who usually reaches.
 */
export function oracleFor(world: World): (couple: Couple) => Reported[] {
  const fitted = fitSteps([world], 60_000, 1)
  return (couple) => {
    const line = orderMoves(couple.moves)
    const model = trueModel(world, fitted, couple, line.authors)
    const decoder = new Decoder(2)
    const loops = decoder
      .decode(line, model, 0, line.size)
      .map((chain) => scoreLoop(line, model, 0, chain))
    return loops.map(({ chain, reaching, isCycle }, n) => ({
      entries: chain.map((i) => line.ids[i] as string),
      pursuer: line.authors[reaching] as string,
      highlighted: isCycle,
      isCycle,
      ending: line.kind[chain.at(-1) as number] === REPAIR ? 'repair' : 'unknown',
      probability: percentOf(signsOf(line, model, 0, loops, n)) / 100,
    }))
  }
}

function trueModel(
  world: World,
  fitted: FittedSteps,
  couple: Couple,
  authors: readonly string[],
): Model {
  const traits = new Array<number>(TRAITS).fill(0)
  const mean = DAY.reduce((sum, hour) => sum + hour, 0) / 24
  const weekday = 7 / (5 + 2 * WEEKEND_DAY)
  const alone = world.entries - (world.loops > 0 ? LOOP_ENTRIES : 0)
  for (const author of [0, 1]) {
    for (const kind of [0, 1, 2, 3]) {
      const isCore = kind === PURSUE || kind === WITHDRAW
      const weekly = (alone * (isCore ? world.coreShare : 1 - world.coreShare)) / 4
      traits[RATE + author * 4 + kind] = ln(weekly)
    }
    for (let part = 0; part < PARTS; part++) {
      const hours = DAY.slice(part * 3, part * 3 + 3).reduce((sum, hour) => sum + hour, 0)
      traits[RHYTHM_OF + author * PARTS + part] = ln((weekday * hours) / 3 / mean)
    }
  }
  const usual = couple.loops.filter(({ pursuer }) => pursuer === authors[0]).length
  const share = usual * 2 >= couple.loops.length ? SAME_PURSUER : 1 - SAME_PURSUER
  traits[ROLE] = ln(2 * share)
  traits[ROLE + 1] = ln(2 - 2 * share)
  return {
    // As bold as the detector is, or the best total would be shyer than F1 wants.
    ...modelOf(traits),
    start: Int32Array.of(
      fitted.starts.trigger,
      fitted.starts.pursue,
      fitted.starts.withdraw,
      NEVER,
    ),
    step: unfoldSteps(fitted.steps, fitted.daySteps),
    end: Int32Array.of(NEVER, fitted.ends.pursue, fitted.ends.withdraw, 0),
  }
}

function ln(x: number): number {
  return Math.round(100 * Math.log(x))
}
