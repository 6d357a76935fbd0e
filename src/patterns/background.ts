import { entryIndex, type Model } from './model.ts'
import { POPULATION_END, POPULATION_START, POPULATION_STEPS } from './model.ts'
import {
  BOLDNESS,
  BOLDNESS_PER_STEP,
  EVEN_LOOPS,
  LOOP_WEEKS,
  LOOPS_A_WEEK,
  RHYTHM,
  RHYTHM_ENTRIES,
  THIN_ENTRIES,
  THIN_RATE,
  WEEKEND,
} from './population.ts'
import { ANY_TIME, BUCKETS, PARTS, PURSUE, type Timeline, WITHDRAW } from './timeline.ts'

const WEEK_MS = 604_800_000
const HOURS_A_WEEK_LN = 512 // hundredths of ln 168

/** What a couple logs, counted: the ground on which a loop has to stand out. */
export interface Tally {
  /** Weeks with an entry in them, stretches of one voice left out. */
  readonly weeks: number
  /** [author * 4 + kind], in hundredths of an entry. */
  readonly count: Float64Array
  /** [author * PARTS + part of the day], in entries. */
  readonly part: Float64Array
}

/**
 * Counts the entries of both. Where only one writes for a week or more, neither the entries nor the
 * weeks count: a partner's silence must not make their other moves look rarer than they were.
 */
export function tally(line: Timeline, isOneSided: Uint8Array): Tally {
  const { size, at, author, kind, bucket } = line
  const count = new Float64Array(8)
  const seen = new Int32Array(2 * BUCKETS)
  let weeks = 0
  let weekEnds = Number.NEGATIVE_INFINITY
  for (let i = 0; i < size; i++) {
    if (isOneSided[i] === 1) continue
    const who = author[i] as number
    const slot = who * 4 + (kind[i] as number)
    count[slot] = (count[slot] as number) + 100
    const part = who * BUCKETS + (bucket[i] as number)
    seen[part] = (seen[part] as number) + 1
    if ((at[i] as number) < weekEnds) continue
    weeks++
    weekEnds = (Math.floor((at[i] as number) / WEEK_MS) + 1) * WEEK_MS
  }
  return { weeks, count, part: partsOf(seen) }
}

/** Weekdays and weekends together; dates alone tell no part of the day. */
function partsOf(seen: Int32Array): Float64Array {
  const part = new Float64Array(2 * PARTS)
  for (let author = 0; author < 2; author++) {
    for (let bucket = 0; bucket < ANY_TIME; bucket++) {
      const at = author * PARTS + (bucket % PARTS)
      part[at] = (part[at] as number) + (seen[author * BUCKETS + bucket] as number)
    }
  }
  return part
}

/** What a first decode took out of the background, each loop weighted with its probability. */
export interface Explained {
  /** [author * 4 + kind], in hundredths of an entry. */
  readonly count: Float64Array
  /** [author who reaches], in hundredths of a loop. */
  readonly reaching: Float64Array
}

export const NOTHING_EXPLAINED: Explained = {
  count: new Float64Array(8),
  reaching: new Float64Array(2),
}

/**
 * The model of a couple: what an entry costs follows from the tally without what loops explain, and
 * who usually reaches from the loops; the rest is the population's.
 */
export function modelFrom(counted: Tally, explained = NOTHING_EXPLAINED): Model {
  const entry = new Int32Array(8 * BUCKETS)
  let crowd = 0
  const total = counted.count.reduce((sum, count) => sum + count, 0) / 100
  for (let author = 0; author < 2; author++) {
    const rhythm = rhythmOf(counted, author)
    for (let kind = 0; kind < 4; kind++) {
      const slot = author * 4 + kind
      const entries = ((counted.count[slot] as number) - (explained.count[slot] as number)) / 100
      const own = coarseLn((entries + 0.5) / Math.max(1, counted.weeks))
      const weekly = (total * own + THIN_ENTRIES * THIN_RATE) / (total + THIN_ENTRIES)
      const coarse = Math.round(weekly / 25) * 25
      if (kind === PURSUE || kind === WITHDRAW) crowd += coarse / 4
      const cost = HOURS_A_WEEK_LN - coarse
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        entry[entryIndex(author, kind, bucket)] = cost - (rhythm[bucket] as number)
      }
    }
  }
  crowd = Math.floor(crowd)
  const boldness = Math.max(0, BOLDNESS + Math.round((crowd * BOLDNESS_PER_STEP) / 25))
  const often = oftenOf(counted, explained)
  return {
    entry,
    start: POPULATION_START.map((start) => start + boldness + often),
    role: rolesOf(explained),
    step: POPULATION_STEPS,
    end: POPULATION_END,
    crowd,
    often,
  }
}

/** How much rarer than in the population this couple's loops are; never how much more frequent. */
function oftenOf({ weeks }: Tally, explained: Explained): number {
  if (explained === NOTHING_EXPLAINED) return 0
  const loops = ((explained.reaching[0] as number) + (explained.reaching[1] as number)) / 100
  const weekly = (loops + LOOPS_A_WEEK * LOOP_WEEKS) / (weeks + LOOP_WEEKS)
  return Math.min(0, coarseLn(weekly / LOOPS_A_WEEK))
}

/** How much likelier than even each one reaches, drawn towards even. */
function rolesOf({ reaching }: Explained): Int32Array {
  const [first, second] = [reaching[0] as number, reaching[1] as number]
  const all = first + second + 2 * EVEN_LOOPS
  return Int32Array.of(
    coarseLn((2 * (first + EVEN_LOOPS)) / all),
    coarseLn((2 * (second + EVEN_LOOPS)) / all),
  )
}

/** An author's own rhythm, drawn towards the population's, as a coarse logarithm per bucket. */
function rhythmOf(counted: Tally, author: number): Int32Array {
  const rhythm = new Int32Array(BUCKETS)
  let entries = 0
  for (let part = 0; part < PARTS; part++) entries += counted.part[author * PARTS + part] as number
  // Weekdays and weekends average to one over the week.
  const weekday = 700 / (500 + 2 * WEEKEND)
  for (let part = 0; part < PARTS; part++) {
    const own = (counted.part[author * PARTS + part] as number) * PARTS
    const expected = ((RHYTHM[part] as number) / 100) * RHYTHM_ENTRIES
    const share = (own + expected) / (entries + RHYTHM_ENTRIES)
    rhythm[part] = coarseLn(share * weekday)
    rhythm[PARTS + part] = coarseLn((share * weekday * WEEKEND) / 100)
  }
  return rhythm
}

/** exp(1/4), and exp(1/8) the middle between two steps. */
const STEP = 1.2840254166877414
const HALF_STEP = 1.1331484530668263

/**
 * The natural logarithm of `x` in hundredths, in steps of 25. Steps, because then one more entry
 * rarely changes what all the others cost; by comparing products, because engines may differ in the
 * last bit of `Math.log`.
 */
export function coarseLn(x: number): number {
  let steps = 0
  let middle = x * HALF_STEP
  for (; middle < 1 && steps > -60; steps--) middle *= STEP
  for (; middle >= STEP && steps < 60; steps++) middle /= STEP
  return steps * 25
}

/**
 * Entries per hour by chance, of each kind of each author, whatever the hour: in the same coarse
 * steps as the model, so that what people read changes only when the model does.
 */
export function hourlyOf({ entry }: Model): Float64Array {
  const hourly = new Float64Array(8)
  for (let slot = 0; slot < 8; slot++) {
    let rate = 1
    const cost = entry[entryIndex(slot >> 2, slot & 3, ANY_TIME)] as number
    for (let step = HOURS_A_WEEK_LN; step < cost; step += 25) rate /= STEP
    for (let step = HOURS_A_WEEK_LN; step > cost; step -= 25) rate *= STEP
    hourly[slot] = rate / 168
  }
  return hourly
}
