import { OUTCOMES } from '../../journal/week.ts'
import { useMessages } from '../messages/locale.tsx'
import { walk as messages } from '../messages/walk.ts'
import { ChoiceList } from '../ui/choice.tsx'
import { Plan } from './plan.tsx'
import type { StepProps } from './steps.tsx'
import { WalkPage } from './walk-page.tsx'

/** How the last experiment went. There is no wrong answer, and none is needed. */
export function BeforeStep({ walking, ways, aside }: StepProps) {
  const { view, people, full, set } = walking
  const m = useMessages(messages).before
  return (
    <WalkPage
      title={m.title}
      on={{ act: ways.on }}
      onBack={ways.back}
      onStop={ways.stop}
      full={full}
    >
      {aside}
      {view.before && <Plan plan={view.before} people={people} />}
      <ChoiceList
        legend={m.went}
        hideLegend
        options={OUTCOMES.map((value) => ({ value, label: m.outcome[value] }))}
        value={view.outcome}
        onChoose={(went) => void set({ part: 'outcome', went })}
      />
    </WalkPage>
  )
}
