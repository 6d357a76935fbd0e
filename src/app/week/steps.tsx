import { lazy, type ReactNode } from 'react'
import type { Step } from '../../journal/week-steps.ts'
import { WaitForCalm } from './beginning.tsx'
import { BeforeStep } from './step-before.tsx'
import { EndStep } from './step-end.tsx'
import { ExperimentStep } from './step-experiment.tsx'
import { GlanceStep } from './step-glance.tsx'
import { SaidStep } from './step-said.tsx'
import { TellStep } from './step-tell.tsx'
import { TopicStep } from './step-topic.tsx'
import { AppreciationStep } from './step-appreciation.tsx'
import type { Walking } from './use-walk.ts'

// The slider is the one heavy piece, and comes last.
const SlidersStep = lazy(async () => ({
  default: (await import('./step-sliders.tsx')).SlidersStep,
}))

/** The ways from a screen: on, back where there is one, and out. */
export interface Ways {
  readonly on: () => void
  readonly back?: () => void
  readonly stop: () => void
}

/** What every step is given. */
export interface StepProps {
  readonly walking: Walking
  readonly ways: Ways
  /** Something to say above the step itself. */
  readonly aside: ReactNode
  /** Tells that somebody is in the middle of a sentence. */
  readonly onBusy: (isBusy: boolean) => void
}

/** The screen of one step. `out` is the way back to the journal, at the end. */
export function StepShown(props: StepProps & { step: Step; out: ReactNode }) {
  const { step, out, ...rest } = props
  switch (step) {
    case 'calm':
      return <WaitForCalm walking={rest.walking} onStop={rest.ways.stop} />
    case 'before':
      return <BeforeStep {...rest} />
    case 'good':
      return rest.walking.people.length > 1 ? (
        <AppreciationStep {...rest} />
      ) : (
        <SaidStep about="good" {...rest} />
      )
    case 'glance':
      return <GlanceStep {...rest} />
    case 'topic':
      return <TopicStep {...rest} />
    case 'tell':
    case 'hear':
    case 'tell-swap':
    case 'hear-swap':
      return <TellStep step={step} {...rest} />
    case 'underneath':
    case 'helped':
      return <SaidStep about={step} {...rest} />
    case 'experiment':
      return <ExperimentStep {...rest} />
    case 'sliders':
      return <SlidersStep {...rest} />
    case 'end':
      return <EndStep walking={rest.walking} out={out} />
  }
}
