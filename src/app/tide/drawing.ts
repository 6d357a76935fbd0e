import type { Moment } from '../../device/moments/read.ts'
import { type Lane, type Point, placeOf, REST } from './geometry.ts'
import { countTurns, type Loop } from './loops.ts'
import type { Row } from './rows.ts'
import type { Shore } from './shores.tsx'
import type { Read } from './use-moments.ts'

/**
 * What of the timeline is drawn, and where. Rows are taken in blocks: a block is opened, and its shores
 * are drawn, once for as long as it is near the screen, however much is scrolled meanwhile.
 */

/** So many rows are a block. Few enough to be opened between two frames. */
const BLOCK = 8

/** Rows from `from` to before `to`. */
export interface Block {
  readonly from: number
  readonly to: number
}

/** The blocks that hold the rows `first` to `last`, and so many rows more on either side. */
export function blocksAround(first: number, last: number, more: number, count: number): Block[] {
  const blocks: Block[] = []
  const from = Math.max(0, Math.floor((first - more) / BLOCK) * BLOCK)
  const to = Math.min(count, last + 1 + more)
  for (let each = from; each < to; each += BLOCK) {
    blocks.push({ from: each, to: Math.min(each + BLOCK, count) })
  }
  return blocks
}

/** The places of the moments in a block. */
export function placesIn(rows: readonly Row[], { from, to }: Block): string[] {
  return rows.slice(from, to).flatMap((row) => (row.type === 'moment' ? [row.place] : []))
}

/** The loops of which some part lies within these rows. */
export function loopsCrossing(
  loops: readonly Loop[],
  indexOf: ReadonlyMap<string, number>,
  rows: Block,
): Loop[] {
  return loops.filter(({ keys }) => {
    const from = indexOf.get(keys[0] ?? '')
    const to = indexOf.get(keys.at(-1) ?? '')
    return from !== undefined && to !== undefined && from < rows.to && to >= rows.from
  })
}

/** Which part of which loop a moment is: the second of five. */
export interface Part {
  readonly n: number
  readonly of: number
}

/** The part of every moment that has one; of a highlighted loop before all others. */
export function partsOf(loops: readonly Loop[]): Map<string, Part> {
  const parts = new Map<string, Part>()
  for (const loop of loops.toSorted((a, b) => Number(a.strong) - Number(b.strong))) {
    if (loop.short) continue
    for (const [n, key] of loop.keys.entries()) parts.set(key, { n: n + 1, of: loop.keys.length })
  }
  return parts
}

/** How often a loop went round; null until all of it has been opened. */
export function turnsOf(loop: Loop, read: Read): number | null {
  const moments = loop.keys.map((key) => read.get(key))
  const known = moments.filter((each) => each !== undefined && 'move' in each)
  return known.length === loop.keys.length ? countTurns(known) : null
}

/** How far down the column a moment's form has its middle, in pixels; null where that is not known. */
export type DownOf = (key: string) => number | null

interface Column {
  readonly read: Read
  readonly laneOf: (mine: boolean) => Lane
  readonly width: number
  readonly downOf: DownOf
}

/** Where a loop's moments stand, as far as they have been opened. */
export function ribbonPoints(loop: Loop, { read, laneOf, width, downOf }: Column): Point[] {
  return loop.keys.flatMap((key) => {
    const moment = read.get(key)
    const y = downOf(key)
    if (!isOpened(moment) || y === null) return []
    return [{ x: placeOf(laneOf(moment.mine), moment.move.kind) * width, y }]
  })
}

/** Both shores, or the one line there is alone, with all that is not at rest on them, from `top` down. */
export function drawShores(
  keys: readonly string[],
  top: number,
  { read, laneOf, width, downOf }: Column,
): Shore[] {
  const lanes = [...new Set([laneOf(true), laneOf(false)])]
  return lanes.map((lane) => {
    const points = keys.flatMap((key) => {
      const moment = read.get(key)
      const y = downOf(key)
      if (!isOpened(moment) || y === null || laneOf(moment.mine) !== lane) return []
      const place = placeOf(lane, moment.move.kind)
      return place === REST[lane] ? [] : [{ x: place * width, y: y - top }]
    })
    return { lane, points }
  })
}

const isOpened = (moment: ReturnType<Read['get']>): moment is Moment =>
  moment !== undefined && 'move' in moment
