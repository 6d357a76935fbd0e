import type { Of } from '../../journal/week.ts'
import { goesFirst } from '../../journal/week-view.ts'
import { sayThen } from '../messages/dates.ts'
import { sayOnDay } from '../messages/days.ts'
import { kinds } from '../messages/kinds.ts'
import { useMessages } from '../messages/locale.tsx'
import { tide } from '../messages/tide.ts'
import { walk as messages } from '../messages/walk.ts'
import { sayLoop } from '../tide/rule-row.tsx'
import { ChoiceList } from '../ui/choice.tsx'
import { Fold } from '../ui/fold.tsx'
import { Waiting } from '../ui/waiting.tsx'
import type { StepProps } from './steps.tsx'
import { type Topic, topicsOf } from './topics.ts'
import { useLooked } from './use-looked.ts'
import { WalkPage } from './walk-page.tsx'

/** One loop, or one moment where there is none, or something that is only said. Or nothing. */
export function TopicStep({ walking, ways, aside }: StepProps) {
  const { view, people, us, now, set } = walking
  const m = useMessages(messages).topic
  const k = useMessages(kinds)
  const t = useMessages(tide).loop
  const paired = people.length > 1
  const looked = useLooked(view.week, walking.beat.zone, paired)
  if (!looked) return <Waiting />
  const { first, moments } = topicsOf(looked)
  const chosen = view.topic?.of ?? null
  const begins = view.topic?.begins ?? goesFirst(view.week, [people[0]!.id, people.at(-1)!.id])

  const choose = (of: Of) => void set({ part: 'topic', of, begins: paired ? begins : null })
  const sayTopic = (topic: Topic): string => {
    if ('loop' in topic) {
      const what = sayLoop(topic.loop, null, t)
      return topic.at === 0 ? what : `${what} (${sayOnDay(topic.at, now)})`
    }
    const { move, mine } = topic.moment
    const name = people.find(({ id }) => (id === us.me.id) === mine)?.name ?? ''
    const who = paired ? k.named[move.kind](name) : k.mine[move.kind]
    const what = `${who}, ${sayThen(move.at, now)}`
    return topic.marked ? m.marked(what) : what
  }
  const option = (topic: Topic) => ({ value: topic.value, label: sayTopic(topic) })
  const all = [...first, ...moments]
  const value = all.find(({ of }) => isSame(of, chosen))?.value ?? chosen?.as ?? null
  const pick = (next: string) =>
    choose(
      all.find((each) => each.value === next)?.of ?? { as: next === 'spoken' ? next : 'nothing' },
    )
  const isMomentChosen = moments.some((each) => each.value === value)
  return (
    <WalkPage
      title={paired ? m.title : m.alone}
      about={m.about}
      on={{ act: ways.on }}
      onBack={ways.back}
      onStop={ways.stop}
      full={walking.full}
    >
      {aside}
      <ChoiceList
        legend={m.list}
        hideLegend
        options={[
          ...first.map(option),
          ...(moments.length <= 3 ? moments.map(option) : []),
          { value: 'spoken', label: m.spoken },
          { value: 'nothing', label: m.nothing },
        ]}
        value={value}
        onChoose={pick}
      />
      {moments.length > 3 && (
        <Fold label={m.moments} open={isMomentChosen}>
          <ChoiceList
            legend={m.moments}
            hideLegend
            options={moments.map(option)}
            value={value}
            onChoose={pick}
          />
        </Fold>
      )}
      {paired && chosen && chosen.as !== 'nothing' && (
        <ChoiceList
          legend={m.begins}
          options={people.map(({ id, name }) => ({ value: id, label: name }))}
          value={begins}
          onChoose={(id) => void set({ part: 'topic', of: chosen, begins: id })}
        />
      )}
    </WalkPage>
  )
}

const isSame = (a: Of, b: Of | null): boolean =>
  b !== null && a.as === b.as && ('id' in a ? a.id : '') === ('id' in b ? b.id : '')
