import { useMessages } from '../messages/locale.tsx'
import { walk as messages } from '../messages/walk.ts'
import { goesFirst } from '../../journal/week-view.ts'
import { otherThan, personOf } from './people.ts'
import type { StepProps } from './steps.tsx'
import { TopicShown } from './topic-shown.tsx'
import { WalkPage } from './walk-page.tsx'

/** One speaks, the other says back what they heard; then the other way round. */
export function TellStep(props: StepProps & { step: 'tell' | 'hear' | 'tell-swap' | 'hear-swap' }) {
  const { step, walking, ways, aside } = props
  const { people, view } = walking
  const m = useMessages(messages)
  const first = personOf(
    people,
    view.topic?.begins ?? goesFirst(view.week, [people[0]!.id, people.at(-1)!.id]),
  )
  const second = otherThan(people, first.id)
  const [teller, hearer] = step === 'tell' || step === 'hear' ? [first, second] : [second, first]
  const isTelling = step === 'tell' || step === 'tell-swap'
  return (
    <WalkPage
      title={isTelling ? m.tell.title(teller.name) : m.hear.title(hearer.name)}
      about={
        isTelling ? m.tell.about(teller.name, hearer.name) : m.hear.about(hearer.name, teller.name)
      }
      on={{ act: ways.on }}
      onBack={ways.back}
      onStop={ways.stop}
      full={walking.full}
    >
      {aside}
      {isTelling && <TopicShown walking={walking} />}
    </WalkPage>
  )
}
