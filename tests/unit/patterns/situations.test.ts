import { describe, expect, it } from 'vitest'
import { detect } from '../../../src/patterns/detect.ts'
import { hoursLater, story } from './story.ts'

/** What is found, the short way: roles, evidence and ending of each loop. */
function found(text: string, now?: string): string[] {
  const moves = story(text)
  return detect(moves, now === undefined ? {} : { now }).cycles.map(
    (c) => `${c.pursuer}>${c.withdrawer} ${c.entries.join(' ')} ${c.grade} ${c.ending}`,
  )
}

const SITUATIONS: [name: string, moves: string, loops: string[]][] = [
  ['an empty journal', '', []],
  ['one entry', 'aP 0h', []],
  ['two entries that are an exchange', 'aP 0h, bW 2h', ['a>b e1 e2 exchange open']],
  ['two entries of one author', 'aP 0h, aW 2h', []],
  ['a reach before, a step back after', 'bW 0h, aP 1h', ['a>b e1 e2 exchange open']],
  [
    'the whole dance',
    'bT 0h, aP 1h, bW 3h, aP 7h, bW 9h, aR 15h',
    ['a>b e1 e2 e3 e4 e5 e6 cycle repair'],
  ],
  ['two pursuers', 'aP 0h, bP 2h', []],
  ['both stepping back', 'aW 0h, bW 2h', []],
  ['an answer that was not logged', 'aP 0h, aP 5h, bW 7h, aP 11h', ['a>b e1 e2 e3 e4 cycle open']],
  ['a repair 47 hours later', 'aP 0h, bW 2h, aP 5h, aR 52h', ['a>b e1 e2 e3 e4 cycle repair']],
  ['a repair 49 hours later', 'aP 0h, bW 2h, aP 5h, aR 54h', ['a>b e1 e2 e3 cycle unknown']],
  ['an overnight gap', 'aP 0h, bW 2h, aP 14h, bW 16h', ['a>b e1 e2 e3 e4 cycle open']],
  ['a trigger 25 hours before', 'aT 0h, aP 25h, bW 27h, aP 30h', ['a>b e2 e3 e4 cycle open']],
  ['three days between', 'aP 0h, bW 72h', []],
  ['the same instant', 'aP 0h, bW 0h, aP 3h', ['a>b e1 e2 e3 cycle open']],
  ['a trigger and a repair alone', 'aT 0h, bR 3h', []],
  [
    'a date alone between two timed ones',
    'aP 2026-03-02T09:00:00Z, bW 2026-03-02, aP 2026-03-02T19:00:00Z',
    ['a>b e1 e2 e3 cycle open'],
  ],
  [
    'a loop, and both write on after it',
    'aP 0h, bW 2h, aP 5h, aT 100h, bT 110h',
    ['a>b e1 e2 e3 cycle burnout'],
  ],
  ['a loop, and one writes on', 'aP 0h, bW 2h, aP 5h, aT 100h', ['a>b e1 e2 e3 cycle unknown']],
]

describe('named situations', () => {
  it.each(SITUATIONS)('%s', (_name, moves, loops) => {
    expect(found(moves)).toEqual(loops)
  })

  it('a loop is over 48 hours after its last core move, and not earlier', () => {
    const moves = 'aP 0h, bW 2h, aP 5h'
    expect(found(moves, hoursLater(52.9))).toEqual(['a>b e1 e2 e3 cycle open'])
    expect(found(moves, hoursLater(53))).toEqual(['a>b e1 e2 e3 cycle unknown'])
  })

  it('a role flip in the middle starts a new loop that follows the first', () => {
    const { cycles } = detect(story('aP 0h, bW 2h, aP 5h, bW 7h, bP 17h, aW 19h, bP 22h, aW 24h'))
    expect(cycles.map((c) => [c.pursuer, c.entries, c.follows])).toEqual([
      ['a', ['e1', 'e2', 'e3', 'e4'], undefined],
      ['b', ['e5', 'e6', 'e7', 'e8'], 'e1'],
    ])
  })

  it('two loops interleave, and each keeps its own entries', () => {
    const { cycles } = detect(story('aP 0h, bP 1h, bW 2h, aW 3h, aP 5h, bP 6h, bW 7h, aW 8h'))
    expect(cycles.map((c) => [c.pursuer, c.entries])).toEqual([
      ['a', ['e1', 'e3', 'e5', 'e7']],
      ['b', ['e2', 'e4', 'e6', 'e8']],
    ])
  })

  it('both reaching is mutual, and both stepping back', () => {
    expect(detect(story('aP 0h, bP 2h, aW 80h, bW 83h')).mutual).toEqual([
      { kind: 'pursue', entries: ['e1', 'e2'], from: hoursLater(0), to: hoursLater(2) },
      { kind: 'withdraw', entries: ['e3', 'e4'], from: hoursLater(80), to: hoursLater(83) },
    ])
  })

  it('one partner silent for a month: it says whose writing it is, and infers nothing', () => {
    const month = Array.from({ length: 10 }, (_, n) => `aP ${100 + n * 72}h`).join(', ')
    const { cycles, oneSided } = detect(story(`aP 0h, bW 2h, aP 5h, bW 7h, ${month}, bR 900h`))
    expect(cycles.map((c) => c.entries)).toEqual([['e1', 'e2', 'e3', 'e4']])
    expect(oneSided).toEqual([{ author: 'a', from: hoursLater(100), to: hoursLater(748) }])
  })

  it('a thin journal says that there is not enough yet', () => {
    expect(detect(story('aP 0h, bW 2h')).pattern).toEqual({
      early: { p: null, verdict: 'not-enough-yet' },
      beyondBadDays: { p: null, verdict: 'not-enough-yet' },
    })
  })

  it('a third author is refused', () => {
    expect(() => detect(story('aP 0h, bW 2h, cW 3h'))).toThrow('two authors')
  })
})
