import {
  costOf,
  HOURS_A_WEEK,
  type Model,
  OFTEN,
  POPULATION_END,
  POPULATION_START,
  POPULATION_STEPS,
  RATE,
  RHYTHM_OF,
  ROLE,
  TRAITS,
  type Traits,
  TURNING,
} from './model.ts'
import {
  BOLDNESS,
  BOLDNESS_PER_STEP,
  EVEN_LOOPS,
  LOOP_WEEKS,
  LOOPS_A_WEEK,
  RHYTHM,
  RHYTHM_ENTRIES,
  STAMINA,
  STAMINA_PER_STEP,
  THIN_ENTRIES,
  THIN_RATE,
  TURNS,
  WEEKEND,
} from './population.ts'
import {
  COUNT,
  type Explained,
  IN_TURN,
  OUT_OF_TURN,
  PART,
  REACHING,
  type Tally,
  WEEKS,
} from './tally.ts'
import { ANY_TIME, PARTS, PURSUE, WITHDRAW } from './timeline.ts'

/**
 * The model of a couple: what an entry costs follows from the tally without what loops explain, and
 * who usually reaches from the loops; the rest is the population's. Gives `known` again if that is
 * what comes out.
 */
export function modelFrom(tally: Tally, explained: Explained | undefined, known?: Model): Model {
  writeTraits(traits, tally, explained)
  return known !== undefined && isSame(known.traits, traits) ? known : modelOf(traits.slice())
}

/** Written anew for every model; most turn out to be known. */
const traits = new Array<number>(TRAITS).fill(0)

/** The model of a couple with these traits. */
export function modelOf(traits: Traits): Model {
  let crowd = 0
  for (const author of [0, 4]) {
    for (const kind of [PURSUE, WITHDRAW]) crowd += (traits[RATE + author + kind] as number) / 4
  }
  crowd = Math.floor(crowd)
  const boldness = Math.max(0, BOLDNESS + Math.round((crowd * BOLDNESS_PER_STEP) / 25))
  return {
    traits,
    start: POPULATION_START,
    boldness: boldness + (traits[OFTEN] as number),
    step: POPULATION_STEPS,
    stamina: Math.max(0, STAMINA + Math.round((crowd * STAMINA_PER_STEP) / 25)),
    end: POPULATION_END,
    crowd,
  }
}

function writeTraits(into: number[], tally: Tally, explained: Explained | undefined): void {
  const weeks = Math.max(1, tally[WEEKS] as number)
  let total = 0
  for (let slot = 0; slot < 8; slot++) total += tally[COUNT + slot] as number
  for (let slot = 0; slot < 8; slot++) {
    const taken = explained === undefined ? 0 : (explained[slot] as number) / 100
    const own = coarseLn(((tally[COUNT + slot] as number) - taken + 0.5) / weeks)
    const weekly = (total * own + THIN_ENTRIES * THIN_RATE) / (total + THIN_ENTRIES)
    into[RATE + slot] = Math.round(weekly / 25) * 25
  }
  writeRhythm(into, tally, 0)
  writeRhythm(into, tally, 1)
  into[TURNING] = coarseLn(
    ((tally[IN_TURN] as number) + TURNS) / ((tally[OUT_OF_TURN] as number) + TURNS),
  )
  into.fill(0, ROLE, OFTEN + 1)
  if (explained === undefined) return
  const [first, second] = [explained[REACHING] as number, explained[REACHING + 1] as number]
  const all = first + second + 2 * EVEN_LOOPS
  into[ROLE] = coarseLn((2 * (first + EVEN_LOOPS)) / all)
  into[ROLE + 1] = coarseLn((2 * (second + EVEN_LOOPS)) / all)
  const weekly = ((first + second) / 100 + LOOPS_A_WEEK * LOOP_WEEKS) / (weeks + LOOP_WEEKS)
  into[OFTEN] = Math.min(0, coarseLn(weekly / LOOPS_A_WEEK))
}

/** An author's own rhythm of the day, drawn towards the population's. */
function writeRhythm(into: number[], tally: Tally, author: number): void {
  let entries = 0
  for (let part = 0; part < PARTS; part++) entries += tally[PART + author * PARTS + part] as number
  for (let part = 0; part < PARTS; part++) {
    const own = (tally[PART + author * PARTS + part] as number) * PARTS
    const expected = ((RHYTHM[part] as number) / 100) * RHYTHM_ENTRIES
    const share = (own + expected) / (entries + RHYTHM_ENTRIES)
    into[RHYTHM_OF + author * PARTS + part] = coarseLn(share * WEEKDAY)
  }
}

/** Weekdays and weekends average to one over the week. */
const WEEKDAY = 700 / (500 + 2 * WEEKEND)

function isSame(one: Traits, other: Traits): boolean {
  for (let n = 0; n < TRAITS; n++) if (one[n] !== other[n]) return false
  return true
}

/** exp(1/4), and exp(1/8) the middle between two steps. */
const STEP = 1.2840254166877414
const HALF_STEP = 1.1331484530668263
const MOST_STEPS = 60
/** Where the steps −60 to 60 begin: by products alone, which come out the same on every engine. */
const EDGES = edgesOfSteps()

/**
 * The natural logarithm of `x` in hundredths, in steps of 25. Steps, because then one more entry
 * rarely changes what all the others cost; by comparing, because engines may differ in the last bit of
 * `Math.log`.
 */
export function coarseLn(x: number): number {
  let [low, high] = [-MOST_STEPS, MOST_STEPS]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (x >= (EDGES[middle + MOST_STEPS] as number)) low = middle
    else high = middle - 1
  }
  return low * 25
}

function edgesOfSteps(): number[] {
  let [down, up] = [1 / HALF_STEP, 1 / HALF_STEP]
  const edges = [up]
  for (let step = 1; step <= MOST_STEPS; step++) {
    up *= STEP
    down /= STEP
    edges.push(up)
    edges.unshift(down)
  }
  return edges
}

/**
 * Entries per hour by chance, of each kind of each author, whatever the hour: in the same coarse
 * steps as the model, so that what people read changes only when the model does.
 */
export function hourlyOf(model: Model): readonly number[] {
  const hourly: number[] = []
  for (let slot = 0; slot < 8; slot++) {
    let rate = 1
    const cost = costOf(model, slot >> 2, slot & 3, ANY_TIME)
    for (let step = HOURS_A_WEEK; step < cost; step += 25) rate /= STEP
    for (let step = HOURS_A_WEEK; step > cost; step -= 25) rate *= STEP
    hourly.push(rate / 168)
  }
  return hourly
}
