import type { HalfSaid } from '../../device/half-said.ts'
import { type Answer, SLIDERS } from '../../journal/week.ts'
import { useMessages } from '../messages/locale.tsx'
import { walk as messages } from '../messages/walk.ts'
import { SlidersAsked } from './sliders.tsx'
import { SlidersShown } from './sliders-shown.tsx'
import type { StepProps } from './steps.tsx'
import { type FormProps, type Question, TogetherPage } from './together-page.tsx'

/** Close, open, at ease: three lines without a starting place, shown together or not at all. */
export function SlidersStep(props: StepProps) {
  const m = useMessages(messages)
  const question: Question = {
    about: 'sliders',
    title: (voice) => m.sliders.title(voice.name),
    explain: m.sliders.about,
    skip: m.together.notNow,
    skipped: m.sliders.notShown,
    shownTitle: m.sliders.shown,
    shownAbout: m.sliders.shownAbout,
    read: readSliders,
    Form,
    Shown: SlidersShown,
  }
  return <TogetherPage {...props} question={question} />
}

function Form({ draft, change }: FormProps) {
  return <SlidersAsked placed={draft} onPlace={change} />
}

/** All three placed, or nothing yet. */
function readSliders(draft: HalfSaid): Answer | null {
  const [close, open, ease] = SLIDERS.map((slider) => draft[slider])
  if (close === undefined || open === undefined || ease === undefined) return null
  return { as: 'sliders', close, open, ease }
}
