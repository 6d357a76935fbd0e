import { describe, expect, it } from 'vitest'
import {
  compareMoves,
  instantOf,
  isDateOnly,
  isWhen,
  MAX_TRIGGERS,
  moveSchema,
} from '../../../src/journal/move.ts'
import { moveAt } from '../../people.ts'

const WHENS: [name: string, text: string, isOne: boolean][] = [
  ['to the minute, in UTC', '2026-03-01T19:02Z', true],
  ['to the second, with an offset', '2026-03-01T19:02:33+01:00', true],
  ['to the millisecond', '2026-03-01T19:02:33.125-03:30', true],
  ['to a tenth of a second', '2026-03-01T19:02:33.1Z', true],
  ['the first minute of a day', '2026-03-01T00:00Z', true],
  ['the last second of a year', '2026-12-31T23:59:59Z', true],
  ['far east', '2026-03-01T19:02+14:00', true],
  ['a quarter of an hour off', '2026-03-01T19:02+05:45', true],
  ['a date alone', '2026-03-01', true],
  ['a leap day', '2028-02-29', true],
  ['a leap day with a time', '2028-02-29T12:00Z', true],
  ['the leap day of a year that has none', '2026-02-29', false],
  ['a century without a leap day', '2100-02-29', false],
  ['a century with one', '2000-02-29', true],
  ['30 February', '2026-02-30', false],
  ['30 February, with a time', '2026-02-30T10:00Z', false],
  ['31 April', '2026-04-31T10:00Z', false],
  ['month 13', '2026-13-01', false],
  ['month 0', '2026-00-10', false],
  ['day 0', '2026-03-00', false],
  ['24 o’clock', '2026-03-01T24:00Z', false],
  ['minute 60', '2026-03-01T19:60Z', false],
  ['a leap second', '2026-06-30T23:59:60Z', false],
  ['a time without an offset', '2026-03-01T19:02', false],
  ['an offset without a colon', '2026-03-01T19:02+0100', false],
  ['an offset of 15 hours', '2026-03-01T19:02+15:00', false],
  ['an offset without a time', '2026-03-01+01:00', false],
  ['four digits of a second', '2026-03-01T19:02:33.1234Z', false],
  ['a space for the T', '2026-03-01 19:02Z', false],
  ['small letters', '2026-03-01t19:02z', false],
  ['an hour alone', '2026-03-01T19Z', false],
  ['two digits for the year', '26-03-01', false],
  ['something behind it', '2026-03-01T19:02Z ', false],
  ['a line break behind it', '2026-03-01\n', false],
  ['nothing', '', false],
  ['words', 'last night', false],
]

describe('a time that a move may carry', () => {
  it.each(WHENS)('%s', (_name, text, isOne) => {
    expect(isWhen(text)).toBe(isOne)
  })

  it('is a date alone, or has a time', () => {
    expect(isDateOnly('2026-03-01')).toBe(true)
    expect(isDateOnly('2026-03-01T19:02Z')).toBe(false)
  })

  it('names an instant; a date alone means the noon of its day', () => {
    expect(instantOf('2026-03-01T19:02+01:00')).toBe(Date.UTC(2026, 2, 1, 18, 2))
    expect(instantOf('2026-03-01T23:30-02:00')).toBe(Date.UTC(2026, 2, 2, 1, 30))
    expect(instantOf('2026-03-01')).toBe(Date.UTC(2026, 2, 1, 12))
  })
})

const AT = '2026-03-01T19:02+01:00'

const MOVES: [name: string, value: unknown, isOne: boolean][] = [
  ['kind and time', { kind: 'pursue', at: AT }, true],
  ['everything', { kind: 'trigger', at: AT, intensity: 5, triggers: ['no-reply', 'tone'] }, true],
  ['a situation of a newer version', { kind: 'trigger', at: AT, triggers: ['robot-vacuum'] }, true],
  ['an empty list of situations', { kind: 'trigger', at: AT, triggers: [] }, true],
  ['a pause', { kind: 'pause', at: AT }, false],
  ['no kind', { at: AT }, false],
  ['no time', { kind: 'pursue' }, false],
  ['a time without an offset', { kind: 'pursue', at: '2026-03-01T19:02' }, false],
  ['a time as a number', { kind: 'pursue', at: 1_772_388_120_000 }, false],
  ['strength 0', { kind: 'pursue', at: AT, intensity: 0 }, false],
  ['strength 6', { kind: 'pursue', at: AT, intensity: 6 }, false],
  ['strength 2.5', { kind: 'pursue', at: AT, intensity: 2.5 }, false],
  ['a sentence for a situation', { kind: 'trigger', at: AT, triggers: ['No reply!'] }, false],
  ['an empty situation', { kind: 'trigger', at: AT, triggers: [''] }, false],
  ['41 characters', { kind: 'trigger', at: AT, triggers: ['a'.repeat(41)] }, false],
  ['as many as it may name', { kind: 'trigger', at: AT, triggers: codes(MAX_TRIGGERS) }, true],
  ['one more', { kind: 'trigger', at: AT, triggers: codes(MAX_TRIGGERS + 1) }, false],
  ['nothing', null, false],
]

describe('a move', () => {
  it.each(MOVES)('%s', (_name, value, isOne) => {
    expect(moveSchema.safeParse(value).success).toBe(isOne)
  })

  it('loses what is no part of a move, so that no words reach the server with it', () => {
    const read = moveSchema.parse({ ...moveAt(0, 'pursue'), note: 'I called twice' })
    expect(read).toEqual(moveAt(0, 'pursue'))
  })
})

describe('the order of the timeline', () => {
  const at = (at: string, id = 'a') => ({ at, id })
  const PAIRS: [name: string, a: { at: string; id: string }, b: { at: string; id: string }][] = [
    ['by instant', at('2026-03-01T19:02Z'), at('2026-03-01T19:03Z')],
    [
      'by instant, not by the clock on the wall',
      at('2026-03-01T19:30+02:00'),
      at('2026-03-01T18:00Z'),
    ],
    ['by instant before id', at('2026-03-01T19:02Z', 'z'), at('2026-03-01T19:03Z', 'a')],
    ['by id at the same instant', at('2026-03-01T19:02+01:00', 'a'), at('2026-03-01T18:02Z', 'b')],
    ['capitals before small letters', at('2026-03-01T19:02Z', 'Z'), at('2026-03-01T19:02Z', 'a')],
    ['a date alone at noon', at('2026-03-01T11:59Z'), at('2026-03-01')],
  ]

  it.each(PAIRS)('%s', (_name, a, b) => {
    expect(compareMoves(a, b)).toBeLessThan(0)
    expect(compareMoves(b, a)).toBeGreaterThan(0)
  })

  it('calls a move equal to itself', () => {
    expect(compareMoves(at('2026-03-01'), at('2026-03-01'))).toBe(0)
  })
})

function codes(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `code-${n}`)
}
