import { describe, expect, it } from 'vitest'
import type { Loop } from '../../../src/app/tide/loops.ts'
import { topicsOf } from '../../../src/app/week/topics.ts'
import type { Looked } from '../../../src/app/week/use-looked.ts'
import type { Moment } from '../../../src/device/moments/read.ts'

const moment = (key: string, kind: Moment['move']['kind']): Moment => ({
  id: key,
  key,
  moveId: `move ${key}`,
  mine: true,
  move: { kind, at: '2026-03-07T20:00:00Z' },
  words: {},
  state: 'shared',
  visible: { to: 'us', open: true, words: [] },
})

const loop = (id: string, is: Partial<Loop>): Loop => ({
  id,
  by: 'shared',
  strong: true,
  short: false,
  ending: 'open',
  name: null,
  moving: false,
  told: null,
  entries: [],
  keys: ['a', 'b'],
  ...is,
})

const looked = (is: Partial<Looked>): Looked => ({
  moments: [],
  marked: [],
  allLoops: [],
  loops: [],
  own: [],
  turnings: [],
  waiting: 0,
  ...is,
})

const choices = (is: Partial<Looked>) => {
  const { first, moments } = topicsOf(looked(is))
  return [...first, ...moments].map(({ value }) => value)
}

describe('what there is to look at in a week', () => {
  it('has the loop of last night, which nobody has ended, and not the one that still moves', () => {
    const loops = [loop('of last night', {}), loop('of right now', { moving: true })]
    expect(choices({ loops })).toEqual(['loop of last night'])
  })

  it('begins with what somebody marked, and says nothing twice', () => {
    const [marked, other] = [moment('a', 'trigger'), moment('b', 'pursue')]
    const loops = [loop('at rest', { ending: 'repair' })]
    expect(choices({ moments: [marked, other], marked: [marked], loops })).toEqual([
      'moment move a',
      'loop at rest',
      'moment move b',
    ])
  })

  it('offers the newest of many moments, and no turning back: that is not to be worked on', () => {
    const many = Array.from({ length: 40 }, (_, n) => moment(`m${n}`, 'withdraw'))
    const offered = choices({ moments: [moment('t', 'repair'), ...many] })
    expect(offered).toHaveLength(12)
    expect(offered.at(-1)).toBe('moment move m39')
  })
})
