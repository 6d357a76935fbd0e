import type { Kind } from '../../journal/move.ts'

/** Whose lane a moment is in. Alone there is one lane, in the middle. */
export type Lane = 'left' | 'right' | 'alone'

/** Where rest is, and how far reaching and stepping back go from it: parts of the column's width. */
export const REST = { left: 0.41, right: 0.59, alone: 0.5 } as const
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

const round = (value: number): number => Math.round(value * 10) / 10
