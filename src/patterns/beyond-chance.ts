import type { Chance, Pattern } from './detection.ts'
import { chanceOf, type Shuffling } from './shuffled.ts'
import type { Timeline } from './timeline.ts'

const WEEK_MS = 604_800_000
const LEVEL = 0.05
/** A look reads the latest so many entries of its weeks: a day of thousands costs no more. */
const MOST_ENTRIES = 1500

/** A journal is asked in half-years of so many weeks, counted from its first entry. */
const HALF_YEAR_WEEKS = 24

/**
 * In each half-year chance gets three looks, and shares the level of .05 among them: p is multiplied
 * with one over the share (alpha spending, Lan, DeMets 1983). Early on, most of it goes to the four-week
 * blocks; later, to the 48 hours.
 */
const LOOKS = [
  { weeks: 8, early: 10 / 9, badDays: 10 },
  { weeks: 16, early: 20, badDays: 5 },
  { weeks: 24, early: 20, badDays: 10 / 7 },
] as const
type Look = (typeof LOOKS)[number]

const SHUFFLED = {
  early: { blockMs: 4 * WEEK_MS, runCost: 200 },
  badDays: { blockMs: 172_800_000, runCost: 0 },
} as const satisfies Record<string, Shuffling>
type Test = keyof typeof SHUFFLED

/** What a look at these entries said. Time passes, and most looks read what they read before. */
interface Said {
  readonly test: Test
  readonly part: Timeline
  readonly begin: number
  readonly p: number | undefined
}

/**
 * Asks whether the loops of a couple are more than chance would make of the same entries. A couple may
 * look every week, and chance would show them something sooner or later. So the question is put at few
 * looks: with the first 8, 16 and 24 weeks of a half-year, when the last entry lies in the eighth of
 * them or later. In between the answer stands, however often anyone looks, and it is a matter of what
 * is written alone: equal journals get equal answers. `beyondBadDays` is claimed only by those who
 * also have the early sign, so that a couple without loops is safe from both at one price.
 */
export class ChanceTests {
  private known: readonly Said[] = []

  /** The answer for these entries. */
  patternIn(line: Timeline): Pattern {
    const { begin, looks } = halfYearOf(line)
    const asked: Said[] = []
    const ask = (test: Test): Chance =>
      decide(looks, ({ weeks, [test]: times }) => {
        const said = this.say(test, partOf(line, begin, weeks), begin)
        asked.push(said)
        return said.p === undefined ? undefined : said.p * times
      })
    const early = ask('early')
    const badDays = ask('badDays')
    this.known = asked
    return { early, beyondBadDays: bothOf(early, badDays) }
  }

  private say(test: Test, part: Timeline, begin: number): Said {
    const isKnown = (said: Said): boolean =>
      said.test === test && said.begin === begin && isSame(said.part, part)
    const known = this.known.find(isKnown)
    return known ?? { test, part, begin, p: chanceOf(part, begin, SHUFFLED[test]) }
  }
}

/** The newest look decides, and what an earlier one of the same half-year has found stays found. */
function decide(looks: readonly Look[], ask: (look: Look) => number | undefined): Chance {
  let newest: Chance | undefined
  for (const look of looks.toReversed()) {
    const chance = chanceFrom(ask(look))
    if (chance.verdict === 'beyond-chance') return chance
    newest ??= chance
  }
  return newest ?? NOT_ENOUGH_YET
}

function chanceFrom(p: number | undefined): Chance {
  if (p === undefined) return NOT_ENOUGH_YET
  const rounded = Math.round(Math.min(1, p) * 1000) / 1000
  return { p: rounded, verdict: rounded <= LEVEL ? 'beyond-chance' : 'not-beyond-chance' }
}

const NOT_ENOUGH_YET: Chance = { p: null, verdict: 'not-enough-yet' }

function bothOf(one: Chance, other: Chance): Chance {
  if (one.p === null || other.p === null) return NOT_ENOUGH_YET
  return one.p > other.p ? one : other
}

/** The half-year of the last entry; until its first look, the one before. */
function halfYearOf(line: Timeline): { readonly begin: number; readonly looks: readonly Look[] } {
  if (line.size === 0) return { begin: 0, looks: [] }
  const first = line.at[0] as number
  const last = line.at[line.size - 1] as number
  const long = HALF_YEAR_WEEKS * WEEK_MS
  const begin = first + Math.floor((last - first) / long) * long
  const looks = LOOKS.filter(({ weeks }) => last >= begin + (weeks - 1) * WEEK_MS)
  if (looks.length > 0 || begin === first) return { begin, looks }
  return { begin: begin - long, looks: LOOKS }
}

/** The entries of the first weeks of a half-year, for themselves. */
function partOf(line: Timeline, begin: number, weeks: number): Timeline {
  const to = positionOf(line, begin + weeks * WEEK_MS)
  const from = Math.max(positionOf(line, begin), to - MOST_ENTRIES)
  return {
    size: to - from,
    ids: [],
    authors: line.authors,
    at: line.at.slice(from, to),
    author: line.author.slice(from, to),
    kind: line.kind.slice(from, to),
    bucket: line.bucket.slice(from, to),
    isAlone: new Uint8Array(to - from),
  }
}

/** The first entry then or later. */
function positionOf(line: Timeline, instant: number): number {
  let [low, high] = [0, line.size]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((line.at[middle] as number) < instant) low = middle + 1
    else high = middle
  }
  return low
}

function isSame(one: Timeline, other: Timeline): boolean {
  return (
    one.size === other.size &&
    (['at', 'author', 'kind', 'bucket'] as const).every((column) =>
      one[column].every((value: number, i: number) => value === other[column][i]),
    )
  )
}
