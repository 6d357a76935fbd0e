import type { AuthoredMove, Kind } from '../../../src/journal/move.ts'
import { Random } from './random.ts'
import {
  CONTINUES,
  DAY,
  LOOP_ENTRIES,
  MEAN_LAG,
  REPAIRED,
  SAME_PURSUER,
  TRIGGERED,
  WEEKEND_DAY,
  type World,
} from './world.ts'

const HOUR = 3_600_000
/** Monday 5 January 2026, midnight UTC. */
export const BEGIN = Date.UTC(2026, 0, 5)

/** A journal with the loops that are really in it. */
export interface Couple {
  readonly moves: readonly AuthoredMove[]
  readonly loops: readonly TrueLoop[]
}

/** A planted loop; `entries` are the ones that were logged, in order of their logged times. */
export interface TrueLoop {
  readonly pursuer: string
  readonly entries: readonly Entry[]
  readonly isRepaired: boolean
  readonly isTriggered: boolean
}

export interface Entry {
  readonly id: string
  readonly author: 0 | 1
  readonly kind: Kind
  /** Hours since the beginning, as it happened and as it was logged. */
  readonly hour: number
  readonly loop: number
}

const AUTHORS = ['ann', 'bob'] as const

/** Draws one couple of a world. */
export function drawCouple(world: World, seed: number): Couple {
  const random = new Random(seed)
  const planted: Omit<Entry, 'id'>[] = [...background(world, random)]
  const pursuers: (0 | 1)[] = []
  const usual = random.pick([0, 1] as const)
  for (let n = random.poisson(world.loops * world.weeks); n > 0; n--) {
    const pursuer = random.chance(SAME_PURSUER) ? usual : ((1 - usual) as 0 | 1)
    planted.push(...drawLoop(world, random, pursuer, pursuers.length))
    pursuers.push(pursuer)
  }
  const logged = planted
    .filter((entry) => entry.hour < world.weeks * 168 && !random.chance(world.forget))
    .map((entry) => ({ ...entry, hour: Math.max(0, entry.hour + clockError(random)) }))
    .toSorted((a, b) => a.hour - b.hour)
    .map((entry, n) => ({ ...entry, id: `${n}-${Math.floor(random.even() * 1e6)}` }))
  const moves = logged.map((entry) => moveOf(world, random, entry))
  const byLoop = new Map<number, Entry[]>()
  for (const entry of logged) {
    const others = byLoop.get(entry.loop)
    if (others === undefined) byLoop.set(entry.loop, [entry])
    else others.push(entry)
  }
  const loops = pursuers.map((pursuer, loop) => {
    const entries = byLoop.get(loop) ?? []
    return {
      pursuer: AUTHORS[pursuer],
      entries,
      isRepaired: entries.some(({ kind }) => kind === 'repair'),
      isTriggered: entries.some(({ kind }) => kind === 'trigger'),
    }
  })
  return { moves, loops }
}

/** People log within 20 minutes of the truth, and now and then only within three hours. */
export function clockError(random: Random): number {
  return random.normal() * (random.chance(0.15) ? 3 : 1 / 3)
}

/** One loop as it happened, all of it. */
export function drawLoop(
  world: World,
  random: Random,
  pursuer: 0 | 1,
  loop: number,
): Omit<Entry, 'id'>[] {
  const withdrawer = (1 - pursuer) as 0 | 1
  const entries: Omit<Entry, 'id'>[] = []
  let hour = drawHour(world, random)
  const add = (author: 0 | 1, kind: Kind): void => {
    entries.push({ author, kind, hour, loop })
  }
  if (random.chance(TRIGGERED)) {
    add(random.chance(0.7) ? pursuer : withdrawer, 'trigger')
    hour += lag(world, random, MEAN_LAG.trigger)
  }
  add(pursuer, 'pursue')
  hour += lag(world, random, MEAN_LAG.withdraw)
  add(withdrawer, 'withdraw')
  while (random.chance(CONTINUES)) {
    hour += lag(world, random, MEAN_LAG.pursue)
    add(pursuer, 'pursue')
    if (!world.alwaysAnswered && !random.chance(CONTINUES)) break
    hour += lag(world, random, MEAN_LAG.withdraw)
    add(withdrawer, 'withdraw')
  }
  if (random.chance(REPAIRED)) {
    hour += lag(world, random, MEAN_LAG.repair)
    add(random.pick([0, 1] as const), 'repair')
  }
  return entries
}

/** The heavier tail is a lognormal with sigma 1.2 and the same mean. */
function lag(world: World, random: Random, mean: number): number {
  const paced = mean * world.pace
  if (world.tail === 'exponential') return random.exponential(paced)
  return paced * Math.exp(1.2 * random.normal() - 0.72)
}

/** An hour of the journal, by the rhythm of the day and the week. */
function drawHour(world: World, random: Random): number {
  for (;;) {
    const hour = random.even() * world.weeks * 168
    const weekday = Math.floor(hour / 24) % 7
    const weight = (DAY[Math.floor(hour) % 24] as number) * (weekday >= 5 ? WEEKEND_DAY : 1)
    if (random.even() * 3.4 < weight) return hour
  }
}

const ALONE = -1

function background(world: World, random: Random): Omit<Entry, 'id'>[] {
  // Forgotten entries never reach the journal: draw more, so that about this many remain.
  const alone = world.entries - (world.loops > 0 ? LOOP_ENTRIES : 0)
  const count = random.poisson((alone * world.weeks) / (1 - world.forget))
  const draw: Record<World['trouble'], () => Omit<Entry, 'id'>[]> = {
    none: () => [single(world, random, drawHour(world, random))],
    'own-bursts': () => burst(world, random),
    'busy-days': () => busyDay(world, random),
    'bad-days': () => badDay(world, random),
  }
  const entries: Omit<Entry, 'id'>[] = []
  while (entries.length < count) {
    const troubled = world.trouble !== 'none' && random.chance(0.2)
    entries.push(...(troubled ? draw[world.trouble]() : draw.none()))
  }
  return entries
}

function single(world: World, random: Random, hour: number): Omit<Entry, 'id'> {
  return {
    author: random.pick([0, 1] as const),
    kind: backgroundKind(world, random),
    hour,
    loop: ALONE,
  }
}

/** One partner logs one kind again and again within a day and a half. */
function burst(world: World, random: Random): Omit<Entry, 'id'>[] {
  const { author, kind, hour } = single(world, random, drawHour(world, random))
  const size = 2 + random.poisson(1.5)
  return Array.from({ length: size }, () => ({
    author,
    kind,
    hour: hour + random.even() * 36,
    loop: ALONE,
  }))
}

/** Both log more of everything on one day. */
function busyDay(world: World, random: Random): Omit<Entry, 'id'>[] {
  const day = Math.floor(drawHour(world, random) / 24) * 24
  const size = 2 + random.poisson(2)
  return Array.from({ length: size }, () => single(world, random, day + hourOfDay(random)))
}

/** Both log more pursuing and withdrawing on one day, in no order. */
function badDay(world: World, random: Random): Omit<Entry, 'id'>[] {
  return busyDay(world, random).map((entry) => ({
    ...entry,
    kind: random.pick(['pursue', 'withdraw'] as const),
  }))
}

function hourOfDay(random: Random): number {
  for (;;) {
    const hour = random.even() * 24
    if (random.even() * 2.6 < (DAY[Math.floor(hour)] as number)) return hour
  }
}

function moveOf(world: World, random: Random, entry: Entry): AuthoredMove {
  const { id, author, kind } = entry
  const at = random.chance(world.dateOnly)
    ? wall(entry.hour, 0).slice(0, 10)
    : timed(world, entry.hour, author)
  return { id, author: AUTHORS[author], kind, at }
}

/** The generator's hours are what the couple's first zone shows; the other's clock shows its own. */
function timed(world: World, hour: number, author: 0 | 1): string {
  const summer = world.clocksChange && hour > world.weeks * 84 ? 1 : 0
  const home = world.zones[0]
  const there = world.zones[author] + summer
  const text = wall(hour - home + there, 0)
  const offset = `${there < 0 ? '-' : '+'}${String(Math.abs(there)).padStart(2, '0')}:00`
  return `${text.slice(0, 16)}${offset}`
}

function wall(hour: number, zone: number): string {
  return new Date(BEGIN + (hour + zone) * HOUR).toISOString()
}

function backgroundKind(world: World, random: Random): Kind {
  return random.chance(world.coreShare)
    ? random.pick(['pursue', 'withdraw'] as const)
    : random.pick(['trigger', 'repair'] as const)
}
