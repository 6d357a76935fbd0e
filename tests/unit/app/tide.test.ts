import { describe, expect, it } from 'vitest'
import { tide } from '../../../src/app/messages/tide.ts'
import { EVERYTHING, type Filter, narrow } from '../../../src/app/tide/filter.ts'
import {
  placeOf,
  REST,
  ribbonPath,
  shorePath,
  SWING,
  swellPath,
} from '../../../src/app/tide/geometry.ts'
import {
  countTurns,
  gatherLoops,
  isMoving,
  type Loop,
  loopAddress,
  readLoopAddress,
} from '../../../src/app/tide/loops.ts'
import {
  buildRows,
  type Calendar,
  FOLD_HOURS,
  phoneCalendar,
  rowAt,
} from '../../../src/app/tide/rows.ts'
import { zoneThere } from '../../../src/app/tide/scene.ts'
import type { Runs } from '../../../src/device/loops/cycles.ts'
import type { Mark } from '../../../src/device/moments/marks.ts'
import type { Pause } from '../../../src/device/moments/pause.ts'
import type { Cycle, Detection } from '../../../src/patterns/detection.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Days of UTC, and weeks from Monday: 5 January 1970 was one. */
const calendar: Calendar = {
  dayOf: (instant) => Math.floor(instant / DAY) * DAY,
  weekOf: (instant) => Math.floor((instant / DAY - 4) / 7) * 7 * DAY + 4 * DAY,
}
const noon = Date.UTC(2026, 2, 3, 12)

const blank: Loop = {
  id: '',
  by: 'shared',
  strong: true,
  short: false,
  ending: 'repair',
  name: null,
  moving: false,
  told: null,
  entries: [],
  keys: [],
}

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
})

describe('rows', () => {
  const place = (key: string, at: number) => ({ key, at })

  it('begin a day with its date and fold a long gap', () => {
    const rows = buildRows(
      [place('a', noon), place('b', noon + HOUR), place('c', noon + 50 * HOUR)],
      { loops: [] },
      calendar,
    )
    expect(rows.map(({ type }) => type)).toEqual(['rule', 'moment', 'moment', 'rule', 'moment'])
    expect(rows[3]).toMatchObject({ gap: 49, day: noon + 50 * HOUR })
  })

  it.each([
    [12.1, 'half a day'],
    [17, 'half a day'],
    [20, 'most of a day'],
    // Never within one day.
    [24, 'a day'],
    [35, 'a day'],
    [36, 'two days'],
    [13.6 * 24, 'two weeks'],
  ])('say of a gap of %d hours: %s', (hours, said) => {
    expect(tide.fold(hours)).toBe(said)
  })

  it('fold a gap within one day without saying the date again', () => {
    const early = Date.UTC(2026, 2, 3, 1)
    const rows = buildRows(
      [place('a', early), place('b', early + (FOLD_HOURS + 1) * HOUR)],
      { loops: [] },
      calendar,
    )
    expect(rows[2]).toMatchObject({ type: 'rule', day: null, gap: FOLD_HOURS + 1 })
  })

  it('lead to a loop after its last moment', () => {
    const loop = { ...blank, id: 'x', keys: ['a', 'b'] }
    const rows = buildRows(
      [place('a', noon), place('b', noon + 1), place('c', noon + 2)],
      { loops: [loop] },
      calendar,
    )
    expect(rows.map(({ type }) => type)).toEqual(['rule', 'moment', 'moment', 'loop', 'moment'])
  })
})

describe('a timeline', () => {
  const place = (key: string, at: number) => ({ key, at })
  // Tuesday 3 March 2026, and the Monday after it.
  const monday = noon + 6 * DAY

  it('says the week once, where it begins', () => {
    const rows = buildRows(
      [place('a', noon), place('b', noon + DAY), place('c', monday)],
      { loops: [] },
      calendar,
    )
    const weeks = rows.flatMap((row) => (row.type === 'rule' ? [row.week] : []))
    expect(weeks).toEqual([Date.UTC(2026, 2, 2), null, Date.UTC(2026, 2, 9)])
  })

  it('holds a pause at its time, between moments and after the last', () => {
    const pause = (key: string, hours: number): Pause => ({
      key,
      id: key,
      mine: true,
      at: new Date(noon + hours * HOUR).toISOString().replace('.000Z', 'Z'),
      until: new Date(noon + (hours + 1) * HOUR).toISOString().replace('.000Z', 'Z'),
      state: 'shared',
    })
    const rows = buildRows(
      [place('a', noon), place('b', noon + 4 * HOUR)],
      { loops: [], pauses: [pause('p', 2), pause('q', 60)] },
      calendar,
    )
    expect(rows.map(({ key }) => key)).toEqual(['rule a', 'a', 'pause p', 'b', 'rule q', 'pause q'])
  })

  it('says where one side is written, after its last moment, and of whom it does not say', () => {
    const rows = buildRows(
      [place('a', noon), place('b', noon + 9 * DAY), place('c', noon + 10 * DAY)],
      { loops: [], oneSided: [noon + 9 * DAY] },
      calendar,
    )
    expect(rows.map(({ type }) => type)).toEqual([
      'rule',
      'moment',
      'rule',
      'moment',
      'one-sided',
      'rule',
      'moment',
    ])
    expect(JSON.stringify(rows)).not.toContain('author')
  })

  it('leads to a day: its own rule, the next day’s where it has none, and else the end', () => {
    const rows = buildRows(
      [place('a', noon), place('b', noon + 1), place('c', noon + 3 * DAY)],
      { loops: [] },
      calendar,
    )
    const day = Date.UTC(2026, 2, 3)
    expect(rows[rowAt(rows, day)]?.key).toBe('rule a')
    expect(rows[rowAt(rows, day + DAY)]?.key).toBe('rule c')
    expect(rows[rowAt(rows, day + 30 * DAY)]?.key).toBe('c')
    expect(rows[rowAt(rows, 0)]?.key).toBe('rule a')
  })

  it('knows days and weeks of this phone, in the nights when clocks change too', () => {
    const own = phoneCalendar(1)
    for (let hour = 0; hour < 24 * 400; hour += 7) {
      const instant = noon + hour * HOUR
      const day = new Date(own.dayOf(instant))
      expect([day.getHours(), day.getMinutes()]).toEqual([0, 0])
      expect(day.toDateString()).toBe(new Date(instant).toDateString())
      const week = new Date(own.weekOf(instant))
      expect([week.getDay(), week.getHours()]).toEqual([1, 0])
      expect(own.weekOf(instant)).toBeLessThanOrEqual(instant)
    }
  })
})

describe('what is shown', () => {
  const places = ['me/a', 'you/b', 'me/c', 'you/d'].map((key, n) => ({ key, at: noon + n * HOUR }))
  const loop = { ...blank, id: 'x', keys: ['me/a', 'you/b'] }
  const marks = new Map<string, Mark>([
    ['me/a', { kind: 'pursue', situations: [] }],
    ['you/b', { kind: 'withdraw', situations: ['tone', 'late'] }],
    ['me/c', { kind: 'pursue', situations: ['late'] }],
    ['you/d', { kind: 'repair', situations: [] }],
  ])
  const shown = (filter: Partial<Filter>) => {
    const left = narrow({ ...EVERYTHING, ...filter }, { places, loops: [loop] }, 'me', marks)
    return [left.places.map(({ key }) => key).join(' '), left.loops.length]
  }

  it.each<[string, Partial<Filter>, string, number]>([
    ['everything', {}, 'me/a you/b me/c you/d', 1],
    ['two kinds', { kinds: ['withdraw', 'repair'] }, 'you/b you/d', 0],
    ['a situation', { situations: ['late', 'money'] }, 'you/b me/c', 0],
    ['a kind with a situation', { kinds: ['pursue'], situations: ['late'] }, 'me/c', 0],
    ['moments in loops', { loops: true }, 'me/a you/b', 1],
    ['what I kept', { mine: true }, 'me/a me/c', 0],
    ['what I kept in loops', { mine: true, loops: true }, 'me/a', 0],
  ])('%s', (_, filter, keys, loops) => {
    expect(shown(filter)).toEqual([keys, loops])
  })

  it('leaves nothing out for its kind before that is known', () => {
    const filter: Filter = { ...EVERYTHING, kinds: ['repair'], mine: true }
    const left = narrow(filter, { places, loops: [loop] }, 'me', null)
    expect(left.places.map(({ key }) => key)).toEqual(['me/a', 'me/c'])
  })
})

describe('a shore', () => {
  it('swells and draws back by one line, mirrored: equal area, equal ink', () => {
    const [rest, half] = [100, 30]
    const out = swellPath({ x: rest + 40, y: 50 }, rest, half)
    const back = swellPath({ x: rest - 40, y: 50 }, rest, half)
    const mirrored = back.replaceAll(
      /(-?[\d.]+) (-?[\d.]+)/g,
      (_, x: string, y: string) => `${2 * rest - Number(x)} ${y}`,
    )
    expect(out).toBe(mirrored)
  })

  it('is at rest from top to bottom where nothing happened', () => {
    expect(shorePath([], 80, { top: 0, bottom: 200, half: 30 })).toBe('M80 0V200')
  })
})

describe('the other’s clock', () => {
  const [winter, summer] = [Date.UTC(2026, 0, 10, 12), Date.UTC(2026, 6, 10, 12)]
  it.each([
    ['an hour behind, all year', 'Europe/Berlin', 'Europe/Lisbon', true, true],
    ['the same under another name', 'Europe/Berlin', 'Europe/Paris', false, false],
    ['only where summer time is kept', 'America/Denver', 'America/Phoenix', false, true],
  ])('%s', (_, here, there, inWinter, inSummer) => {
    expect(zoneThere({ here, there }, winter)).toBe(inWinter ? there : null)
    expect(zoneThere({ here, there }, summer)).toBe(inSummer ? there : null)
    expect(zoneThere({ here, there: null }, summer)).toBeNull()
  })
})

describe('a loop that still moves', () => {
  const at = Date.UTC(2026, 2, 3, 12)
  const to = new Date(at).toISOString()
  it.each([
    ['an hour after its last turn', 'open', 1, true],
    ['until twelve hours are over', 'open', 11.9, true],
    ['not after twelve quiet hours', 'open', 12, false],
    ['not once somebody turned back', 'repair', 0, false],
  ] as const)('%s', (_, ending, hours, expected) => {
    expect(isMoving({ ending, to }, at + hours * HOUR)).toBe(expected)
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

  it('carry what the two say of them, and stay what they are', () => {
    const runs: Runs = {
      now: '2026-03-05T12:00:00Z',
      seq: 1,
      count: 2,
      shared: detection([cycle('c1', ['c1', 'p1']), cycle('c2', ['c2', 'p2'])]),
      own: null,
      keyOf: { c1: 'me/e1', p1: 'you/p1', c2: 'me/e2', p2: 'you/p2' },
    }
    const answer = { by: 'you', own: true, turn: 1, entries: ['c1', 'p1'], line: 'I was ill' }
    const [first, second] = gatherLoops(runs, [], 'me', {
      names: [{ by: 'me', turn: 1, entries: ['c1', 'gone'], name: 'Sunday nights' }],
      answers: [{ ...answer, seen: 'differently' }],
    })
    expect(first).toMatchObject({ name: 'Sunday nights', strong: true, ending: 'repair' })
    expect(first?.told).toMatchObject({ isSeenDifferently: true })
    expect(second).toMatchObject({ name: null, told: null, strong: true })
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
