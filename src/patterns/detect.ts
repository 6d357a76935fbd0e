import type { AuthoredMove } from '../journal/move.ts'
import { type Explained, modelFrom, type Tally, tally } from './background.ts'
import { beyondChance } from './beyond-chance.ts'
import { type Component, splitComponents } from './components.ts'
import { Decoder } from './decode.ts'
import { describeLoop, horizonOf, linkRoleFlips } from './describe.ts'
import type { Detection, Loops } from './detection.ts'
import { findLoops, type Loop } from './find-loops.ts'
import type { Model } from './model.ts'
import { findMutual } from './mutual.ts'
import { findOneSided } from './one-sided.ts'
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

/**
 * Decodes twice: the first finds give back to the background what they do not explain, and tell who
 * usually reaches; the second decode knows the couple by that.
 */
function decodeAll(line: Timeline, counted: Tally): Loop[] {
  const components = splitComponents(line)
  const decoder = new Decoder(line, 2)
  const second = coupleModel(line, counted, components, decoder)
  return components.flatMap((component) => findLoops(line, decoder, second, component))
}

export function coupleModel(
  line: Timeline,
  counted: Tally,
  components: readonly Component[],
  decoder: Decoder,
): Model {
  const first = modelFrom(counted)
  const guessed = components.flatMap((component) => findLoops(line, decoder, first, component))
  return modelFrom(counted, explainedBy(line, guessed))
}

function explainedBy(line: Timeline, found: readonly Loop[]): Explained {
  const count = new Float64Array(8)
  const reaching = new Float64Array(2)
  for (const loop of found) {
    reaching[loop.reaching] = (reaching[loop.reaching] as number) + loop.percent
    for (const i of loop.chain) {
      const slot = (line.author[i] as number) * 4 + (line.kind[i] as number)
      count[slot] = (count[slot] as number) + loop.percent
    }
  }
  return { count, reaching }
}

/** Entries per hour by chance, of each kind of each author. */
function hourlyOf(counted: Tally): Float64Array {
  return counted.count.map((hundredths) => (hundredths + 120) / 100 / ((counted.weeks + 2) * 168))
}
