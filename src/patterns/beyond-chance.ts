import { modelFrom, tally } from './background.ts'
import { Decoder } from './decode.ts'
import type { Chance, Pattern } from './detection.ts'
import type { Model } from './model.ts'
import { seededRandom } from './seeded-random.ts'
import { type Stretch, splitStretches } from './stretch.ts'
import type { Timeline } from './timeline.ts'

const WEEK_MS = 604_800_000
const EARLY_BLOCK_MS = 4 * WEEK_MS
const BAD_DAYS_BLOCK_MS = 172_800_000

/** Below this many different arrangements no test can be surprised. */
const FEWEST_ARRANGEMENTS = 20
const PERMUTATIONS = 199
/** Enough permutations that did as well: the rest cannot make it beyond chance (Besag, Clifford 1991). */
const ENOUGH_AS_GOOD = 20
const LEVEL = 0.05
/** The tests read the latest entries, so that a long journal costs no more than this many. */
const LATEST = 1500

/** What p is multiplied with before 8 weeks, before 16, and later: one over the share of the level. */
interface Shares {
  readonly first: number
  readonly second: number
  readonly later: number
}

/**
 * Tests whether the loops of a couple are more than chance would make of the same entries: kinds are
 * permuted within author and block, times and authors stay, and the best total is sought again.
 * Within four weeks this is an early sign; within 48 hours it also holds against days that were bad
 * for both. p = (b + 1) / (M + 1), with a fixed seed (Phipson, Smyth 2010), times what looking
 * every week costs.
 */
export function beyondChance(whole: Timeline): Pattern {
  const line = latestOf(whole)
  const model = modelFrom(tally(line, new Uint8Array(line.size)))
  return {
    early: test(line, model, EARLY_BLOCK_MS, { first: 4, second: 2, later: 4 }),
    beyondBadDays: test(line, model, BAD_DAYS_BLOCK_MS, { first: 4, second: 4, later: 2 }),
  }
}

function test(line: Timeline, model: Model, blockMs: number, shares: Shares): Chance {
  const groups = groupsOf(line, blockMs)
  if (!hasArrangements(line, groups)) return { p: null, verdict: 'not-enough-yet' }
  // Every stretch, for a permutation may put a loop where there was none.
  const stretches = splitStretches(line, 0, line.size)
  const observed = totalOf(line, model, stretches)
  const random = seededRandom(line.size)
  const shuffled: Timeline = { ...line, kind: line.kind.slice() }
  let asGood = 0
  let done = 0
  while (done < PERMUTATIONS && asGood < ENOUGH_AS_GOOD) {
    for (const group of groups) shuffle(shuffled.kind, group, random)
    if (totalOf(shuffled, model, stretches) >= observed) asGood++
    done++
  }
  const p = Math.min(1, ((asGood + 1) / (done + 1)) * timesLooked(line, shares))
  return {
    p: Math.round(p * 1000) / 1000,
    verdict: p <= LEVEL ? 'beyond-chance' : 'not-beyond-chance',
  }
}

/**
 * A couple may look every week, and chance would show them something sooner or later. So the level of
 * .05 is spent in three parts (alpha spending, Lan, DeMets 1983), most of it where the test has power:
 * early on for the four-week blocks, later for the 48 hours.
 */
function timesLooked({ at, size }: Timeline, shares: Shares): number {
  const weeks = Math.ceil(((at[size - 1] as number) - (at[0] as number)) / WEEK_MS)
  return weeks < 8 ? shares.first : weeks < 16 ? shares.second : shares.later
}

function totalOf(line: Timeline, model: Model, stretches: readonly Stretch[]): number {
  const decoder = new Decoder(line, 1)
  let total = 0
  for (const { from, to } of stretches) total += decoder.total(model, from, to)
  return total
}

/** Positions per author and block, in the order of their first entries: names make no difference. */
function groupsOf(line: Timeline, blockMs: number): number[][] {
  const groups = new Map<string, number[]>()
  for (let i = 0; i < line.size; i++) {
    const block = Math.floor(((line.at[i] as number) - (line.at[0] as number)) / blockMs)
    const key = `${block} ${line.author[i]}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [i])
    else group.push(i)
  }
  return [...groups.values()]
}

/** Counts different arrangements of kinds, only as far as it has to. */
function hasArrangements(line: Timeline, groups: readonly (readonly number[])[]): boolean {
  let arrangements = 1
  for (const group of groups) {
    const seen = [0, 0, 0, 0]
    for (const [n, i] of group.entries()) {
      const kind = line.kind[i] as number
      seen[kind] = (seen[kind] as number) + 1
      arrangements = (arrangements * (n + 1)) / seen[kind]
      if (arrangements >= 1e9) return true
    }
  }
  return Math.round(arrangements) >= FEWEST_ARRANGEMENTS
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

function latestOf(line: Timeline): Timeline {
  const from = line.size - LATEST
  if (from <= 0) return line
  return {
    size: LATEST,
    ids: line.ids.slice(from),
    authors: line.authors,
    at: line.at.slice(from),
    author: line.author.slice(from),
    kind: line.kind.slice(from),
    bucket: line.bucket.slice(from),
  }
}
