import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { AuthoredMove } from '../../../src/journal/move.ts'
import { detect, detectLoops } from '../../../src/patterns/detect.ts'
import { IncrementalDetector } from '../../../src/patterns/incremental.ts'
import { KeptDetectors } from '../../../src/patterns/kept-detectors.ts'
import { someMove } from './journals.ts'

/** `npm run test:orders` tries ten thousand and more; every `npm test` the same first ones. */
const ORDERS = Number(process.env['EDIT_ORDERS'] ?? 1500)

const edit = fc.oneof(
  { weight: 4, arbitrary: someMove.map((move) => ({ set: move })) },
  { weight: 1, arbitrary: someMove.map(({ id }) => ({ remove: id })) },
)
const edits = fc.array(edit, { minLength: 4, maxLength: 20 })

/** Makes one edit in a plain list of moves. */
function apply(
  kept: Map<string, AuthoredMove>,
  change: { set: AuthoredMove } | { remove: string },
) {
  if ('set' in change) kept.set(change.set.id, change.set)
  else kept.delete(change.remove)
}

it(`${ORDERS} orders of edits: the incremental result is the batch result, byte for byte`, () => {
  const sameResult = fc.property(edits, (changes) => {
    const detector = new IncrementalDetector()
    const kept = new Map<string, AuthoredMove>()
    for (const [n, change] of changes.entries()) {
      if ('set' in change) detector.set(change.set)
      else detector.remove(change.remove)
      apply(kept, change)
      if (n % 4 !== 0 && n < changes.length - 1) continue
      expect(JSON.stringify(detector.loops())).toBe(JSON.stringify(detectLoops([...kept.values()])))
    }
  })
  fc.assert(sameResult, { seed: 4, numRuns: ORDERS })
}, 600_000)

it('what a detector remembers of a journal changes nothing, tests against chance included', () => {
  const sameResult = fc.property(fc.array(edits, { maxLength: 4 }), fc.nat(60), (rounds, most) => {
    const detectors = new KeptDetectors(most)
    const kept = new Map<string, AuthoredMove>()
    for (const [n, changes] of rounds.entries()) {
      for (const change of changes) apply(kept, change)
      const moves = [...kept.values()]
      const now = `2026-0${n + 3}-05T12:00:00Z`
      for (const journal of ['ours', 'theirs']) {
        expect(JSON.stringify(detectors.detect(journal, moves, now))).toBe(
          JSON.stringify(detect(moves, { now })),
        )
      }
    }
  })
  fc.assert(sameResult, { seed: 5, numRuns: Math.ceil(ORDERS / 30) })
}, 600_000)
