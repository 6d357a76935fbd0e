import { describe, expect, it } from 'vitest'
import { carryUnknown, parseBody } from '../../../src/journal/body.ts'
import { parseWeekPart } from '../../../src/journal/week.ts'
import { entryAt, idOf, moveAt, people, timeIn } from '../../people.ts'

const written = { write: 1, stands: [[idOf('phone'), 1]] }
const { name, zone } = people.second

const BODIES: [name: string, body: Record<string, unknown>][] = [
  ['an entry', entryAt(0, 'pursue', { words: { note: 'I called twice.' } })],
  [
    'a card',
    { type: 'card', move: moveAt(0, 'pursue'), words: { needed: 'one word' }, ...written },
  ],
  [
    'a card of the moment alone',
    { type: 'card', move: moveAt(0, 'repair'), words: {}, ...written },
  ],
  [
    'a card that was written before',
    {
      type: 'card',
      move: moveAt(0, 'repair'),
      words: {},
      write: 9,
      stands: [
        [idOf('phone'), 4],
        [idOf('tablet'), 1],
      ],
    },
  ],
  ['a profile', { type: 'profile', name, zone, ...written }],
  ['an own loop', { type: 'own-loop', entries: [idOf('a'), idOf('b')], name: 'ours', ...written }],
  ['an own loop without a name', { type: 'own-loop', entries: [idOf('a'), idOf('b')], ...written }],
  ['gone', { type: 'gone' }],
  ['gone, counted among the shared writes', { type: 'gone', ...written }],
  ['the past of an entry', { type: 'past', of: idOf('a'), entry: entryAt(0, 'withdraw') }],
  ['a pause', { type: 'pause', entry: entryAt(0, 'withdraw'), until: timeIn(1), number: 1 }],
  [
    'what the partner gets of it',
    { type: 'pause-card', at: timeIn(0), until: timeIn(1), ...written },
  ],
  ['a rhythm', { type: 'rhythm', day: 5, hour: 20, zone, turn: 1, ...written }],
  ['hues', { type: 'hues', pair: 'moor', mine: 'second', turn: 3, ...written }],
  ['hues of a pair that is not known yet', { type: 'hues', pair: 'fen', mine: 'first', turn: 1 }],
  ['a rhythm from before there was an hour', { type: 'rhythm', day: 5, zone, turn: 1, ...written }],
  ['settings', { type: 'settings', sharing: 'morning', since: '2026-03-02T19:00:00Z' }],
]

const BROKEN: [name: string, body: unknown][] = [
  ['an entry without a move', { ...entryAt(0, 'pursue'), move: null }],
  ['a card that does not count', { type: 'card', move: moveAt(0, 'pursue'), words: {} }],
  [
    'a card with the number 0',
    { type: 'card', move: moveAt(0, 'pursue'), words: {}, write: 0, stands: [] },
  ],
  ['a profile without a name', { type: 'profile', name: '', zone, ...written }],
  ['a loop of one', { type: 'own-loop', entries: [idOf('a')], ...written }],
  ['a loop of short ids', { type: 'own-loop', entries: ['a', 'b'], ...written }],
  ['settings that share now by default', { type: 'settings', sharing: 'now', since: '' }],
  [
    'a pause until some time',
    { type: 'pause-card', at: timeIn(0), until: '2026-03-02', ...written },
  ],
  ['no type', { move: moveAt(0, 'pursue') }],
  ['a number for a type', { type: 7 }],
  ['a list', []],
  ['a text', 'entry'],
  ['nothing', null],
]

describe('an opened body', () => {
  it.each(BODIES)('%s is read', (_name, body) => {
    expect(parseBody(body)).toEqual(body)
  })

  it.each(BODIES)('%s keeps what a newer version added when it is edited', (_name, body) => {
    const newer = { ...body, weather: 'rain' }
    expect(carryUnknown(newer, parseBody(newer), body)).toEqual(newer)
  })

  it('keeps what a newer version added inside, but nothing that was taken off', () => {
    const card = { type: 'card', move: moveAt(0, 'repair'), words: { note: 'n' }, ...written }
    const newer = { ...card, words: { note: 'n', song: 'ours' }, move: { ...card.move, place: 1 } }
    const edited = { ...card, words: {} }
    expect(carryUnknown(newer, parseBody(newer), edited)).toEqual({
      ...edited,
      words: { song: 'ours' },
      move: { ...card.move, place: 1 },
    })
  })

  it('of a week is read whole here, and keeps what a newer version added by what `week.ts` knows', () => {
    const said = { about: 'helped', voice: idOf('noa'), text: 'the walk', feelings: [] }
    const body = { type: 'week', part: 'said', week: '2026-03-08', ...said }
    const newer = { ...body, song: 'ours', ...written }
    expect(parseBody(newer)).toEqual(newer)
    expect(parseWeekPart(newer)).toEqual(body)
    const edited = { ...body, text: 'the tea' }
    expect(carryUnknown(newer, parseWeekPart(newer), edited)).toEqual({ ...newer, text: 'the tea' })
  })

  it.each(BROKEN)('%s is not what it promises', (_name, body) => {
    expect(parseBody(body)).toBeNull()
  })

  it('of an unknown type is kept and named, so that the record is passed on', () => {
    expect(parseBody({ type: 'song', title: 'ours' })).toEqual({
      type: 'unknown',
      as: 'song',
      raw: { type: 'song', title: 'ours' },
    })
  })

  it('cannot pretend to be unknown: the name is only a type that this version lacks', () => {
    expect(parseBody({ type: 'unknown' })).toMatchObject({ as: 'unknown' })
    expect(parseBody({ type: 'entry' })).toBeNull()
  })
})
