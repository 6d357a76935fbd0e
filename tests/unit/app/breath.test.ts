import fc from 'fast-check'
import { expect, it } from 'vitest'
import { breathAt, type Pace, PACES } from '../../../src/app/now/breath.ts'

it.each([
  ['begins with a breath in', 0, 'in', 4000],
  ['is still going in', 3999, 'in', 4000],
  ['goes out for longer', 4000, 'out', 10_000],
  ['goes in again', 10_000, 'in', 14_000],
  ['lets the last breath out', 59_999, 'out', 60_000],
  ['is done after a minute', 60_000, 'done', null],
  ['stays done', 600_000, 'done', null],
] as const)('in for four, out for six: %s', (_name, elapsed, breath, next) => {
  expect(breathAt(elapsed, 'four')).toEqual({ breath, next })
})

it('out is longer than in, a minute is never cut short, and no breath is cut off', () => {
  const paces = Object.keys(PACES) as Pace[]
  for (const pace of paces) expect(PACES[pace].out).toBeGreaterThan(PACES[pace].in)
  fc.assert(
    fc.property(fc.constantFrom(...paces), fc.integer({ min: 0, max: 90_000 }), (pace, elapsed) => {
      const { breath, next } = breathAt(elapsed, pace)
      if (breath === 'done') {
        expect(elapsed).toBeGreaterThanOrEqual(60_000)
        expect(breathAt(elapsed - 1, pace).breath).not.toBe('in')
      } else {
        expect(next).toBeGreaterThan(elapsed)
        expect(breathAt((next ?? 0) - 1, pace).breath).toBe(breath)
      }
    }),
  )
})
