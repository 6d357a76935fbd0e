import { describe, expect, it } from 'vitest'
import { bodySchema } from '../../../src/journal/body.ts'
import { instantOn, writeInstant, type Zone } from '../../../src/journal/demo/calendar.ts'
import { demoSeason, type DemoMoment, type DemoSeason } from '../../../src/journal/demo.ts'
import { entrySchema, filledFields, wordsSchema } from '../../../src/journal/entry.ts'
import { instantOf, KINDS, moveSchema, SITUATIONS } from '../../../src/journal/move.ts'
import { detect } from '../../../src/patterns/detect.ts'
import { idSchema } from '../../../src/sync/bytes.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Winter time until the last Sunday of March 2026, and from the last of October; summer between. */
const BERLIN: Zone = (instant) =>
  instant >= Date.UTC(2026, 2, 29, 1) && instant < Date.UTC(2026, 9, 25, 1) ? 120 : 60

const VISITS: [name: string, now: number, zone: Zone][] = [
  ['on a Monday, in winter', Date.UTC(2026, 1, 2, 9), BERLIN],
  ['on a Wednesday, after the clocks have changed', Date.UTC(2026, 3, 15, 20), BERLIN],
  ['on a Sunday, in UTC', Date.UTC(2026, 6, 19, 12), 0],
  ['a minute past midnight, far east', Date.UTC(2026, 6, 18, 10, 1), 14 * 60],
  ['a minute before midnight, west', Date.UTC(2026, 6, 18, 3, 29), -(3 * 60 + 30)],
]

describe.each(VISITS)('the demo season, visited %s', (_name, now, zone) => {
  const season = demoSeason(now, zone)
  const { moments } = season

  it('is the same for the same visit', () => {
    expect(demoSeason(now, zone)).toEqual(season)
  })

  it('is made of what a journal may hold', () => {
    for (const moment of moments) {
      expect(idSchema.safeParse(moment.id).success).toBe(true)
      expect(moveSchema.parse(moment.move)).toEqual(moment.move)
      expect(wordsSchema.parse(moment.words)).toEqual(moment.words)
      expect(SITUATIONS).toEqual(expect.arrayContaining(moment.move.triggers ?? []))
      if (moment.author === 'me') {
        const { move, words, sharing } = moment
        expect(entrySchema.safeParse({ type: 'entry', move, words, sharing }).success).toBe(true)
      }
    }
  })

  it('has no id twice', () => {
    const ids = [...moments, ...season.ownLoops].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('lasts 26 weeks, from the first date to yesterday, in order', () => {
    const days = moments.map(({ move }) => move.at.slice(0, 10))
    expect(Date.parse(season.to) - Date.parse(season.from)).toBe((26 * 7 - 1) * DAY)
    expect(days.every((day) => day >= season.from && day <= season.to)).toBe(true)
    expect(days.at(-1)).toBe(season.to)
    expect(days[0]! < writeDate(Date.parse(season.from) + 8 * DAY)).toBe(true)
    const instants = moments.map(({ move }) => instantOf(move.at))
    expect(instants).toEqual(instants.toSorted((a, b) => a - b))
  })

  it('does not look into the future', () => {
    for (const moment of moments) {
      expect(instantOf(moment.move.at)).toBeLessThan(now)
      if (moment.author === 'me' && moment.sharing.with === 'us' && moment.shown === 'opened') {
        expect(Date.parse(moment.sharing.opensAt)).toBeLessThan(now)
      }
    }
  })

  it('is about a dozen moments a week, most of them in the evening and hardly one at night', () => {
    expect(moments.length).toBeGreaterThan(26 * 10)
    expect(moments.length).toBeLessThan(26 * 14)
    const hours = moments.map(({ move }) => Number(move.at.slice(11, 13)))
    expect(hours.filter((hour) => hour >= 18).length).toBeGreaterThan(moments.length / 2)
    expect(hours.filter((hour) => hour < 5)).toEqual([])
  })

  it('lets either of the two do everything', () => {
    for (const author of ['me', 'partner']) {
      const kinds = new Set(moments.filter((m) => m.author === author).map((m) => m.move.kind))
      expect(kinds.size).toBe(KINDS.length)
    }
  })

  it('never says the same twice', () => {
    const notes = moments.flatMap(({ words }) => words.note ?? [])
    expect(notes.length).toBeGreaterThan(moments.length / 2)
    expect(new Set(notes).size).toBe(notes.length)
  })

  it('holds nothing of the partner’s that has not been opened', () => {
    const partners = moments.filter(({ author }) => author === 'partner')
    expect(partners.every(({ shown }) => shown === 'opened')).toBe(true)
    expect(partners.some(({ words }) => filledFields(words).length === 0)).toBe(true)
  })

  it('puts no surface words on a card', () => {
    const cards = moments.map((m) =>
      m.author === 'partner'
        ? filledFields(m.words)
        : m.sharing.with === 'us'
          ? m.sharing.words
          : [],
    )
    expect(cards.flat()).not.toContain('felt')
    expect(moments.some(({ words }) => words.felt !== undefined)).toBe(true)
  })

  it('leaves two of yesterday’s waiting until tomorrow morning at nine', () => {
    const waiting = moments.filter(({ shown }) => shown === 'waiting')
    const today = Date.parse(season.to) / DAY + 1
    const morning = new Date(instantOn(today + 1, 9 * 60, zone)).toISOString()
    expect(waiting.map((m) => m.author === 'me' && m.sharing)).toMatchObject([
      { with: 'us', opens: 'morning', opensAt: morning },
      { with: 'us', opens: 'morning', opensAt: morning },
    ])
    expect(waiting.every(({ move }) => move.at.startsWith(season.to))).toBe(true)
  })

  it('has three loops that the couple drew, from moments both can see', () => {
    expect(season.ownLoops.map(({ name }) => name)).toEqual([
      'our Sunday-night loop',
      'the two-suitcase loop',
      'the last tram',
    ])
    const opened = new Set(moments.filter((m) => m.shown === 'opened').map(({ id }) => id))
    for (const { entries, name } of season.ownLoops) {
      const loop = { type: 'own-loop', entries, name, write: 1, stands: [] }
      expect(bodySchema.safeParse(loop).success).toBe(true)
      expect(entries.every((id) => opened.has(id))).toBe(true)
    }
  })

  it('shows its loops to the detector, fewer of them later and more that come to rest', () => {
    const loops = detect(sharedMoves(season), { now: new Date(now).toISOString() }).cycles.filter(
      ({ highlighted }) => highlighted,
    )
    const middle = Date.parse(season.from) + 13 * 7 * DAY
    const early = loops.filter(({ from }) => Date.parse(from) < middle)
    const late = loops.filter(({ from }) => Date.parse(from) >= middle)
    const rested = (some: typeof loops) => some.filter(({ ending }) => ending === 'repair').length
    expect(early.length).toBeGreaterThan(late.length)
    expect(late.length).toBeGreaterThan(3)
    expect(rested(late) / late.length).toBeGreaterThan(rested(early) / early.length)
    expect(new Set(early.map(({ pursuer }) => pursuer)).size).toBe(2)
    expect(new Set(late.map(({ pursuer }) => pursuer)).size).toBe(2)
  })
})

describe('from one visit to the next', () => {
  const now = Date.UTC(2026, 3, 15, 20)

  it('within a week, a moment keeps its day and its id', () => {
    const today = byId(demoSeason(now, BERLIN))
    const later = byId(demoSeason(now + HOUR, BERLIN))
    expect([...later.keys()]).toEqual([...today.keys()])
    const shared = [...byId(demoSeason(now + DAY, BERLIN))].filter(([id]) => today.has(id))
    expect(shared.filter(([id, m]) => today.get(id)?.move.at === m.move.at).length).toBeGreaterThan(
      200,
    )
  })

  it('the clock on the wall is the same in summer and in winter', () => {
    const { moments } = demoSeason(now, BERLIN)
    expect(new Set(moments.map(({ move }) => move.at.slice(16)))).toEqual(
      new Set(['+01:00', '+02:00']),
    )
    const everywhere = demoSeason(now, 120).moments.map(({ move }) => move.at.slice(0, 16))
    expect(moments.map(({ move }) => move.at.slice(0, 16))).toEqual(everywhere)
  })
})

describe('the demo’s calendar', () => {
  const CLOCKS: [name: string, day: string, minute: number, zone: Zone, written: string][] = [
    ['in UTC', '2026-03-01', 0, 0, '2026-03-01T00:00+00:00'],
    ['west, by half an hour', '2026-03-01', 90, -210, '2026-03-01T01:30-03:30'],
    [
      'the evening before the clocks change',
      '2026-03-28',
      20 * 60,
      BERLIN,
      '2026-03-28T20:00+01:00',
    ],
    ['the evening after', '2026-03-29', 20 * 60, BERLIN, '2026-03-29T20:00+02:00'],
    ['the early hour after', '2026-03-29', 5 * 60, BERLIN, '2026-03-29T05:00+02:00'],
    ['an offset with a fraction', '2026-03-01', 60, 59.6, '2026-03-01T01:00+01:00'],
  ]

  it.each(CLOCKS)('%s', (_name, day, minute, zone, written) => {
    const instant = instantOn(Date.parse(day) / DAY, minute, zone)
    expect(writeInstant(instant, zone)).toBe(written)
    expect(instantOf(written)).toBe(instant)
  })
})

/** What both may see: the detector's input for the run they share. */
function sharedMoves({ moments }: DemoSeason) {
  return moments
    .filter(({ shown }) => shown === 'opened')
    .map(({ id, author, move }) => ({ ...move, id, author }))
}

function byId({ moments }: DemoSeason): Map<string, DemoMoment> {
  return new Map(moments.map((moment) => [moment.id, moment]))
}

function writeDate(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10)
}
