import type { AuthoredMove } from '../journal/move.ts'
import { modelFrom, type Tally, tally } from './background.ts'
import { beyondChance } from './beyond-chance.ts'
import { splitComponents } from './components.ts'
import { Decoder } from './decode.ts'
import { describeLoop, horizonOf, linkRoleFlips } from './describe.ts'
import type { Detection, Loops } from './detection.ts'
import { findMutual } from './mutual.ts'
import { findOneSided } from './one-sided.ts'
import { type Loop, scoreLoop } from './score.ts'
import { orderMoves, type Timeline } from './timeline.ts'
import { readWhen } from './when.ts'

export interface DetectOptions {
  /** The instant that decides whether the last loop is still open; without it, the last move's. */
  readonly now?: string
}

/**
 * Finds the push-pull loops of two people, what is mutual, where only one writes, and whether there
 * is a pattern beyond chance. The order of `moves` and which author is which make no difference.
 */
export function detect(moves: readonly AuthoredMove[], options: DetectOptions = {}): Detection {
  const line = orderMoves(moves)
  return { ...loopsOf(line, options), pattern: beyondChance(line) }
}

/** The same without the tests against chance, which cost more than all the rest. */
export function detectLoops(moves: readonly AuthoredMove[], options: DetectOptions = {}): Loops {
  return loopsOf(orderMoves(moves), options)
}

function loopsOf(line: Timeline, options: DetectOptions): Loops {
  const { oneSided, isOneSided } = findOneSided(line)
  const counted = tally(line, isOneSided)
  const found = decodeAll(line, counted)
  const inLoop = new Uint8Array(line.size)
  for (const loop of found) for (const i of loop.chain) inLoop[i] = 1
  const horizon = horizonOf(
    line,
    options.now === undefined ? undefined : readWhen(options.now).instant,
  )
  const hourly = hourlyOf(counted)
  const cycles = found.map((loop) => describeLoop(line, loop, horizon, hourly))
  return { cycles: linkRoleFlips(cycles), mutual: findMutual(line, inLoop), oneSided }
}

function decodeAll(line: Timeline, counted: Tally): Loop[] {
  const model = modelFrom(counted)
  const decoder = new Decoder(line, 2)
  const found: Loop[] = []
  for (const { from, to } of splitComponents(line)) {
    for (const chain of decoder.decode(model, from, to)) found.push(scoreLoop(line, model, chain))
  }
  return found
}

/** Entries per hour by chance, of each kind of each author. */
function hourlyOf(counted: Tally): Float64Array {
  return counted.count.map((hundredths) => (hundredths + 120) / 100 / ((counted.weeks + 2) * 168))
}
