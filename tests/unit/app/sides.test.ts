import { describe, expect, it } from 'vitest'
import { gatherSide } from '../../../src/app/loop/gather-sides.ts'
import { hoursBetween } from '../../../src/app/loop/find.ts'
import type { Moment } from '../../../src/device/moments/read.ts'
import type { WordField, Words } from '../../../src/journal/entry.ts'
import type { Kind } from '../../../src/journal/move.ts'
import { timeIn } from '../../people.ts'

function moment(
  mine: boolean,
  kind: Kind,
  words: Words,
  open: readonly WordField[] | null,
  at = timeIn(0),
): Moment {
  const visible: Moment['visible'] = open
    ? { to: 'us', open: true, words: open }
    : { to: 'me', loops: true }
  const id = `${kind}-${at}`
  return { key: id, id, mine, moveId: id, move: { kind, at }, words, visible, state: 'shared' }
}

describe('a side of a loop', () => {
  it('holds what its author has opened, and nothing else of the moment', () => {
    const side = gatherSide(
      [
        moment(true, 'pursue', { felt: ['hurt'], needed: 'a sign', note: 'closed' }, ['needed']),
        moment(true, 'pursue', { underneath: ['alone'] }, null),
        moment(false, 'withdraw', { needed: 'quiet' }, ['needed']),
      ],
      true,
    )
    expect(side).toEqual({
      did: ['pursue'],
      words: { felt: [], underneath: [], needed: ['a sign'], request: [] },
    })
  })

  it('says everything once, in the order in which it came', () => {
    const open: WordField[] = ['underneath']
    const side = gatherSide(
      [
        moment(false, 'withdraw', { underneath: ['afraid', 'tired'] }, open),
        moment(false, 'repair', { underneath: ['tired', 'sad'] }, open),
        moment(false, 'withdraw', {}, open),
      ],
      false,
    )
    expect(side.did).toEqual(['withdraw', 'repair'])
    expect(side.words.underneath).toEqual(['afraid', 'tired', 'sad'])
  })
})

it('the hours between two moments are the same from either end, and unknown for a date alone', () => {
  const [a, b] = [0, 0.25].map((hours) => moment(true, 'pursue', {}, [], timeIn(hours)))
  expect(hoursBetween(a!, b!)).toBe(0.25)
  expect(hoursBetween(b!, a!)).toBe(0.25)
  expect(hoursBetween(a!, moment(true, 'repair', {}, [], '2026-03-02'))).toBeNull()
})
