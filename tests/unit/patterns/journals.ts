import * as fc from 'fast-check'
import { KINDS } from '../../../src/journal/move.ts'
import { hoursLater } from './story.ts'

/** Days that lie close together, months apart, and years apart. */
const day = fc
  .tuple(fc.integer({ min: 0, max: 16 }), fc.constantFrom(0, 0, 0, 0, 21, 130, 400))
  .map(([near, far]) => near + far)
const timed = fc
  .tuple(day, fc.integer({ min: 0, max: 95 }))
  .map(([days, quarters]) => hoursLater(days * 24 + quarters / 4))
const dated = day.map((days) => hoursLater(days * 24).slice(0, 10))
export const someMove = fc.record({
  id: fc.integer({ min: 0, max: 30 }).map((n) => `m${n}`),
  author: fc.constantFrom('ann', 'bob'),
  kind: fc.constantFrom(...KINDS),
  at: fc.oneof({ weight: 8, arbitrary: timed }, { weight: 1, arbitrary: dated }),
})
/** Up to 30 moves of two people, in any order. */
export const journal = fc.uniqueArray(someMove, { selector: ({ id }) => id, maxLength: 30 })
