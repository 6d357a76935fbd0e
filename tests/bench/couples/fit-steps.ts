import { KNOTS } from '../../../src/patterns/population.ts'
import { clockError, drawLoop, type Entry } from './generate.ts'
import { Random } from './random.ts'
import { LOOPS_A_WEEK, type World } from './world.ts'

type Core = 'pursue' | 'withdraw'
type Kind = Entry['kind']

/** What logged loops look like, as `src/patterns/population.ts` states it. */
export interface FittedSteps {
  readonly steps: Record<StepName, number[]>
  readonly daySteps: Record<StepName, number[]>
  readonly starts: Record<'trigger' | Core, number>
  readonly ends: Record<Core, number>
}

interface Doubt {
  readonly core: number
  readonly repair: number
}

const STEP_NAMES = {
  triggerPursue: ['trigger', 'pursue'],
  triggerWithdraw: ['trigger', 'withdraw'],
  pursueWithdraw: ['pursue', 'withdraw'],
  pursuePursue: ['pursue', 'pursue'],
  pursueRepair: ['pursue', 'repair'],
  withdrawPursue: ['withdraw', 'pursue'],
  withdrawWithdraw: ['withdraw', 'withdraw'],
  withdrawRepair: ['withdraw', 'repair'],
} as const
type StepName = keyof typeof STEP_NAMES

/**
 * Draws loops of some worlds, forgets and misdates their entries, and counts how each step of what
 * remains follows on the one before. Densities are per hour; what either author may do alike
 * (begin, be set off, repair) is shared evenly between them. `doubt` is the share of steps for which
 * any lag within 48 hours is as likely as any other.
 */
export function fitSteps(
  worlds: readonly World[],
  draws: number,
  seed: number,
  doubt: Doubt = { core: 0, repair: 0 },
): FittedSteps {
  const random = new Random(seed)
  const timed = new StepCounts()
  const blurred = new StepCounts()
  const starts = { trigger: 0, pursue: 0, withdraw: 0 }
  const ends = { pursue: 0, withdraw: 0 }
  let drawn = 0
  for (const world of worlds) {
    for (let n = 0; n < draws; n++) {
      drawn++
      const chain = logged(world, random)
      if (chain === undefined) continue
      starts[chain[0]?.kind as 'trigger' | Core]++
      for (const [at, entry] of chain.entries()) {
        const next = chain[at + 1]
        if (entry.kind === 'repair') continue
        timed.visit(entry.kind)
        blurred.visit(entry.kind)
        if (next === undefined) ends[entry.kind as Core]++
        else {
          const hours = next.hour - entry.hour
          timed.step(entry.kind, next.kind, hours)
          blurred.step(entry.kind, next.kind, Math.abs(hours + random.even() * 24 - 12))
        }
      }
    }
  }
  const hourly = LOOPS_A_WEEK / 168 / drawn
  return {
    steps: timed.densities(doubt),
    daySteps: blurred.densities(doubt),
    starts: {
      trigger: ln((starts.trigger * hourly) / 2),
      pursue: ln((starts.pursue * hourly) / 2),
      withdraw: ln((starts.withdraw * hourly) / 2),
    },
    ends: {
      pursue: ln(ends.pursue / timed.visits('pursue')),
      withdraw: ln(ends.withdraw / timed.visits('withdraw')),
    },
  }
}

/** What is left of one loop, as far as the grammar reads it. Nothing if a side is missing. */
function logged(world: World, random: Random): { kind: Kind; hour: number }[] | undefined {
  const kept = drawLoop(world, random, 0, 0)
    .filter(() => !random.chance(world.forget))
    .map(({ kind, hour }) => ({ kind, hour: hour + clockError(random) }))
    .toSorted((a, b) => a.hour - b.hour)
  const firstCore = kept.findIndex(({ kind }) => kind === 'pursue' || kind === 'withdraw')
  const lastCore = kept.findLastIndex(({ kind }) => kind === 'pursue' || kind === 'withdraw')
  const chain = kept.filter(
    ({ kind }, at) =>
      (kind === 'trigger' && at < firstCore) ||
      (kind === 'repair' && at > lastCore) ||
      kind === 'pursue' ||
      kind === 'withdraw',
  )
  const kinds = chain.map(({ kind }) => kind)
  return kinds.includes('pursue') && kinds.includes('withdraw') ? chain : undefined
}

/** Steps counted around the knots of the tables. */
class StepCounts {
  private readonly seen = new Map<string, number>()
  private readonly counts = new Map<string, number[]>()

  visit(kind: Kind): void {
    this.seen.set(kind, this.visits(kind) + 1)
  }

  visits(kind: Kind): number {
    return this.seen.get(kind) ?? 0
  }

  step(from: Kind, to: Kind, hours: number): void {
    const key = `${from} ${to}`
    const counts = this.counts.get(key) ?? KNOTS.map(() => 0)
    this.counts.set(key, counts)
    const knot = EDGES.findIndex(([, right]) => hours * 4 < right)
    if (knot !== -1) counts[knot] = (counts[knot] as number) + 1
  }

  densities(doubt: Doubt): Record<StepName, number[]> {
    const named = Object.entries(STEP_NAMES).map(([name, [from, to]]) => {
      const counts = this.counts.get(`${from} ${to}`) ?? KNOTS.map(() => 0)
      const either = from === 'trigger' || to === 'repair' ? 2 : 1
      const share = to === 'repair' ? doubt.repair : doubt.core
      const even = counts.reduce((sum, count) => sum + count, 0) / 48
      const densities = counts.map((count, knot) => {
        const [left, right] = EDGES[knot] as readonly [number, number]
        const hourly = (4 * (count + 0.5)) / (right - left)
        return ln(((1 - share) * hourly + share * even) / this.visits(from) / either)
      })
      return [name, densities] as const
    })
    return Object.fromEntries(named) as Record<StepName, number[]>
  }
}

/** The stretch that each knot stands for, in quarters of an hour. */
const EDGES = KNOTS.map((knot, n) => {
  const [before, after] = [KNOTS[n - 1], KNOTS[n + 1]]
  const left = before === undefined ? 0 : (before + knot) / 2
  const right = after === undefined ? 193 : (knot + after) / 2
  return [left, right] as const
})

function ln(x: number): number {
  return Math.round(100 * Math.log(x))
}
