import { describe, expect, it } from 'vitest'
import { placeOf, REST, ribbonPath, SWING } from '../../../src/app/tide/geometry.ts'
import {
  countTurns,
  gatherLoops,
  type Loop,
  loopAddress,
  readLoopAddress,
} from '../../../src/app/tide/loops.ts'
import { buildRows, FOLD_HOURS } from '../../../src/app/tide/rows.ts'
import { shapePath } from '../../../src/app/ui/shape.tsx'
import type { Runs } from '../../../src/device/cycles.ts'
import type { Cycle, Detection } from '../../../src/patterns/detection.ts'

const HOUR = 3_600_000
const dayOf = (instant: number) => new Date(instant).toISOString().slice(0, 10)
const noon = Date.UTC(2026, 2, 3, 12)

describe('reaching and stepping back', () => {
  it('go equally far from rest, on either side, in opposite directions', () => {
    for (const lane of ['left', 'right', 'alone'] as const) {
      const reach = placeOf(lane, 'pursue') - REST[lane]
      const back = placeOf(lane, 'withdraw') - REST[lane]
      expect(reach + back).toBeCloseTo(0)
      expect(Math.abs(reach)).toBeCloseTo(SWING)
    }
  })

  it('cross the middle, and leave it', () => {
    expect(placeOf('left', 'pursue')).toBeGreaterThan(0.5)
    expect(placeOf('right', 'pursue')).toBeLessThan(0.5)
    expect(placeOf('left', 'withdraw')).toBeLessThan(REST.left)
    expect(placeOf('right', 'withdraw')).toBeGreaterThan(REST.right)
  })

  it('come to rest on the edge of the own lane', () => {
    expect(placeOf('left', 'repair')).toBe(REST.left)
    expect(placeOf('right', 'repair')).toBe(REST.right)
    expect(REST.left + REST.right).toBe(1)
  })

  it('are one form, mirrored, so that neither weighs more', () => {
    const reach = anchors(shapePath('pursue'))
    const back = anchors(shapePath('withdraw')).map(([x, y]) => [24 - x, y] as const)
    expect(reach).toEqual(back)
  })
})

describe('rows', () => {
  const place = (key: string, at: number) => ({ key, at })

  it('begin a day with its date and fold a long gap', () => {
    const rows = buildRows(
      [place('a', noon), place('b', noon + HOUR), place('c', noon + 50 * HOUR)],
      [],
      dayOf,
    )
    expect(rows.map(({ type }) => type)).toEqual(['rule', 'moment', 'moment', 'rule', 'moment'])
    expect(rows[3]).toMatchObject({ gap: 49, day: noon + 50 * HOUR })
  })

  it('fold a gap within one day without saying the date again', () => {
    const early = Date.UTC(2026, 2, 3, 1)
    const rows = buildRows(
      [place('a', early), place('b', early + (FOLD_HOURS + 1) * HOUR)],
      [],
      dayOf,
    )
    expect(rows[2]).toMatchObject({ type: 'rule', day: null, gap: FOLD_HOURS + 1 })
  })

  it('lead to a loop after its last moment', () => {
    const loop = { ...blank, id: 'x', keys: ['a', 'b'] }
    const rows = buildRows(
      [place('a', noon), place('b', noon + 1), place('c', noon + 2)],
      [loop],
      dayOf,
    )
    expect(rows.map(({ type }) => type)).toEqual(['rule', 'moment', 'moment', 'loop', 'moment'])
  })
})

describe('loops', () => {
  it('of the private run are drawn only where they hold something private', () => {
    const shared = cycle('c1', ['c1', 'p1'])
    const again = cycle('c1', ['c1', 'p1'])
    const mine = cycle('e2', ['e2', 'p2'])
    const runs: Runs = {
      now: '2026-03-03T12:00:00Z',
      seq: 1,
      count: 4,
      shared: detection([shared]),
      own: detection([again, mine]),
      // An opened moment's id is its card's; a private one's is its own.
      keyOf: { c1: 'me/e1', p1: 'you/p1', e2: 'me/e2', p2: 'you/p2' },
    }
    const loops = gatherLoops(runs, [{ id: 'o', mine: true, keys: ['me/e1', 'you/p1'] }], 'me')
    expect(loops.map(({ by, id }) => `${by} ${id}`)).toEqual(['shared c1', 'private e2', 'own o'])
  })

  it('have an address that says whose they are', () => {
    for (const by of ['shared', 'private', 'own'] as const) {
      const address = loopAddress({ id: 'Ab_-1', by }).replace('/loop/', '')
      expect(readLoopAddress(address)).toEqual({ id: 'Ab_-1', by })
    }
  })

  it('go round once for each reaching and stepping back, whoever repeats themselves', () => {
    const moves = (text: string) =>
      Array.from(text, (letter) => ({
        move: {
          kind: ({ t: 'trigger', p: 'pursue', w: 'withdraw', r: 'repair' } as const)[
            letter as 't' | 'p' | 'w' | 'r'
          ],
          at: '2026-03-03',
        },
      }))
    expect(countTurns(moves('tpwpwr'))).toBe(2)
    expect(countTurns(moves('pppww'))).toBe(1)
    expect(countTurns(moves('wpwpw'))).toBe(2)
    expect(countTurns(moves('tr'))).toBe(0)
  })
})

it('a ribbon leaves and meets every moment upright', () => {
  const path = ribbonPath([
    { x: 10, y: 0 },
    { x: 50, y: 100 },
    { x: 20, y: 200 },
  ])
  expect(path).toBe('M10 0C10 50 50 50 50 100C50 150 20 150 20 200')
  expect(ribbonPath([])).toBe('')
})

const blank: Loop = {
  id: '',
  by: 'shared',
  strong: true,
  short: false,
  ending: 'repair',
  name: null,
  keys: [],
}

function cycle(id: string, entries: readonly string[]): Cycle {
  return {
    id,
    grade: 'cycle',
    highlighted: true,
    pursuer: 'me',
    withdrawer: 'you',
    entries,
    from: '2026-03-03T12:00:00Z',
    to: '2026-03-03T13:00:00Z',
    ending: 'repair',
    score: 500,
    probability: 0.9,
    arrows: [],
  }
}

function detection(cycles: readonly Cycle[]): Detection {
  const chance = { p: null, verdict: 'not-enough-yet' } as const
  return { cycles, mutual: [], oneSided: [], pattern: { early: chance, beyondBadDays: chance } }
}

/** The end points of a path's segments, sorted: enough to tell one form from its mirror image. */
function anchors(path: string): (readonly [number, number])[] {
  const points: (readonly [number, number])[] = []
  let [x, y] = [0, 0]
  for (const [, command, rest] of path.matchAll(/([MCcz])([^MCcz]*)/g)) {
    const numbers = (rest ?? '').match(/-?(?:\d+\.\d+|\.\d+|\d+)/g)?.map(Number) ?? []
    if (command === 'M') {
      ;[x, y] = [numbers[0] ?? 0, numbers[1] ?? 0]
      points.push([x, y])
      continue
    }
    for (let n = 0; n + 5 < numbers.length; n += 6) {
      const [dx, dy] = [numbers[n + 4] ?? 0, numbers[n + 5] ?? 0]
      ;[x, y] = command === 'c' ? [x + dx, y + dy] : [dx, dy]
      points.push([Math.round(x * 10) / 10, Math.round(y * 10) / 10])
    }
  }
  return points.toSorted((a, b) => a[1] - b[1] || a[0] - b[0])
}
