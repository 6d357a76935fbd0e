import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Answer, type Half } from '../../../src/journal/week.ts'
import { commitmentOf, revealOf, type Side } from '../../../src/journal/week-reveal.ts'
import { commitTo } from '../../../src/device/week/week-commit.ts'
import { idOf, people } from '../../people.ts'

const [noa, remy] = [idOf(people.first.name), idOf(people.second.name)]
const commit = commitTo({ week: '2026-03-08', about: 'sliders' })
const nonceOf = (n: number) => `${String(n).padStart(42, 'A')}A`
const SLIDERS = { as: 'sliders', close: 40, open: 60, ease: 80 } as const
const side = (voice: string, half: Half | null): Side => ({ voice, half })

/** One phone of two: its own half, the newest half of the other that has arrived, and what it was told. */
interface Phone {
  readonly voice: string
  readonly answer: Answer
  readonly nonce: string
  half: Half | null
  arrived: Half | null
}

describe('shown together', () => {
  const standing = fc.integer({ min: 0, max: 100 })
  const answers = fc.record({
    as: fc.constant('sliders' as const),
    close: standing,
    open: standing,
    ease: standing,
  })
  const events = fc.array(
    fc.tuple(fc.constantFrom('seal', 'open', 'arrive'), fc.constantFrom(0, 1)),
    { maxLength: 30 },
  )

  it('a half opens only once both are sealed, and both are shown or neither', () => {
    fc.assert(
      fc.property(answers, answers, events, (a, b, order) => {
        const phones = [phoneOf(noa, a, 1), phoneOf(remy, b, 2)] as const
        for (const [event, who] of order) {
          const [here, there] = who === 0 ? phones : ([phones[1], phones[0]] as const)
          step(here, there, event)
          for (const [mine, theirs] of [phones, phones.toReversed()] as [Phone, Phone][]) {
            if (mine.half?.as === 'opened') expect(theirs.half).not.toBeNull()
            const reveal = seenBy(mine)
            if (reveal.phase === 'shown') {
              expect(mine.half?.as).toBe('opened')
              expect(reveal).toEqual({ phase: 'shown', mine: mine.answer, theirs: theirs.answer })
            }
          }
        }
        // In the end everything arrives, and both see both.
        for (let round = 0; round < 3; round += 1) {
          for (const event of ['seal', 'arrive', 'open'] as const) {
            step(phones[0], phones[1], event)
            step(phones[1], phones[0], event)
          }
        }
        expect(phones.map((each) => seenBy(each).phase)).toEqual(['shown', 'shown'])
      }),
    )
  })

  it('an answer exchanged after the other had opened is shown as such, never as an answer', () => {
    fc.assert(
      fc.property(answers, answers, answers, fc.nat(), (a, b, other, n) => {
        const [mine, theirs] = [phoneOf(noa, a, 1), phoneOf(remy, b, 2)]
        step(mine, theirs, 'seal')
        step(theirs, mine, 'seal')
        step(mine, theirs, 'arrive')
        step(mine, theirs, 'open')
        // They have seen mine now, and send another answer, or the same with another nonce.
        const nonce = nonceOf(n + 3)
        mine.arrived = { as: 'opened', nonce, against: commitmentFor(mine), answer: other }
        expect(seenBy(mine)).toEqual({ phase: 'exchanged', mine: a })
      }),
    )
  })

  it('of two answers one commitment cannot be kept by both', () => {
    fc.assert(
      fc.property(answers, answers, (a, b) => {
        fc.pre(JSON.stringify(a) !== JSON.stringify(b))
        expect(commit(a, nonceOf(1), noa)).not.toBe(commit(b, nonceOf(1), noa))
        expect(commit(a, nonceOf(1), noa)).not.toBe(commit(a, nonceOf(1), remy))
        expect(commit(a, nonceOf(1), noa)).not.toBe(commit(a, nonceOf(2), noa))
      }),
    )
  })

  it('if either would rather not, neither is shown', () => {
    const open: Half = { as: 'opened', nonce: nonceOf(1), against: nonceOf(2), answer: SLIDERS }
    for (const half of [open, { as: 'sealed', commitment: nonceOf(9) } as const]) {
      const [mine, theirs] = [side(noa, half), side(remy, { as: 'skipped' })]
      expect(revealOf(mine, theirs, commit)).toEqual({ phase: 'skipped' })
      expect(revealOf(theirs, mine, commit)).toEqual({ phase: 'skipped' })
    }
    expect(revealOf(side(noa, null), side(remy, open), commit)).toEqual({ phase: 'writing' })
  })

  function phoneOf(voice: string, answer: Answer, n: number): Phone {
    return { voice, answer, nonce: nonceOf(n), half: null, arrived: null }
  }
  const commitmentFor = ({ answer, nonce, voice }: Phone) => commit(answer, nonce, voice)
  function step(here: Phone, there: Phone, event: string): void {
    if (event === 'seal') here.half ??= { as: 'sealed', commitment: commitmentFor(here) }
    if (event === 'arrive') here.arrived = there.half
    const reveal = seenBy(here)
    if (event === 'open' && reveal.phase === 'ready') {
      const { nonce, answer } = here
      here.half = { as: 'opened', nonce, against: reveal.against, answer }
    }
  }
  function seenBy({ voice, half, arrived }: Phone) {
    return revealOf(side(voice, half), side(voice === noa ? remy : noa, arrived), commit)
  }
})

it('a commitment is read off an open half as it was off the sealed one', () => {
  const commitment = commit(SLIDERS, nonceOf(1), noa)
  const opened: Half = { as: 'opened', nonce: nonceOf(1), against: nonceOf(2), answer: SLIDERS }
  expect(commitmentOf(side(noa, opened), commit)).toBe(commitment)
  expect(commitmentOf(side(noa, { as: 'sealed', commitment }), commit)).toBe(commitment)
})
