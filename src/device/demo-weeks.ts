import { type DemoWeek, DEMO_WEEKS_HELD } from '../journal/demo/weeks.ts'
import { FIRST_DAY } from '../journal/rhythm.ts'
import type { Answer, ShownTogether, WeekPart } from '../journal/week.ts'
import { toText } from '../sync/bytes.ts'
import type { Runtime } from './runtime.ts'
import { commitTo } from './week/week-commit.ts'
import { dayAt, weekAt, weekBefore } from './week/week-days.ts'

/** The ids of the demo couple. */
interface Couple {
  readonly me: string
  readonly partner: string
}

/** All that the demo couple said on the evenings they looked back, on the phone of the one whose it is. */
export function demoWeekParts(runtime: Runtime, couple: Couple): WeekPart[] {
  const beat = { day: FIRST_DAY, zone: runtime.zone() }
  const nearest = weekAt(runtime.clock(), beat)
  // The week whose day is today, or still to come, is the visitor's to look back on.
  const isOver = nearest < dayAt(runtime.clock(), beat.zone)
  const last = isOver ? nearest : weekBefore(nearest)
  return DEMO_WEEKS_HELD.flatMap((held) =>
    partsOf(held, weekBefore(last, held.ago), couple, runtime),
  )
}

function partsOf(held: DemoWeek, name: string, couple: Couple, runtime: Runtime): WeekPart[] {
  const common = { type: 'week', week: name } as const
  const voices = [couple.me, couple.partner] as const
  const { who, what, when } = held.experiment
  const planners = who === 'both' ? [...voices] : [couple[who]]
  const halves = (about: ShownTogether, answers: readonly [Answer, Answer]): WeekPart[] => {
    const commit = commitTo({ week: name, about })
    const nonces = answers.map(() => toText(runtime.random(32)))
    const commitments = answers.map((each, n) => commit(each, nonces[n] ?? '', voices[n] ?? ''))
    return answers.map((answer, n): WeekPart => {
      const [nonce = '', against = ''] = [nonces[n], commitments[1 - n]]
      const half = { as: 'opened', nonce, against, answer } as const
      return { ...common, part: 'half', about, voice: voices[n] ?? '', half }
    })
  }
  const [good, other] = held.good
  const [mine, theirs] = held.sliders
  return [
    {
      ...common,
      part: 'place',
      turn: 1,
      step: 'end',
      length: 'long',
      seat: 'one-phone',
      state: 'finished',
      calm: true,
    },
    { ...common, part: 'experiment', turn: 1, who: planners, what, when },
    ...(held.outcome ? [{ ...common, part: 'outcome' as const, turn: 1, went: held.outcome }] : []),
    ...voices.flatMap((voice, n): WeekPart[] => [
      {
        ...common,
        part: 'said',
        about: 'underneath',
        voice,
        feelings: [...(held.underneath[n]?.feelings ?? [])],
        text: held.underneath[n]?.text ?? '',
      },
      {
        ...common,
        part: 'said',
        about: 'helped',
        voice,
        feelings: [],
        text: held.helped[n] ?? '',
      },
    ]),
    ...halves('appreciation', [
      { as: 'appreciation', text: good },
      { as: 'appreciation', text: other },
    ]),
    ...halves('sliders', [
      { as: 'sliders', ...mine },
      { as: 'sliders', ...theirs },
    ]),
  ]
}
