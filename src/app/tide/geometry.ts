import type { Kind } from '../../journal/move.ts'

/** Whose lane a moment is in. Alone there is one lane, in the middle. */
export type Lane = 'left' | 'right' | 'alone'

/** Where rest is, and how far reaching and stepping back go from it: parts of the column's width. */
export const REST = { left: 0.4, right: 0.6, alone: 0.5 } as const
export const SWING = 0.2

/** How far from rest a kind is, towards the other. Reaching and stepping back are equally far. */
const TOWARDS: Record<Kind, number> = { trigger: 0, pursue: 1, withdraw: -1, repair: 0 }

/** The horizontal place of a moment, as a part of the column's width. */
export function placeOf(lane: Lane, kind: Kind): number {
  const direction = lane === 'right' ? -1 : 1
  return REST[lane] + direction * TOWARDS[kind] * SWING
}

export interface Point {
  readonly x: number
  readonly y: number
}

export const samePoints = (a: readonly Point[], b: readonly Point[]): boolean =>
  a.length === b.length && a.every(({ x, y }, n) => x === b[n]?.x && y === b[n].y)

/** A ribbon through points that follow each other downwards: it leaves and meets each one upright. */
export function ribbonPath(points: readonly Point[]): string {
  const [first, ...others] = points
  if (!first) return ''
  let path = `M${round(first.x)} ${round(first.y)}`
  let before = first
  for (const point of others) {
    const middle = round((before.y + point.y) / 2)
    path += `C${round(before.x)} ${middle} ${round(point.x)} ${middle} ${round(point.x)} ${round(point.y)}`
    before = point
  }
  return path
}

/**
 * A shore that swells or draws back to each of `points`, and is at `rest` everywhere else: from `top`
 * to `bottom`, each swell reaching `half` above and below its point. The same line mirrored is the
 * same swell the other way, so both have one area and one length.
 */
export function shorePath(
  points: readonly Point[],
  rest: number,
  { top, bottom, half }: { readonly top: number; readonly bottom: number; readonly half: number },
): string {
  let path = `M${round(rest)} ${round(top)}`
  for (const point of points) path += `V${round(point.y - half)}${swell(point, rest, half)}`
  return `${path}V${round(bottom)}`
}

/** The water or the land that a swell takes: its line, closed along the shore at rest. */
export function swellPath(point: Point, rest: number, half: number): string {
  return `M${round(rest)} ${round(point.y - half)}${swell(point, rest, half)}Z`
}

function swell({ x, y }: Point, rest: number, half: number): string {
  const [near, far] = [half * 0.3, half * 0.62]
  const half1 = `C${round(rest)} ${round(y - near)} ${round(x)} ${round(y - far)} ${round(x)} ${round(y)}`
  const half2 = `C${round(x)} ${round(y + far)} ${round(rest)} ${round(y + near)} ${round(rest)} ${round(y + half)}`
  return half1 + half2
}

const round = (value: number): number => Math.round(value * 10) / 10
