import { KINDS, type Kind } from '../../src/journal/move.ts'
import { type Link, LINKS } from './network.ts'
import { Chance } from './random.ts'

/** What happens in one run: a list that follows from the seed, and of which any part can be left out. */
export type Schedule = readonly Happening[]

/** One thing that happens, `after` ms after the one before; most do not wait until it is over. */
export type Happening = { readonly after: number } & Event

/** `entry` chooses one of the person's entries, in [0, 1): 0 the newest. */
type Event =
  | { readonly what: 'log'; readonly tab: number; readonly kind: Kind; readonly ago: number | null }
  | { readonly what: 'write'; readonly tab: number; readonly entry: number; readonly field: Field }
  | { readonly what: 'correct'; readonly tab: number; readonly entry: number; readonly to: Fix }
  | { readonly what: 'delete' | 'undo'; readonly tab: number; readonly entry: number }
  | { readonly what: 'keep'; readonly tab: number; readonly entry: number }
  | {
      readonly what: 'share'
      readonly tab: number
      readonly entry: number
      readonly opens: 'now' | 'morning' | 'week'
      readonly words: readonly Field[]
    }
  | { readonly what: 'choose-default'; readonly tab: number; readonly sharing: Default }
  | { readonly what: 'postpone' | 'draw' | 'erase' | 'rename' | 'future'; readonly tab: number }
  /** Only in some seeds: the two begin to look back on their week, on one phone. */
  | { readonly what: 'look-into-week' | 'begin-week'; readonly tab: number }
  /** Only where a newer version runs: a field of a moment that is its own, and a record of a type that is. */
  | { readonly what: 'newer'; readonly tab: number; readonly entry: number }
  | { readonly what: 'newer-record'; readonly tab: number }
  | { readonly what: 'sync'; readonly tab: number }
  /** From `wake` to `rest` a tab is kept in sync as an open screen is: by pokes, writes and time. */
  | { readonly what: 'wake' | 'rest'; readonly tab: number }
  | {
      readonly what: 'kill'
      readonly tab: number
      readonly when: 'now' | 'before-commit' | 'after-commit'
    }
  | { readonly what: 'reboot'; readonly device: number }
  | { readonly what: 'freeze' | 'thaw'; readonly tab: number }
  | { readonly what: 'link'; readonly device: number; readonly link: Link }
  | { readonly what: 'clock'; readonly device: number; readonly error: number }
  | { readonly what: 'fill' | 'free'; readonly device: number }
  | { readonly what: 'poison'; readonly tab: number; readonly entry: number; readonly how: Poison }
  | {
      readonly what: 'server'
      readonly does: 'die' | 'start' | 'back-up' | 'restore'
      /** It is a newer version from then on, or none any more. */
      readonly isNewer?: boolean
    }
  | { readonly what: 'sleep'; readonly hours: number }

export const FIELDS = ['note', 'story', 'needed', 'request', 'situation'] as const
export type Field = (typeof FIELDS)[number]
export const FIXES = ['kind', 'at', 'intensity'] as const
export type Fix = (typeof FIXES)[number]
export type Default = 'me' | 'morning' | 'week'
/** A row the server refuses alone, or for which it refuses the whole request. */
export type Poison = 'epoch' | 'malformed'

/** Tabs 0 to 3 are the first person's, two on each device; 4 to 7 the second's. */
export const TAB_COUNT = 8
const DEVICE_COUNT = 4
const HOUR = 3_600_000

const ACTS = {
  log: 12,
  write: 14,
  correct: 6,
  delete: 3,
  undo: 2,
  share: 12,
  keep: 4,
  postpone: 1,
  'choose-default': 1,
  draw: 2,
  erase: 1,
  rename: 1,
  future: 1,
  sync: 28,
}
const FAULTS = {
  link: 10,
  kill: 5,
  reboot: 2,
  freeze: 4,
  clock: 3,
  fill: 3,
  poison: 2,
  server: 6,
  sleep: 5,
}
type Act = keyof typeof ACTS
type Fault = keyof typeof FAULTS

/** Makes the schedule of a seed. Each seed leaves out some kinds of faults, so that others stand out. */
export function makeSchedule(seed: string, length: number): Schedule {
  const chance = new Chance(`${seed} schedule`)
  const weights: Record<Act | Fault, number> = { ...ACTS, ...FAULTS }
  for (const fault of Object.keys(FAULTS) as Fault[]) if (chance.is(0.4)) weights[fault] = 0
  // Some runs are a crowd around one device, some are spread over all.
  const favourite = chance.below(TAB_COUNT)
  const tab = () => (chance.is(0.25) ? favourite : chance.below(TAB_COUNT))
  const makers = makersWith(chance, tab)
  const schedule: Happening[] = []
  while (schedule.length < length) {
    schedule.push({ after: gap(chance), ...makers[chance.weighted(weights)]() })
  }
  const awake = Number(seed) % AWAKE === AWAKE - 1 ? wakeUp(seed, schedule) : schedule
  const lookedBack = WEEKLY.includes(Number(seed) % 8) ? lookBack(seed, awake) : awake
  return Number(seed) % NEWER === 3 ? outgrow(seed, lookedBack) : lookedBack
}

/** One seed in so many has screens that stay open: they cost more to run. */
const AWAKE = 5

/** Some of the times somebody would sync by hand, they leave a screen open instead, or close one. */
function wakeUp(seed: string, schedule: Schedule): Schedule {
  const chance = new Chance(`${seed} awake`)
  return schedule.map((event) =>
    event.what === 'sync' && chance.is(0.25)
      ? { ...event, what: chance.is(0.7) ? 'wake' : 'rest' }
      : event,
  )
}

/** Of eight seeds those in which the two look back on a week. */
const WEEKLY: readonly number[] = [5, 7]

/** Some of what else they would write they say to each other, and more is kept for that. */
function lookBack(seed: string, schedule: Schedule): Schedule {
  const chance = new Chance(`${seed} weeks`)
  return schedule.map((event): Happening => {
    const { after } = event
    if (event.what === 'rename' || event.what === 'future') {
      const what = chance.pick(['look-into-week', 'begin-week', event.what] as const)
      return { after, what, tab: event.tab }
    }
    return event.what === 'share' && chance.is(0.4) ? { ...event, opens: 'week' } : event
  })
}

/** In one seed of so many a device runs a newer version than the others, and at times the server does. */
const NEWER = 7
/** The tabs of that device. */
const NEWER_TABS = [2, 3]

/** Some of what that device would write only its own version knows, and a server may begin as either. */
function outgrow(seed: string, schedule: Schedule): Schedule {
  const chance = new Chance(`${seed} newer`)
  return schedule.map((event): Happening => {
    const { after } = event
    if (event.what === 'server') return { ...event, isNewer: chance.is(0.5) }
    if (!('tab' in event) || !NEWER_TABS.includes(event.tab)) return event
    const { tab } = event
    if (event.what === 'write' || event.what === 'correct') {
      return chance.is(0.6) ? { after, what: 'newer', tab, entry: event.entry } : event
    }
    const isSpare = event.what === 'rename' || event.what === 'erase' || event.what === 'future'
    return isSpare ? { after, what: 'newer-record', tab } : event
  })
}

function makersWith(chance: Chance, tab: () => number): Record<Act | Fault, () => Event> {
  const entry = () => Math.round(chance.even() ** 2 * 1000) / 1000
  const device = () => chance.below(DEVICE_COUNT)
  return {
    log: () => ({
      what: 'log',
      tab: tab(),
      kind: chance.pick(KINDS),
      ago: chance.is(0.3) ? null : chance.below(72 * 60),
    }),
    write: () => ({ what: 'write', tab: tab(), entry: entry(), field: chance.pick(FIELDS) }),
    correct: () => ({ what: 'correct', tab: tab(), entry: entry(), to: chance.pick(FIXES) }),
    delete: () => ({ what: 'delete', tab: tab(), entry: entry() }),
    undo: () => ({ what: 'undo', tab: tab(), entry: entry() }),
    keep: () => ({ what: 'keep', tab: tab(), entry: entry() }),
    share: () => ({
      what: 'share',
      tab: tab(),
      entry: entry(),
      opens: chance.pick(['now', 'now', 'morning', 'week']),
      words: FIELDS.filter(() => chance.is(0.5)),
    }),
    'choose-default': () => ({
      what: 'choose-default',
      tab: tab(),
      sharing: chance.pick(['me', 'morning', 'week']),
    }),
    postpone: () => ({ what: 'postpone', tab: tab() }),
    draw: () => ({ what: 'draw', tab: tab() }),
    erase: () => ({ what: 'erase', tab: tab() }),
    rename: () => ({ what: 'rename', tab: tab() }),
    future: () => ({ what: 'future', tab: tab() }),
    sync: () => ({ what: 'sync', tab: tab() }),
    link: () => ({
      what: 'link',
      device: device(),
      link: chance.is(0.4) ? 'good' : chance.pick(LINKS),
    }),
    kill: () => ({
      what: 'kill',
      tab: tab(),
      when: chance.pick(['now', 'before-commit', 'after-commit']),
    }),
    reboot: () => ({ what: 'reboot', device: device() }),
    freeze: () => ({ what: chance.is(0.4) ? 'freeze' : 'thaw', tab: tab() }),
    clock: () => ({ what: 'clock', device: device(), error: clockError(chance) }),
    fill: () => ({ what: chance.is(0.4) ? 'fill' : 'free', device: device() }),
    poison: () => ({
      what: 'poison',
      tab: tab(),
      entry: entry(),
      how: chance.pick(['epoch', 'malformed']),
    }),
    server: () => ({
      what: 'server',
      does: chance.weighted({ die: 4, start: 5, 'back-up': 2, restore: 1 }),
    }),
    sleep: () => ({ what: 'sleep', hours: chance.pick([1, 3, 8, 12, 26]) }),
  }
}

/** Mostly nothing is over when the next thing happens. */
function gap(chance: Chance): number {
  const ms = chance.pick([
    () => chance.even() * 2,
    () => chance.even() * 2,
    () => chance.even() * 40,
    () => chance.even() * 40,
    () => chance.even() * 800,
    () => chance.even() * 12_000,
  ])()
  return Math.round(ms * 100) / 100
}

function clockError(chance: Chance): number {
  if (chance.is(0.4)) return 0
  const error = (chance.even() * 2 - 1) * chance.pick([2 * 60_000, HOUR, 24 * HOUR])
  return Math.round(error)
}
