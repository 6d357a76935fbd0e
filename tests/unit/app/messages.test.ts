import { describe, expect, it } from 'vitest'
import { entry } from '../../../src/app/messages/entry.ts'
import { before } from '../../../src/app/messages/before.ts'
import { hues } from '../../../src/app/messages/hues.ts'
import { breathe } from '../../../src/app/messages/breathe.ts'
import { frame } from '../../../src/app/messages/frame.ts'
import { further } from '../../../src/app/messages/further.ts'
import { kinds } from '../../../src/app/messages/kinds.ts'
import { loop } from '../../../src/app/messages/loop.ts'
import { now } from '../../../src/app/messages/now.ts'
import { pause } from '../../../src/app/messages/pause.ts'
import { pairing } from '../../../src/app/messages/pairing.ts'
import { makePseudo, stretch } from '../../../src/app/messages/pseudo.ts'
import { replies } from '../../../src/app/messages/replies.ts'
import { settings } from '../../../src/app/messages/settings.ts'
import { sharing } from '../../../src/app/messages/sharing.ts'
import { situations } from '../../../src/app/messages/situations.ts'
import { tide } from '../../../src/app/messages/tide.ts'
import { walk } from '../../../src/app/messages/walk.ts'
import { sayOnDays } from '../../../src/app/messages/week-dates.ts'
import { week } from '../../../src/app/messages/week.ts'
import { SITUATIONS } from '../../../src/journal/move.ts'

const CATALOGUES = {
  before,
  hues,
  breathe,
  further,
  pause,
  entry,
  frame,
  kinds,
  loop,
  now,
  pairing,
  replies,
  settings,
  sharing,
  situations,
  tide,
  walk,
  week,
}

describe('the voice', () => {
  const texts = allTexts(CATALOGUES)

  it('never raises itself', () => {
    expect(texts.filter((text) => text.includes('!'))).toEqual([])
  })

  it('has no labels for people, no scores and no jargon', () => {
    const forbidden =
      /\b(anxious|avoidant|attachment style|score|streak|success|error|failed|sync|submit|you always|inactive)\b/i
    expect(texts.filter((text) => forbidden.test(text))).toEqual([])
  })

  it('of a phone without room it says what to do', () => {
    const full = texts.filter((text) => /no room left/.test(text))
    expect(full.length).toBeGreaterThan(8)
    expect(full.filter((text) => !/free some space/i.test(text))).toEqual([])
    expect(walk.notKept).toMatch(/still on this screen.*safe.*Copy/)
  })

  it('says how a journal comes along into the installed app', () => {
    expect(pairing.join.homeScreen).toContain(settings.journal.title)
  })

  it('says the sentences that were promised', () => {
    expect(now.kept).toBe('Kept. Only you can see it.')
    expect(tide.notEnough).toBe('Not enough yet to see a pattern.')
    expect(tide.stillMoving).toBe('Still moving. Nothing to work out tonight.')
    expect(week.passed).toBe('That week passed without one. Nothing is owed.')
    expect(loop.ending.burnout).toBe('It went quiet.')
    expect(loop.roles('Noa', 'Remy')).toBe('In this loop Noa reached and Remy stepped back.')
    expect(week.loopsLine(2, 2)).toBe('Two loops in these seven days. Both came to rest.')
  })

  it('says by how much a clock is wrong as one would say it', () => {
    const hour = 3_600_000
    expect(further.wrongClock(further.far(365 * 24 * hour), true)).toMatch(
      /^This phone’s clock is about a year behind\./,
    )
    expect(further.far(3 * hour)).toBe('three hours')
    expect(further.far(24 * hour)).toBe('a day')
    expect(further.far(11 * 60_000)).toBe('11 minutes')
  })

  it('says several days as one would say them', () => {
    expect(sayOnDays(['on Tuesday'])).toBe('on Tuesday')
    expect(sayOnDays(['on Tuesday', 'on Friday', 'today'])).toMatch(
      /^on Tuesday, Friday,? and today$/,
    )
  })

  it('says why an arrow is drawn as one would say it', () => {
    expect(loop.arrow(loop.lag(3), loop.oneIn(9))).toBe(
      'Three hours between these two; by chance about 1 in 9.',
    )
    expect(loop.lag(0.4)).toBe('24 minutes')
    expect(loop.lag(0)).toBe('No time at all')
    expect(loop.lag(1.1)).toBe('An hour')
    expect(loop.lag(49)).toBe('Two days')
  })

  it('has words for every situation', () => {
    expect(Object.keys(situations).toSorted()).toEqual(SITUATIONS.toSorted())
  })
})

describe('the pseudo-locale', () => {
  it('stretches every text, and what functions answer', () => {
    const stretched = makePseudo(now)
    expect(stretched.kept).toBe(stretch(now.kept))
    expect(stretched.kept.length).toBeGreaterThan(now.kept.length * 1.3)
    expect(makePseudo(further).opened('Noa')).toBe(stretch(further.opened('Noa')))
    expect(stretched.state.alone).toBe(stretch(now.state.alone))
    // A list stays one: screens go through it.
    expect(makePseudo(walk).experiment.idea).toEqual(walk.experiment.idea.map(stretch))
  })
})

/** Every text of a catalogue; functions are asked with examples. */
function allTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'function') {
    return [1, 2, 5].flatMap((n) => allTexts(Reflect.apply(value, undefined, [n, n, n])))
  }
  if (Array.isArray(value)) return value.flatMap(allTexts)
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(allTexts) : []
}
