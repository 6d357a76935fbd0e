import { describe, expect, it } from 'vitest'
import { shapePath } from '../../../src/app/ui/shape.tsx'
import { type Kind, KINDS } from '../../../src/journal/move.ts'

type Point = readonly [number, number]

describe('reaching and stepping back', () => {
  const [reach, back] = [outline('pursue'), outline('withdraw')]

  it('weigh the same: equal area, equal ink', () => {
    expect(area(reach) / area(back)).toBeCloseTo(1, 2)
    expect(length(reach) / length(back)).toBeCloseTo(1, 2)
  })
})

describe('no form is another one, seen from the other lane', () => {
  const pairs = KINDS.flatMap((a, n) => KINDS.slice(n + 1).map((b) => [a, b] as const))

  it.each(pairs)('%s and %s', (a, b) => {
    for (const other of [outline(b), mirrored(outline(b))]) {
      // A fifth of what they cover is covered by one of them alone.
      expect(apart(outline(a), other)).toBeGreaterThan(0.2)
    }
  })
})

const mirrored = (points: readonly Point[]): Point[] => points.map(([x, y]) => [24 - x, y])

function area(points: readonly Point[]): number {
  return Math.abs(sumSides(points, ([x, y], [toX, toY]) => x * toY - toX * y)) / 2
}

function length(points: readonly Point[]): number {
  return sumSides(points, ([x, y], [toX, toY]) => Math.hypot(toX - x, toY - y))
}

function sumSides(points: readonly Point[], measure: (a: Point, b: Point) => number): number {
  return points.reduce((sum, point, n) => sum + measure(point, points[n + 1] ?? points[0]!), 0)
}

/** Of the ground that two forms cover, how much only one of them does. */
function apart(a: readonly Point[], b: readonly Point[]): number {
  let [either, one] = [0, 0]
  for (let x = 0.25; x < 24; x += 0.5) {
    for (let y = 0.25; y < 24; y += 0.5) {
      const [inA, inB] = [isInside(a, x, y), isInside(b, x, y)]
      if (inA || inB) either += 1
      if (inA !== inB) one += 1
    }
  }
  return one / either
}

function isInside(points: readonly Point[], x: number, y: number): boolean {
  const crossings = points.filter(([ax, ay], n) => {
    const [bx, by] = points[n + 1] ?? points[0]!
    return ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)
  })
  return crossings.length % 2 === 1
}

/** The outline of a kind's form as many short sides. Its commands are those that the forms are written with. */
function outline(kind: Kind): Point[] {
  const points: Point[] = []
  let [at, handle]: [Point, Point] = [
    [0, 0],
    [0, 0],
  ]
  const curve = (a: Point, b: Point, to: Point) => {
    for (let n = 1; n <= 40; n += 1) points.push(onCurve([at, a, b, to], n / 40))
    ;[at, handle] = [to, b]
  }
  for (const [, command = '', rest = ''] of shapePath(kind).matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const numbers = (rest.match(/-?(?:\d+\.\d+|\.\d+|\d+)/g) ?? []).map(Number)
    const isRelative = command === command.toLowerCase()
    const size = { m: 2, c: 6, s: 4, a: 7, z: 0 }[command.toLowerCase()]
    if (size === undefined) throw new Error(`cannot follow ${command}`)
    for (let n = 0; n < numbers.length; n += size) {
      const [fromX, fromY] = isRelative ? at : [0, 0]
      const pairs = numbers.slice(n, n + size)
      const point = (place: number): Point => [fromX + pairs[place]!, fromY + pairs[place + 1]!]
      if (size === 2) [at, handle] = [point(0), point(0)]
      else if (size === 6) curve(point(0), point(2), point(4))
      else if (size === 4) {
        curve([2 * at[0] - handle[0], 2 * at[1] - handle[1]], point(0), point(2))
      } else {
        // The only arcs are the two halves of a circle, each from top to bottom or back.
        const [to, radius] = [point(5), numbers[n]!]
        const turn = to[1] > at[1] ? -Math.PI / 2 : Math.PI / 2
        const [middleX, middleY] = [(at[0] + to[0]) / 2, (at[1] + to[1]) / 2]
        for (let step = 1; step <= 40; step += 1) {
          const angle = turn + (Math.PI * step) / 40
          points.push([middleX + radius * Math.cos(angle), middleY + radius * Math.sin(angle)])
        }
        at = to
      }
    }
  }
  return points
}

function onCurve([a, b, c, d]: readonly [Point, Point, Point, Point], t: number): Point {
  const one = (axis: 0 | 1) =>
    (1 - t) ** 3 * a[axis] +
    3 * (1 - t) ** 2 * t * b[axis] +
    3 * (1 - t) * t ** 2 * c[axis] +
    t ** 3 * d[axis]
  return [one(0), one(1)]
}
