import { Decoder } from '../../../src/patterns/decode.ts'
import { entryIndex, type Model, NEVER, unfoldSteps } from '../../../src/patterns/model.ts'
import { BOLDNESS, BOLDNESS_PER_STEP } from '../../../src/patterns/population.ts'
import { scoreLoop } from '../../../src/patterns/score.ts'
import {
  ANY_TIME,
  BUCKETS,
  orderMoves,
  PARTS,
  PURSUE,
  WITHDRAW,
} from '../../../src/patterns/timeline.ts'
import { splitStretches } from '../../../src/patterns/stretch.ts'
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
    const decoder = new Decoder(line, 2)
    return splitStretches(line, 0, line.size)
      .flatMap(({ from, to }) => decoder.decode(model, from, to))
      .map((chain) => {
        const loop = scoreLoop(line, model, 0, chain)
        return {
          entries: chain.map((i) => line.ids[i] as string),
          pursuer: line.authors[loop.reaching] as string,
          highlighted: loop.isCycle,
        }
      })
  }
}

function trueModel(
  world: World,
  fitted: FittedSteps,
  couple: Couple,
  authors: readonly string[],
): Model {
  const entry = new Int32Array(8 * BUCKETS)
  const mean = DAY.reduce((sum, hour) => sum + hour, 0) / 24
  const weekday = 7 / (5 + 2 * WEEKEND_DAY)
  const alone = world.entries - (world.loops > 0 ? LOOP_ENTRIES : 0)
  for (let slot = 0; slot < 8; slot++) {
    const [author, kind] = [slot >> 2, slot & 3]
    const isCore = kind === PURSUE || kind === WITHDRAW
    const hourly = (alone * (isCore ? world.coreShare : 1 - world.coreShare)) / 4 / 168
    for (let part = 0; part < PARTS; part++) {
      const hours = DAY.slice(part * 3, part * 3 + 3).reduce((sum, hour) => sum + hour, 0)
      const rate = (hourly * weekday * hours) / 3 / mean
      entry[entryIndex(author, kind, part)] = cost(rate)
      entry[entryIndex(author, kind, PARTS + part)] = cost(rate * WEEKEND_DAY)
    }
    entry[entryIndex(author, kind, ANY_TIME)] = cost(hourly)
  }
  const usual = couple.loops.filter(({ pursuer }) => pursuer === authors[0]).length
  const share = usual * 2 >= couple.loops.length ? SAME_PURSUER : 1 - SAME_PURSUER
  // As bold as the detector is, or the best total would be shyer than F1 wants.
  const crowd = 100 * Math.log((alone * world.coreShare) / 4)
  const boldness = Math.max(0, Math.round(BOLDNESS + (crowd * BOLDNESS_PER_STEP) / 25))
  return {
    entry,
    start: Int32Array.of(
      fitted.starts.trigger + boldness,
      fitted.starts.pursue + boldness,
      fitted.starts.withdraw + boldness,
      NEVER,
    ),
    role: Int32Array.of(-cost(2 * share), -cost(2 - 2 * share)),
    step: unfoldSteps(fitted.steps, fitted.daySteps),
    end: Int32Array.of(NEVER, fitted.ends.pursue, fitted.ends.withdraw, 0),
    crowd: 0,
    often: 0,
  }
}

function cost(rate: number): number {
  return Math.round(-100 * Math.log(rate))
}
