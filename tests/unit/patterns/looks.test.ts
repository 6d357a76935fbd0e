import { describe, expect, it } from 'vitest'
import { KINDS, type AuthoredMove } from '../../../src/journal/move.ts'
import { detect } from '../../../src/patterns/detect.ts'
import { seededRandom } from '../../../src/patterns/seeded-random.ts'
import { hoursLater } from './story.ts'

const WEEK = 168
const DANCE = ['aT 0', 'aP 2', 'bW 4', 'aP 9', 'bW 11', 'bR 20'] as const
const KIND = { T: 'trigger', P: 'pursue', W: 'withdraw', R: 'repair' } as const

/** One dance in each of these weeks. */
function danced(from: number, to: number): AuthoredMove[] {
  return Array.from({ length: to - from }, (_, n) => n + from).flatMap((week) =>
    DANCE.map((word, n) => ({
      id: `dance ${week} ${n}`,
      author: word.charAt(0),
      kind: KIND[word.charAt(1) as keyof typeof KIND],
      at: hoursLater(week * WEEK + (week % 5) * 17 + Number(word.slice(3))),
    })),
  )
}

/** Seven entries in each of these weeks, of anyone and anything, at any time. */
function scattered(from: number, to: number): AuthoredMove[] {
  const random = seededRandom(11)
  return Array.from({ length: (to - from) * 7 }, (_, n) => ({
    id: `scattered ${from} ${n}`,
    author: random(2) === 0 ? 'a' : 'b',
    kind: KINDS[random(4)] ?? 'pursue',
    at: hoursLater((from + Math.floor(n / 7)) * WEEK + random(10_000) / 60),
  }))
}

const verdicts = (moves: readonly AuthoredMove[]) => {
  const { early, beyondBadDays } = detect(moves).pattern
  return [early.verdict, beyondBadDays.verdict]
}

describe('when chance is asked', () => {
  it('not before the eighth week', () => {
    const notYet = { p: null, verdict: 'not-enough-yet' }
    expect(detect(danced(0, 7)).pattern).toEqual({ early: notYet, beyondBadDays: notYet })
    expect(verdicts(danced(0, 8))[0]).toBe('beyond-chance')
  })

  it.each([
    ['with loops in them', danced(0, 8)],
    ['without any', scattered(0, 8)],
  ])('looking every week until the sixteenth, the first eight weeks decide, %s', (_name, first) => {
    const afterwards = [...danced(9, 15), ...scattered(9, 15)]
    // In the ninth week the eighth is over, and its look is final.
    const final = detect([...first, ...scattered(8, 9)]).pattern
    for (const week of [10, 14]) {
      const until = afterwards.filter(({ at }) => at < hoursLater(week * WEEK))
      expect(detect([...first, ...scattered(8, 9), ...until]).pattern).toEqual(final)
    }
  })

  it('what a half-year has shown stays shown in it, and the next one is asked anew', () => {
    const once = [...danced(0, 8), ...scattered(8, 24)]
    expect(verdicts([...once, ...scattered(24, 30)])[0]).toBe('beyond-chance')
    expect(verdicts([...once, ...scattered(24, 32)])[0]).toBe('not-beyond-chance')
  })

  it.each([
    ['a year ahead', 60],
    ['of the next half-year', 25],
    ['three years behind', -156],
  ])('a phone whose clock was wrong, %s, hides no claim', (_name, week) => {
    const stray = { id: 'stray', author: 'a', kind: 'pursue', at: hoursLater(week * WEEK) } as const
    expect(verdicts([...danced(0, 8), stray])[0]).toBe('beyond-chance')
    expect(verdicts([...danced(0, 24), stray])).toEqual(['beyond-chance', 'beyond-chance'])
    expect(verdicts([...scattered(0, 8), stray])[0]).toBe('not-beyond-chance')
  })

  it('a claim does not outlive three half-years in which little is written', () => {
    const rarely = (weeks: readonly number[]) =>
      weeks.map((week) => ({
        id: `rare ${week}`,
        author: 'a',
        kind: 'pursue' as const,
        at: hoursLater(week * WEEK),
      }))
    const claim = danced(0, 8)
    expect(verdicts([...claim, ...rarely([30, 60])])[0]).toBe('beyond-chance')
    expect(verdicts([...claim, ...rarely([30, 60, 90])])[0]).toBe('not-enough-yet')
  })

  it('more than bad days is said after half a year of loops, and by nobody without the early sign', () => {
    expect(verdicts(danced(0, 24))).toEqual(['beyond-chance', 'beyond-chance'])
    const { early, beyondBadDays } = detect(scattered(0, 24)).pattern
    expect(beyondBadDays.p).toBeGreaterThanOrEqual(early.p ?? 1)
  })
})
