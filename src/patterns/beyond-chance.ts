import type { Chapter } from './chapter.ts'
import { Decoder } from './decode.ts'
import type { Chance, Pattern } from './detection.ts'
import { type Model, ROLE } from './model.ts'
import { seededRandom } from './seeded-random.ts'
import { PURSUE, type Timeline, WITHDRAW } from './timeline.ts'
import { addLogs } from './ways.ts'

const WEEK_MS = 604_800_000
const EARLY_BLOCK_MS = 4 * WEEK_MS
const BAD_DAYS_BLOCK_MS = 172_800_000

/** Below this many different arrangements no test can be surprised. */
const FEWEST_ARRANGEMENTS = 20
const PERMUTATIONS = 199
const LEVEL = 0.05
/** The tests read the latest chapters with about so many entries: a long journal costs no more. */
const LATEST = 1500

/** In a loop, the one who usually reaches does so in 85 of a hundred: against even, in hundredths of a nat. */
const USUALLY = 53
const SELDOM = -120

/** What p is multiplied with before 8 weeks, before 16, and later: one over the share of the level. */
interface Shares {
  readonly first: number
  readonly second: number
  readonly later: number
}
const EARLY_SHARES: Shares = { first: 10, second: 1.25, later: 10 }
const BAD_DAYS_SHARES: Shares = { first: 10, second: 10, later: 1.25 }

/**
 * The totals of one chapter, as it was written and then with its kinds shuffled, time after time. What
 * is `crossed` has the reaching and stepping back of one author exchanged: it counts where both
 * reach, or both step back, as if that were a loop.
 */
interface Totals {
  /** If author 0 usually reaches, and if author 1 does. */
  readonly loops: readonly [Int32Array, Int32Array]
  /** With author 0 crossed, and with author 1. */
  readonly crossed: readonly [Int32Array, Int32Array]
  /** How many different orders of kinds there are, counted up to a thousand million. */
  readonly arrangements: number
}

export interface Shuffled {
  readonly early: Totals
  readonly badDays: Totals
}

/**
 * Tests whether the loops of a couple are more than chance would make of the same entries: kinds are
 * permuted within author and block, times and authors stay, and the total of everything that could be
 * a loop is taken again. Within four weeks this is an early sign; within 48 hours it also holds against days that were bad
 * for both. p = (b + 1) / (M + 1), with fixed seeds (Phipson, Smyth 2010), times what looking every
 * week costs. Each chapter is shuffled for itself, and remembers its totals.
 */
export function patternIn(line: Timeline, chapters: readonly Chapter[]): Pattern {
  const latest = latestOf(chapters)
  const shuffled = latest.map((chapter) => shuffledOf(line, chapter))
  const span = (line.at[line.size - 1] ?? 0) - (line.at[latest[0]?.from ?? 0] ?? 0)
  const weeks = Math.ceil(span / WEEK_MS)
  return {
    early: judge(
      shuffled.map(({ early }) => early),
      weeks,
      EARLY_SHARES,
    ),
    beyondBadDays: judge(
      shuffled.map(({ badDays }) => badDays),
      weeks,
      BAD_DAYS_SHARES,
    ),
  }
}

function judge(totals: readonly Totals[], weeks: number, shares: Shares): Chance {
  const arrangements = totals.reduce((all, each) => Math.min(1e9, all * each.arrangements), 1)
  if (arrangements < FEWEST_ARRANGEMENTS) return { p: null, verdict: 'not-enough-yet' }
  const observed = totalOf(totals, 0)
  let asGood = 0
  for (let n = 1; n <= PERMUTATIONS; n++) if (totalOf(totals, n) >= observed) asGood++
  const p = Math.min(1, ((asGood + 1) / (PERMUTATIONS + 1)) * timesLooked(weeks, shares))
  return {
    p: Math.round(p * 1000) / 1000,
    verdict: p <= LEVEL ? 'beyond-chance' : 'not-beyond-chance',
  }
}

/**
 * The sum over the chapters, whoever usually reaches, less half of what crossed moves would have made:
 * days on which both write a lot of everything raise the one like the other.
 */
function totalOf(totals: readonly Totals[], n: number): number {
  const sum = (row: (each: Totals) => Int32Array): number =>
    totals.reduce((all, each) => all + (row(each)[n] as number), 0)
  const loops = addLogs(
    sum((each) => each.loops[0]),
    sum((each) => each.loops[1]),
  )
  const crossed = addLogs(
    sum((each) => each.crossed[0]),
    sum((each) => each.crossed[1]),
  )
  return 2 * loops - crossed
}

/**
 * A couple may look every week, and chance would show them something sooner or later. So the level of
 * .05 is spent in three parts (alpha spending, Lan, DeMets 1983), most of it where the test has power:
 * early on for the four-week blocks, later for the 48 hours.
 */
function timesLooked(weeks: number, shares: Shares): number {
  return weeks < 8 ? shares.first : weeks < 16 ? shares.second : shares.later
}

function latestOf(chapters: readonly Chapter[]): Chapter[] {
  let first = chapters.length
  let entries = 0
  while (first > 0 && entries < LATEST) {
    first--
    entries += sizeOf(chapters[first] as Chapter)
  }
  return chapters.slice(first)
}

/** How much of a chapter is tested: its latest entries, if a day held thousands. */
function sizeOf({ from, to }: Chapter): number {
  return Math.min(LATEST, to - from)
}

function shuffledOf(line: Timeline, chapter: Chapter): Shuffled {
  const { first: model, shuffled } = chapter
  if (model === undefined) throw new Error('a chapter is read before it is shuffled')
  if (shuffled?.under === model) return shuffled.by
  const part = partOf(line, chapter)
  const decoder = new Decoder(part, 1, { isSum: true })
  const by = {
    early: totalsOf(part, decoder, model, EARLY_BLOCK_MS, chapter.month),
    badDays: totalsOf(part, decoder, model, BAD_DAYS_BLOCK_MS, chapter.month),
  }
  chapter.shuffled = { by, under: model }
  return by
}

function totalsOf(
  part: Timeline,
  decoder: Decoder,
  model: Model,
  blockMs: number,
  month: number,
): Totals {
  const models = [usually(model, 0), usually(model, 1)] as const
  const loops = [new Int32Array(PERMUTATIONS + 1), new Int32Array(PERMUTATIONS + 1)] as const
  const crossed = [new Int32Array(PERMUTATIONS + 1), new Int32Array(PERMUTATIONS + 1)] as const
  const totalsInto = (n: number): void => {
    for (const author of [0, 1] as const) {
      loops[author][n] = decoder.total(models[author], 0, part.size)
      cross(part, author)
      crossed[author][n] = decoder.total(model, 0, part.size)
      cross(part, author)
    }
  }
  const groups = groupsOf(part, blockMs)
  const arrangements = arrangementsOf(part, groups)
  totalsInto(0)
  if (arrangements === 1) {
    for (const totals of [...loops, ...crossed]) totals.fill(totals[0] as number)
    return { loops, crossed, arrangements }
  }
  const written = part.kind.slice()
  const random = seededRandom(month * 4099 + part.size)
  for (let n = 1; n <= PERMUTATIONS; n++) {
    for (const group of groups) shuffle(part.kind, group, random)
    totalsInto(n)
  }
  part.kind.set(written)
  return { loops, crossed, arrangements }
}

/** Exchanges reaching and stepping back of one author; once more, and it is as before. */
function cross({ size, kind, author }: Timeline, who: 0 | 1): void {
  for (let i = 0; i < size; i++) {
    if (author[i] !== who) continue
    if (kind[i] === PURSUE) kind[i] = WITHDRAW
    else if (kind[i] === WITHDRAW) kind[i] = PURSUE
  }
}

/** The model of a couple in which this author usually reaches. */
function usually(model: Model, reaching: 0 | 1): Model {
  const traits = model.traits.slice()
  traits[ROLE + reaching] = USUALLY
  traits[ROLE + 1 - reaching] = SELDOM
  return { ...model, traits }
}

/** Positions per author and block, in the order of their first entries: names make no difference. */
function groupsOf(line: Timeline, blockMs: number): number[][] {
  const groups = new Map<number, number[]>()
  for (let i = 0; i < line.size; i++) {
    const block = Math.floor(((line.at[i] as number) - (line.at[0] as number)) / blockMs)
    const key = block * 2 + (line.author[i] as number)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [i])
    else group.push(i)
  }
  return [...groups.values()]
}

function arrangementsOf(line: Timeline, groups: readonly (readonly number[])[]): number {
  let arrangements = 1
  for (const group of groups) {
    const seen = [0, 0, 0, 0]
    for (const [n, i] of group.entries()) {
      const kind = line.kind[i] as number
      seen[kind] = (seen[kind] as number) + 1
      arrangements = (arrangements * (n + 1)) / seen[kind]
    }
    if (arrangements >= 1e9) return 1e9
  }
  return Math.round(arrangements)
}

/** Fisher and Yates. */
function shuffle(
  kind: Uint8Array,
  group: readonly number[],
  random: (below: number) => number,
): void {
  for (let n = group.length - 1; n > 0; n--) {
    const [a, b] = [group[n] as number, group[random(n + 1)] as number]
    const held = kind[a] as number
    kind[a] = kind[b] as number
    kind[b] = held
  }
}

/** The tested entries of a chapter, for themselves. */
function partOf(line: Timeline, chapter: Chapter): Timeline {
  const from = chapter.to - sizeOf(chapter)
  const { to } = chapter
  return {
    size: to - from,
    ids: [],
    authors: line.authors,
    at: line.at.slice(from, to),
    author: line.author.slice(from, to),
    kind: line.kind.slice(from, to),
    bucket: line.bucket.slice(from, to),
    isAlone: line.isAlone,
  }
}
