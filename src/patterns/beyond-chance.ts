import { countWhile } from './count-while.ts'
import type { Chance, Pattern } from './detection.ts'
import { chanceOf, type Shuffling } from './shuffled.ts'
import type { Timeline } from './timeline.ts'

const WEEK_MS = 604_800_000
const LEVEL = 0.05
/** A look reads the latest so many entries of its weeks: a day of thousands costs no more. */
const MOST_ENTRIES = 1500

/** A journal is asked in half-years, counted from its first entry, and from the first after such a silence. */
const HALF_YEAR_MS = 24 * WEEK_MS
/** An answer stands for so many half-years in which something is written, its own among them. */
const MOST_HALF_YEARS = 3

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
    const asked: Said[] = []
    let pattern = NO_PATTERN_YET
    for (const { begin, looks } of lastHalfYears(line)) {
      const ask = (test: Test): Chance =>
        decide(looks, ({ weeks, [test]: times }) => {
          const said = this.say(test, partOf(line, begin, weeks), begin)
          asked.push(said)
          return said.p === undefined ? undefined : said.p * times
        })
      const early = ask('early')
      pattern = { early, beyondBadDays: bothOf(early, ask('badDays')) }
      if (early.p !== null) break
    }
    this.known = asked
    return pattern
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
const NO_PATTERN_YET: Pattern = { early: NOT_ENOUGH_YET, beyondBadDays: NOT_ENOUGH_YET }

function bothOf(one: Chance, other: Chance): Chance {
  if (one.p === null || other.p === null) return NOT_ENOUGH_YET
  return one.p > other.p ? one : other
}

interface HalfYear {
  readonly begin: number
  readonly looks: readonly Look[]
}

/**
 * The half-year of the last entry and those before it, the latest first, until one has been asked. An
 * answer stands until there is enough to ask again: a phone whose clock is a year ahead once must not
 * hide it.
 */
function lastHalfYears(line: Timeline): HalfYear[] {
  const halfYears: HalfYear[] = []
  let end = line.size
  while (end > 0 && halfYears.length < MOST_HALF_YEARS) {
    const last = line.at[end - 1] as number
    const first = startOfWriting(line, end)
    const begin = first + Math.floor((last - first) / HALF_YEAR_MS) * HALF_YEAR_MS
    halfYears.push({
      begin,
      looks: LOOKS.filter(({ weeks }) => last >= begin + (weeks - 1) * WEEK_MS),
    })
    end = positionOf(line, begin)
  }
  return halfYears
}

/** Since when, before the entry at `end`, there was no half-year of silence. */
function startOfWriting({ at }: Timeline, end: number): number {
  let first = end - 1
  while (first > 0 && (at[first] as number) - (at[first - 1] as number) < HALF_YEAR_MS) first--
  return at[first] as number
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
const positionOf = (line: Timeline, instant: number): number =>
  countWhile(line.size, (position) => (line.at[position] as number) < instant)

function isSame(one: Timeline, other: Timeline): boolean {
  return (
    one.size === other.size &&
    (['at', 'author', 'kind', 'bucket'] as const).every((column) =>
      one[column].every((value: number, i: number) => value === other[column][i]),
    )
  )
}
