import { dayOf, instantOn, mondayOf, writeDay, writeInstant, type Zone } from './demo/calendar.ts'
import { EARLY } from './demo/early.ts'
import { LAST_DAYS, LATE } from './demo/late.ts'
import { madeUpId } from './demo/made-up-id.ts'
import { MIDDLE } from './demo/middle.ts'
import { type Line, readScript, type Scene } from './demo/script.ts'
import { TURNING } from './demo/turning.ts'
import { filledFields, ONLY_ME, type Sharing, type WordField, type Words } from './entry.ts'
import { compareMoves, type Move } from './move.ts'

/**
 * Half a year of a couple who do not exist, for everybody who wants to look around first. Noa bakes
 * and rises at half past four; Remy does the sound in a theatre and comes home at eleven; Biscuit is
 * a dog. It is seen from Noa's phone, so what Remy keeps private is not here at all.
 */
export const DEMO_COUPLE = { me: 'Noa', partner: 'Remy' } as const

export interface DemoSeason {
  readonly me: string
  readonly partner: string
  /** The first and the last day, as dates. The last is yesterday. */
  readonly from: string
  readonly to: string
  /** In the order of the timeline. */
  readonly moments: readonly DemoMoment[]
  readonly ownLoops: readonly DemoOwnLoop[]
}

export type DemoMoment = MyDemoMoment | PartnerDemoMoment

/** With `type: 'entry'` its move, words and sharing are an entry. */
export interface MyDemoMoment {
  readonly author: 'me'
  readonly id: string
  readonly move: Move
  readonly words: Words
  readonly shown: 'private' | 'waiting' | 'opened'
  readonly sharing: Sharing
}

/** What a card of the partner's shows; without words it was opened alone. */
export interface PartnerDemoMoment {
  readonly author: 'partner'
  readonly id: string
  readonly move: Move
  readonly words: Words
  readonly shown: 'opened'
}

/** A loop that the couple drew themselves, from moments that both can see. */
export interface DemoOwnLoop {
  readonly id: string
  readonly name: string
  readonly entries: readonly string[]
}

export const DEMO_WEEKS = 26
const DEMO_DAYS = DEMO_WEEKS * 7
/** So many days are told from yesterday backwards; before them the script keeps its weekdays. */
const LAST = 4
const MORNING = 9 * 60

/**
 * The season that ends yesterday, seen at `now`. Equal arguments give an equal season. What happens
 * keeps its id and its weekday, and within a week its date.
 */
export function demoSeason(now: number, zone: Zone): DemoSeason {
  const today = dayOf(now, zone)
  const told = scenesUntil(today).map((scene) => tellScene(scene, today, zone))
  return {
    ...DEMO_COUPLE,
    from: writeDay(today - DEMO_DAYS),
    to: writeDay(today - 1),
    moments: told.flatMap(({ moments }) => moments).toSorted(byTime),
    ownLoops: told.flatMap(({ ownLoop }) => ownLoop ?? []),
  }
}

/** A scene, the day its lines count from, and its place in the script. */
interface PlacedScene extends Scene {
  readonly start: number
  readonly place: number
}

/**
 * The scenes of the season. One that would begin too early or reach into the last days is left out
 * as a whole, since half a loop is another story.
 */
function scenesUntil(today: number): PlacedScene[] {
  const firstMonday = mondayOf(today) - DEMO_DAYS
  const weeks = [EARLY, TURNING, MIDDLE, LATE].flatMap(readScript)
  const usual = weeks.flatMap((scenes, n) =>
    scenes.map((scene, k) => ({ ...scene, start: firstMonday + n * 7, place: n * 100 + k })),
  )
  const last = readScript(LAST_DAYS).flat()
  return [
    ...usual.filter(
      ({ start, lines }) =>
        lines.every(({ day }) => start + day >= today - DEMO_DAYS) &&
        lines.every(({ day }) => start + day < today - LAST),
    ),
    ...last.map((scene, k) => ({ ...scene, start: today, place: weeks.length * 100 + k })),
  ]
}

interface ToldScene {
  readonly moments: DemoMoment[]
  readonly ownLoop: DemoOwnLoop | null
}

function tellScene(scene: PlacedScene, today: number, zone: Zone): ToldScene {
  const idOf = (n: number) => madeUpId(scene.place * 100 + n)
  const moments = scene.lines.map((line, n) => {
    const moment = tellMoment(line, scene.start + line.day, today, zone)
    return { ...moment, id: idOf(n) }
  })
  if (scene.name === null) return { moments, ownLoop: null }
  const entries = moments.filter(({ shown }) => shown === 'opened').map(({ id }) => id)
  return { moments, ownLoop: { id: idOf(99), name: scene.name, entries } }
}

type Told = Omit<MyDemoMoment, 'id'> | Omit<PartnerDemoMoment, 'id'>

function tellMoment(line: Line, day: number, today: number, zone: Zone): Told {
  const at = instantOn(day, line.minute, zone)
  const move = moveOf(line, writeInstant(at, zone))
  const { words } = line
  const fields = line.seen === 'alone' ? [] : fieldsOnCard(words)
  if (line.who === 'R')
    return { author: 'partner', move, words: pick(words, fields), shown: 'opened' }
  if (line.seen === 'private') {
    return { author: 'me', move, words, shown: 'private', sharing: ONLY_ME }
  }
  const isWaiting = line.seen === 'tomorrow'
  const opens = line.seen === 'now' ? 'now' : 'morning'
  const opensAt = opens === 'now' ? at : instantOn((isWaiting ? today : day) + 1, MORNING, zone)
  return {
    author: 'me',
    move,
    words,
    shown: isWaiting ? 'waiting' : 'opened',
    sharing: {
      with: 'us',
      number: 1,
      opens,
      opensAt: new Date(opensAt).toISOString(),
      words: fields,
    },
  }
}

function moveOf({ kind, intensity, situations }: Line, at: string): Move {
  const move = { kind, at, intensity }
  return situations.length === 0 ? move : { ...move, triggers: [...situations] }
}

/** Everything but the surface words: they judge, and neither of the two puts them on a card. */
function fieldsOnCard(words: Words): WordField[] {
  return filledFields(words).filter((field) => field !== 'felt')
}

function pick(words: Words, fields: readonly WordField[]): Words {
  const picked: Words = {}
  for (const field of fields) Object.assign(picked, { [field]: words[field] })
  return picked
}

function byTime(a: DemoMoment, b: DemoMoment): number {
  return compareMoves({ ...a.move, id: a.id }, { ...b.move, id: b.id })
}
