import { addLogs } from './add-logs.ts'
import { modelFrom } from './background.ts'
import { Decoder } from './decode.ts'
import { type Model, QUARTERS, RATE, ROLE, stepIndex } from './model.ts'
import { markAlone } from './one-sided.ts'
import { seededRandom } from './seeded-random.ts'
import { tallyOf } from './tally.ts'
import { PURSUE, type Timeline, WITHDRAW } from './timeline.ts'

/** Below this many different arrangements no test can be surprised. */
const FEWEST_ARRANGEMENTS = 20
const PERMUTATIONS = 399
/** Once so many of them are as good, p is .05 or more, and no look can reach its level. */
const ENOUGH = 20

/** What is shuffled within, and what a loop pays for two of the same move in a row (hundredths of a nat). */
export interface Shuffling {
  readonly blockMs: number
  readonly runCost: number
}

/** How much rarer than they were counted moves are outside loops, if there are loops. */
const RARER = 40

/** In a loop, the one who usually reaches does so in 85 of a hundred: against even, in hundredths of a nat. */
const USUALLY = 53
const SELDOM = -120

/**
 * How often shuffled entries make as much of a loop as these did: kinds are permuted within author and
 * block of time (counted from `begin`), times and authors stay. Exact, whatever the statistic
 * ((b + 1) / (M + 1): Phipson, Smyth 2010; ending early: Besag, Clifford 1991), with a fixed seed.
 * Nothing if there is too little to shuffle. `line` is left as it was, but for which of its entries
 * are `isAlone`.
 */
export function chanceOf(
  line: Timeline,
  begin: number,
  { blockMs, runCost }: Shuffling,
): number | undefined {
  const groups = groupsOf(line, begin, blockMs)
  if (arrangementsOf(line, groups) < FEWEST_ARRANGEMENTS) return undefined
  markAlone(line, 0, line.size)
  const model = testModel(line, runCost)
  const measure = measureFor(line, model)
  const observed = measure()
  const written = line.kind.slice()
  const random = seededRandom(line.size)
  let asGood = 0
  let shuffles = 0
  while (shuffles < PERMUTATIONS && asGood < ENOUGH) {
    for (const group of groups) shuffle(line.kind, group, random)
    if (measure() >= observed) asGood++
    shuffles++
  }
  line.kind.set(written)
  return asGood === ENOUGH ? ENOUGH / shuffles : (asGood + 1) / (PERMUTATIONS + 1)
}

/**
 * The sum over everything that could be a loop, once for each who might usually reach, less half of
 * what crossed moves make: with the reaching and stepping back of one author exchanged, it is counted
 * where both reach, or both step back, as if that were a loop. Days on which both write a lot of
 * everything raise the one like the other.
 */
function measureFor(line: Timeline, model: Model): () => number {
  const decoder = new Decoder(1, { isSum: true })
  const usual = [usually(model, 0), usually(model, 1)] as const
  const crossed = (author: 0 | 1): number => {
    cross(line, author)
    const total = decoder.total(line, model, 0, line.size)
    cross(line, author)
    return total
  }
  return () => {
    const loops = addLogs(
      decoder.total(line, usual[0], 0, line.size),
      decoder.total(line, usual[1], 0, line.size),
    )
    return 2 * loops - addLogs(crossed(0), crossed(1))
  }
}

/**
 * The model by what these entries are, which shuffling does not change. Runs of one move pay: whoever
 * writes the same thing again and again does so alone, and blocks of weeks do not keep such bursts
 * together.
 */
function testModel(line: Timeline, runCost: number): Model {
  const { traits, step, ...model } = modelFrom(tallyOf(line, 0, line.size), undefined)
  const rarer = traits.map((trait, n) => (n < RATE + 8 ? trait - rarerBy(n & 3) : trait))
  const steps = step.slice()
  for (const dateOnly of [0, 1]) {
    for (const kind of [PURSUE, WITHDRAW]) {
      const first = stepIndex(kind, kind, dateOnly)
      for (let q = 0; q < QUARTERS; q++) steps[first + q] = (step[first + q] as number) - runCost
    }
  }
  return { ...model, traits: rarer, step: steps }
}

/** Triggers and repairs are in every other loop only. */
function rarerBy(kind: number): number {
  return kind === PURSUE || kind === WITHDRAW ? RARER : RARER / 2
}

/** The model of a couple in which this author usually reaches. */
function usually(model: Model, reaching: 0 | 1): Model {
  const traits = model.traits.slice()
  traits[ROLE + reaching] = USUALLY
  traits[ROLE + 1 - reaching] = SELDOM
  return { ...model, traits }
}

/** Exchanges reaching and stepping back of one author; once more, and it is as before. */
function cross({ size, kind, author }: Timeline, who: 0 | 1): void {
  for (let i = 0; i < size; i++) {
    if (author[i] !== who) continue
    if (kind[i] === PURSUE) kind[i] = WITHDRAW
    else if (kind[i] === WITHDRAW) kind[i] = PURSUE
  }
}

/** Positions per author and block, in the order of their first entries: names make no difference. */
function groupsOf(line: Timeline, begin: number, blockMs: number): number[][] {
  const groups = new Map<number, number[]>()
  for (let i = 0; i < line.size; i++) {
    const block = Math.floor(((line.at[i] as number) - begin) / blockMs)
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
