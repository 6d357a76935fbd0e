import { detect, detectLoops } from '../../../src/patterns/detect.ts'
import { drawCouple } from './generate.ts'
import { Measure, type Reported } from './measure.ts'
import { oracleFor } from './oracle.ts'
import { PEERS } from './peers.ts'
import { FORGETS, LOOPLESS, type World, world } from './world.ts'

type Finder = (couple: ReturnType<typeof drawCouple>) => readonly Reported[]

const OURS = 'Tideline'
const ORACLE = 'oracle (true parameters)'
export const METHODS = [...Object.keys(PEERS), OURS, ORACLE]
const FOUR_WEEKS = 4

function finderFor(method: string, drawn: World): Finder {
  if (method === ORACLE) return oracleFor(drawn)
  if (method === OURS) return ({ moves }) => detectLoops(moves).cycles
  const peer = PEERS[method]
  if (peer === undefined) throw new Error(`no method ${method}`)
  return ({ moves }) => peer(moves)
}

/** One method on couples of one world, under both ways to forget. */
export function measureMethod(
  method: string,
  drawn: World,
  couples: number,
  seed: number,
): { both: Measure; each: Measure[] } {
  const both = new Measure()
  const each = FORGETS.map((forget) => {
    const measure = new Measure()
    const forgetful = world({ ...drawn, forget })
    const find = finderFor(method, forgetful)
    for (let n = 0; n < couples; n++) {
      const couple = drawCouple(forgetful, seed + n)
      const reported = find(couple)
      measure.add(couple, reported)
      both.add(couple, reported)
    }
    return measure
  })
  return { both, each }
}

/** False highlights per couple and four weeks, in each world without loops. */
export function falseHighlights(
  entries: number,
  couples: number,
  seed: number,
): Record<string, number> {
  const rates = Object.entries(LOOPLESS).map(([name, drawn]) => {
    let highlights = 0
    for (let n = 0; n < couples; n++) {
      const { moves } = drawCouple({ ...drawn, entries }, seed + n)
      highlights += detectLoops(moves).cycles.filter(({ highlighted }) => highlighted).length
    }
    return [name, (highlights / couples / drawn.weeks) * FOUR_WEEKS]
  })
  return Object.fromEntries(rates) as Record<string, number>
}

/** How often the tests against chance say "beyond chance". */
export function claims(
  drawn: World,
  couples: number,
  seed: number,
): { early: number; beyondBadDays: number } {
  let early = 0
  let beyondBadDays = 0
  for (let n = 0; n < couples; n++) {
    const { pattern } = detect(drawCouple(drawn, seed + n).moves)
    if (pattern.early.verdict === 'beyond-chance') early++
    if (pattern.beyondBadDays.verdict === 'beyond-chance') beyondBadDays++
  }
  return { early: early / couples, beyondBadDays: beyondBadDays / couples }
}
