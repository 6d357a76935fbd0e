import { newestOf } from './turn.ts'
import type {
  Experiment,
  HalfPart,
  Of,
  Outcome,
  Place,
  Said,
  ShownTogether,
  Spoken,
  Topic,
  WeekPart,
} from './week.ts'
import type { Step } from './week-steps.ts'

/** A part of a week as somebody wrote it. `by` is whose record it is, whoever's words it holds. */
export type Written<T = WeekPart> = T & { readonly by: string }

/** One week, as the screens show it. */
export interface WeekView {
  readonly week: string
  /** Where the walk stands; null when nobody has begun one. */
  readonly place: Written<Place> | null
  /** Who has said that they are calm enough, each by their own record. */
  readonly calm: readonly string[]
  readonly topic: Written<Topic> | null
  /** What was planned in this week for the one after. */
  readonly experiment: Written<Experiment> | null
  /** How the experiment of before went. */
  readonly outcome: Outcome | null
  /** The last experiment of an earlier week. */
  readonly before: Written<Experiment> | null
  readonly said: readonly Written<Said>[]
  readonly halves: readonly Written<HalfPart>[]
}

/** Gathers one week from everything that was ever written into any. The order of `parts` is of no account. */
export function viewWeek(parts: readonly Written[], week: string): WeekView {
  const here = parts.filter((each) => each.week === week)
  const places = only(here, 'place')
  const experiment = newestOf(only(here, 'experiment'))
  return {
    week,
    place: newestOf(places),
    calm: places.filter(({ calm }) => calm).map(({ by }) => by),
    topic: newestOf(only(here, 'topic')),
    experiment: experiment && isPlanned(experiment) ? experiment : null,
    outcome: newestOf(only(here, 'outcome'))?.went ?? null,
    before: lastExperiment(parts, week),
    said: only(here, 'said'),
    halves: only(here, 'half'),
  }
}

/** The experiment of the latest week before this one that left one. */
export function lastExperiment(
  parts: readonly Written[],
  before: string,
): Written<Experiment> | null {
  const earlier = only(parts, 'experiment').filter(({ week }) => week < before)
  const weeks = [...new Set(earlier.map(({ week }) => week))].toSorted().toReversed()
  for (const week of weeks) {
    const found = newestOf(earlier.filter((each) => each.week === week))
    if (found && isPlanned(found)) return found
  }
  return null
}

const isPlanned = ({ what }: Experiment): boolean => what !== ''

/** The weeks in which somebody began to look back, newest first. Stopped on the way in is not begun. */
export const heldWeeks = (parts: readonly Written[]): string[] =>
  [...new Set(only(parts, 'place').flatMap((each) => (isBegun(each) ? [each.week] : [])))]
    .toSorted()
    .toReversed()

const isBegun = ({ step, state }: Place): boolean => !(step === 'calm' && state === 'stopped')

/** The moments (ids of their cards) that other weeks than this one looked at closely, to their end. */
export function talkedAbout(parts: readonly Written[], week: string): ReadonlySet<string> {
  const others = heldWeeks(parts).filter((each) => each !== week)
  return new Set(
    others.flatMap((other) => {
      const { place, topic } = viewWeek(parts, other)
      return place?.state === 'finished' && topic?.of.as === 'moment' ? [topic.of.id] : []
    }),
  )
}

/** What was said to *what helped* in the weeks that looked at this, the earliest first. */
export function helpedWith(
  parts: readonly Written[],
  of: Extract<Of, { readonly id: string }>,
): readonly { readonly week: string; readonly voice: string; readonly text: string }[] {
  return heldWeeks(parts)
    .toReversed()
    .flatMap((week) => {
      const view = viewWeek(parts, week)
      const topic = view.topic?.of
      if (topic?.as !== of.as || topic.id !== of.id) return []
      const voices = view.said.flatMap(({ about, voice }) => (about === 'helped' ? [voice] : []))
      return [...new Set(voices)].toSorted().flatMap((voice) => {
        const text = saidBy(view, 'helped', voice)?.text ?? ''
        return text === '' ? [] : [{ week, voice, text }]
      })
    })
}

/**
 * The step both are on. On two phones each says for themselves that they are calm enough, and only
 * both together leave that step: nobody can be walked into it by the other.
 */
export function stepNow(
  { place, calm }: Pick<WeekView, 'place' | 'calm'>,
  members: readonly string[],
  after: Step,
): Step | null {
  if (!place) return null
  const isBothCalm = members.every((each) => calm.includes(each))
  if (place.seat !== 'two-phones') return place.step
  if (!isBothCalm) return 'calm'
  return place.step === 'calm' ? after : place.step
}

/** What `voice` said: their own record, or else the one on the other's phone. */
export const saidBy = (
  { said }: Pick<WeekView, 'said'>,
  about: Spoken,
  voice: string,
): Written<Said> | null =>
  ownFirst(
    said.filter((each) => each.about === about && each.voice === voice),
    voice,
  )

/** A person's half of what is shown together, found in the same way. */
export function halfBy(
  { halves }: Pick<WeekView, 'halves'>,
  about: ShownTogether,
  voice: string,
): Written<HalfPart> | null {
  return ownFirst(
    halves.filter((each) => each.about === about && each.voice === voice),
    voice,
  )
}

/** Words of `person` that only stand in the other's records: from a phone that both held. */
export const notYetOwn = ({ said, halves }: Pick<WeekView, 'said' | 'halves'>, person: string) => ({
  said: said.filter(
    (each) =>
      each.voice === person &&
      each.by !== person &&
      !said.some((own) => own.by === person && own.voice === person && own.about === each.about),
  ),
  halves: halves.filter(
    (each) =>
      each.voice === person &&
      each.by !== person &&
      !halves.some((own) => own.by === person && own.voice === person && own.about === each.about),
  ),
})

const ownFirst = <T extends { readonly by: string }>(all: readonly T[], voice: string) =>
  all.find(({ by }) => by === voice) ?? all[0] ?? null

type PartNamed<P extends WeekPart['part']> = Written<Extract<WeekPart, { part: P }>>
const only = <P extends WeekPart['part']>(parts: readonly Written[], part: P): PartNamed<P>[] =>
  parts.filter((each): each is PartNamed<P> => each.part === part)

/** Which of the two goes first this week: by turns, so that it is never always the same one. */
export function goesFirst(week: string, members: readonly [string, string]): string {
  const weeks = Math.floor(Date.parse(`${week}T00:00:00Z`) / (7 * 24 * 60 * 60 * 1000))
  return members[weeks % 2 === 0 ? 0 : 1]
}
