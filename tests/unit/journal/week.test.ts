import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newestOf, nextTurn } from '../../../src/journal/turn.ts'
import { type Half, parseWeekPart, type Place } from '../../../src/journal/week.ts'
import { mergeWeekParts } from '../../../src/journal/week-merge.ts'
import {
  hasStep,
  STEPS,
  stepAfter,
  stepBefore,
  type Walk,
} from '../../../src/journal/week-steps.ts'
import {
  goesFirst,
  heldWeeks,
  helpedWith,
  lastExperiment,
  notYetOwn,
  stepNow,
  talkedAbout,
  viewWeek,
  type Written,
} from '../../../src/journal/week-view.ts'
import { idOf, people } from '../../people.ts'

const [noa, remy] = [idOf(people.first.name), idOf(people.second.name)]
const WEEK = '2026-03-08'
const asked = { week: WEEK, about: 'sliders' } as const
const nonceOf = (n: number) => `${String(n).padStart(42, 'A')}A`

const walks: fc.Arbitrary<Walk> = fc.record({
  length: fc.constantFrom('long', 'short'),
  alone: fc.boolean(),
  hasBefore: fc.boolean(),
  hasTopic: fc.boolean(),
})

describe('the walk', () => {
  it('begins calm, ends, and has every step in its order, loop or no loop', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        const path = pathOf(walk)
        expect(path[0]).toBe('calm')
        expect(path.at(-1)).toBe('end')
        expect(path).toContain('glance')
        expect(path).toContain('experiment')
        expect(path).toEqual(STEPS.filter((step) => hasStep(step, walk)))
      }),
    )
  })

  it('goes back the way it came', () => {
    fc.assert(
      fc.property(walks, fc.constantFrom(...STEPS), (walk, from) => {
        const next = stepAfter(from, walk)
        if (hasStep(from, walk) && from !== 'end') expect(stepBefore(next, walk)).toBe(from)
      }),
    )
  })

  it.each([
    ['two, half an hour', { length: 'long', alone: false, hasBefore: true, hasTopic: true }, STEPS],
    [
      'two, half an hour, nothing to look at closely',
      { length: 'long', alone: false, hasBefore: false, hasTopic: false },
      ['calm', 'good', 'glance', 'topic', 'helped', 'experiment', 'sliders', 'end'],
    ],
    [
      'two, ten minutes',
      { length: 'short', alone: false, hasBefore: true, hasTopic: false },
      ['calm', 'before', 'good', 'glance', 'experiment', 'sliders', 'end'],
    ],
    [
      'alone',
      { length: 'long', alone: true, hasBefore: false, hasTopic: true },
      ['calm', 'good', 'glance', 'topic', 'underneath', 'helped', 'experiment', 'end'],
    ],
  ] as const)('%s', (_name, walk, steps) => {
    expect(pathOf(walk)).toEqual(steps)
  })
})

function pathOf(walk: Walk): string[] {
  const path: string[] = ['calm']
  for (let step: (typeof STEPS)[number] = 'calm'; step !== 'end'; ) {
    step = stepAfter(step, walk)
    path.push(step)
  }
  return path
}

describe('what either may set', () => {
  const turned = fc.record({ turn: fc.integer({ min: 1, max: 9 }), by: fc.constantFrom(noa, remy) })

  it('is the highest (turn, person), whatever arrives first', () => {
    fc.assert(
      fc.property(fc.array(turned, { minLength: 1, maxLength: 6 }), fc.gen(), (all, gen) => {
        const mixed = gen(fc.shuffledSubarray, all, { minLength: all.length })
        expect(newestOf(mixed)).toEqual(newestOf(all))
        const top = newestOf(all)!
        expect(all.every((each) => each.turn <= top.turn)).toBe(true)
      }),
    )
  })

  it('a change by somebody who has seen the others is the one shown', () => {
    fc.assert(
      fc.property(fc.array(turned, { maxLength: 6 }), fc.constantFrom(noa, remy), (all, by) => {
        const change = { turn: nextTurn(all), by }
        expect(newestOf([...all, change])).toEqual(change)
      }),
    )
  })

  it('nobody can set a turn that cannot be followed', () => {
    const hostile = { ...place('glance', 1), turn: Number.MAX_SAFE_INTEGER }
    expect(parseWeekPart(hostile)).toBeNull()
    expect(nextTurn([{ turn: 1_000_000 }])).toBe(1_000_000)
  })

  it('two phones that hold the same show the same step', () => {
    const parts = fc.array(
      fc.record({
        step: fc.constantFrom(...STEPS),
        turn: fc.integer({ min: 1, max: 5 }),
        by: fc.constantFrom(noa, remy),
        calm: fc.boolean(),
      }),
      { maxLength: 2 },
    )
    fc.assert(
      fc.property(parts, (all) => {
        const written: Written[] = all.map((each) => ({ ...place(each.step, each.turn), ...each }))
        const one = viewWeek(written, WEEK)
        const other = viewWeek(written.toReversed(), WEEK)
        expect(stepNow(other, [noa, remy], 'good')).toBe(stepNow(one, [noa, remy], 'good'))
      }),
    )
  })

  it('on two phones nobody is walked past “calm enough” by the other', () => {
    const mine: Written = { ...place('glance', 3), calm: true, by: noa }
    const theirs: Written = { ...place('calm', 1), calm: false, by: remy }
    expect(stepNow(viewWeek([mine, theirs], WEEK), [noa, remy], 'good')).toBe('calm')
    const both = viewWeek([mine, { ...theirs, calm: true }], WEEK)
    expect(stepNow(both, [noa, remy], 'good')).toBe('glance')
  })
})

function place(step: Place['step'], turn: number): Place {
  const common = { length: 'long', seat: 'two-phones', state: 'walking', calm: false } as const
  return { type: 'week', part: 'place', week: WEEK, turn, step, ...common }
}

const placed = {
  type: 'week',
  part: 'place',
  week: WEEK,
  turn: 1,
  step: 'good',
  length: 'long',
  seat: 'one-phone',
  state: 'walking',
  calm: true,
} as const
const looked = { type: 'week', part: 'topic', week: WEEK, turn: 1, begins: null } as const

describe('a week', () => {
  const experiment = (week: string, what: string, turn = 1, by = noa): Written => ({
    type: 'week',
    part: 'experiment',
    week,
    turn,
    who: [noa, remy],
    what,
    when: 'once',
    by,
  })

  it('opens by asking after the last experiment, however many weeks passed without one', () => {
    const parts = [experiment('2026-02-01', 'a walk'), experiment('2026-02-15', 'phones away')]
    expect(lastExperiment(parts, WEEK)).toMatchObject({ what: 'phones away' })
    expect(lastExperiment(parts, '2026-02-15')).toMatchObject({ what: 'a walk' })
    expect(lastExperiment([...parts, experiment('2026-02-15', '', 2, remy)], WEEK)).toMatchObject({
      what: 'a walk',
    })
    expect(lastExperiment(parts, '2026-02-01')).toBeNull()
  })

  it('words said on the other’s phone wait to be made one’s own, once', () => {
    const said = (voice: string, by: string) => ({
      type: 'week' as const,
      part: 'said' as const,
      week: WEEK,
      about: 'helped' as const,
      voice,
      text: 'the walk',
      feelings: [],
      by,
    })
    const parts = { said: [said(noa, noa), said(remy, noa)], halves: [] }
    expect(notYetOwn(parts, remy).said).toEqual([said(remy, noa)])
    expect(notYetOwn(parts, noa).said).toEqual([])
    expect(notYetOwn({ said: [...parts.said, said(remy, remy)], halves: [] }, remy).said).toEqual(
      [],
    )
  })

  it('what was talked about to the end of another week is not asked for again', () => {
    const marked = idOf('a marked moment')
    const about = (week: string, state: Place['state'], by = noa) => [
      { ...placed, week, state, by, turn: 2 },
      { ...looked, week, of: { as: 'moment', id: marked }, by } as const,
    ]
    const talked = (parts: Written[], week = WEEK) => [...talkedAbout(parts, week)]
    expect(talked(about('2026-03-01', 'finished', remy))).toEqual([marked])
    expect(talked(about('2026-03-01', 'stopped'))).toEqual([])
    expect(talked(about('2026-03-01', 'walking'))).toEqual([])
    // The week that talked about it still shows it.
    expect(talked(about(WEEK, 'finished'))).toEqual([])
    const loop = { ...looked, week: '2026-03-01', of: { as: 'loop', id: marked }, by: noa } as const
    expect(talked([{ ...placed, week: '2026-03-01', state: 'finished', by: noa }, loop])).toEqual(
      [],
    )
  })

  it('what helped is found again at the loop it was said about', () => {
    const [found, drawn] = [idOf('a found loop'), idOf('a drawn loop')]
    const said = (week: string, voice: string, text: string, by = voice): Written => ({
      type: 'week',
      part: 'said',
      week,
      about: 'helped',
      voice,
      text,
      feelings: [],
      by,
    })
    const parts: Written[] = [
      { ...placed, week: '2026-03-01', state: 'finished', by: noa },
      { ...looked, week: '2026-03-01', of: { as: 'loop', id: found }, by: noa },
      said('2026-03-01', noa, 'the walk'),
      said('2026-03-01', remy, 'on your phone', noa),
      said('2026-03-01', remy, 'the walk home'),
      { ...placed, by: remy },
      { ...looked, of: { as: 'own', id: drawn }, by: remy },
      said(WEEK, noa, ''),
      said(WEEK, remy, 'the tea'),
    ]
    const texts = (of: Parameters<typeof helpedWith>[1]) =>
      helpedWith(parts, of).map(({ voice, text }) => [voice, text])
    expect(new Map(texts({ as: 'loop', id: found }) as [string, string][])).toEqual(
      new Map([
        [noa, 'the walk'],
        [remy, 'the walk home'],
      ]),
    )
    expect(texts({ as: 'own', id: drawn })).toEqual([[remy, 'the tea']])
    expect(texts({ as: 'loop', id: drawn })).toEqual([])
  })

  it('that was stopped on the way in has not been looked back on', () => {
    const stopped = { ...placed, step: 'calm', state: 'stopped', by: noa } as const
    expect(heldWeeks([stopped])).toEqual([])
    expect(heldWeeks([stopped, { ...placed, by: remy }])).toEqual([WEEK])
  })

  it('neither always goes first', () => {
    const firsts = ['2026-03-01', '2026-03-08'].map((week) => goesFirst(week, [noa, remy]))
    expect(new Set(firsts).size).toBe(2)
  })
})

describe('two devices of one person in one week', () => {
  const sealed: Half = { as: 'sealed', commitment: nonceOf(1) }
  const half = (value: Half) => ({
    type: 'week' as const,
    part: 'half' as const,
    ...asked,
    voice: noa,
    half: value,
  })

  it('keep the commitment that was there first: the other may hold it', () => {
    const other: Half = { as: 'sealed', commitment: nonceOf(2) }
    expect(mergeWeekParts(half(other), half(sealed))).toEqual(half(sealed))
  })

  it('keep both texts, and the higher turn', () => {
    const said = { type: 'week', part: 'said', week: WEEK, about: 'good', voice: noa, feelings: [] }
    const merged = mergeWeekParts({ ...said, text: 'the tea' }, { ...said, text: 'the walk' })
    expect(merged).toMatchObject({ text: 'the walk\n\nthe tea' })
    expect(mergeWeekParts(place('glance', 2), place('topic', 5))).toEqual(place('topic', 5))
  })
})
