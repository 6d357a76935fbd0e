import type { AuthoredMove } from '../../../src/journal/move.ts'
import { detect, detectLoops } from '../../../src/patterns/detect.ts'
import type { Pattern } from '../../../src/patterns/detection.ts'
import { IncrementalDetector } from '../../../src/patterns/incremental.ts'
import { BEGIN, drawCouple } from './generate.ts'
import { Measure, type Reported } from './measure.ts'
import { oracleFor } from './oracle.ts'
import { PEERS } from './peers.ts'
import { Random } from './random.ts'
import { FORGETS, LOOPLESS, type World, world } from './world.ts'

type Finder = (couple: ReturnType<typeof drawCouple>) => readonly Reported[]

export const OURS = 'Tideline'
export const ORACLE = 'oracle (true parameters)'
export const METHODS = [...Object.keys(PEERS), OURS, ORACLE]
/** Tideline, told of every move in any order, and of each fourth one first at a wrong time. */
export const TOLD_LATE = 'Tideline, told late'
const FOUR_WEEKS = 4

function finderFor(method: string, drawn: World): Finder {
  if (method === ORACLE) return oracleFor(drawn)
  if (method === TOLD_LATE) return ({ moves }) => toldLate(moves).cycles
  if (method === OURS) {
    return ({ moves }) =>
      detectLoops(moves).cycles.map((cycle) => ({ ...cycle, isCycle: cycle.grade === 'cycle' }))
  }
  const peer = PEERS[method]
  if (peer === undefined) throw new Error(`no method ${method}`)
  return ({ moves }) => peer(moves)
}

function toldLate(moves: readonly AuthoredMove[]) {
  const random = new Random(moves.length)
  const order = moves.map((move) => ({ move, at: random.even() })).toSorted((a, b) => a.at - b.at)
  const detector = new IncrementalDetector()
  for (const [n, { move }] of order.entries()) {
    if (n % 4 === 0) detector.set({ ...move, at: (order[0] as { move: AuthoredMove }).move.at })
    else detector.set(move)
    if (n % 20 === 0) detector.loops()
  }
  for (const [n, { move }] of order.entries()) if (n % 4 === 0) detector.set(move)
  return detector.loops()
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
export interface Claimed {
  readonly early: number
  readonly beyondBadDays: number
}

/** Asked once, when the time is over. */
export function claims(drawn: World, couples: number, seed: number): Claimed {
  return claimedBy(couples, (n) => [detect(drawCouple(drawn, seed + n).moves).pattern])
}

/** Asked at the end of every week from the fourth on: claimed at least once. */
export function claimsEverSaid(drawn: World, couples: number, seed: number): Claimed {
  return claimedBy(couples, (n) => {
    const { moves } = drawCouple(drawn, seed + n)
    const detector = new IncrementalDetector()
    return Array.from({ length: drawn.weeks - 3 }, (_, week) => {
      const end = BEGIN + (week + 4) * 604_800_000
      detector.hold(moves.filter(({ at }) => Date.parse(at) < end))
      return detector.detection().pattern
    })
  })
}

function claimedBy(couples: number, patternsOf: (n: number) => readonly Pattern[]): Claimed {
  let early = 0
  let beyondBadDays = 0
  for (let n = 0; n < couples; n++) {
    const patterns = patternsOf(n)
    if (patterns.some((it) => it.early.verdict === 'beyond-chance')) early++
    if (patterns.some((it) => it.beyondBadDays.verdict === 'beyond-chance')) beyondBadDays++
  }
  return { early: early / couples, beyondBadDays: beyondBadDays / couples }
}
