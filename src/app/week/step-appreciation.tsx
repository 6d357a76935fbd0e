import { MAX_NOTE } from '../../journal/entry.ts'
import { useMessages } from '../messages/locale.tsx'
import { walk as messages } from '../messages/walk.ts'
import { Stack } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { otherThan, personOf } from './people.ts'
import { SaidShown } from './said.tsx'
import type { StepProps } from './steps.tsx'
import { type FormProps, type Question, type ShownProps, TogetherPage } from './together-page.tsx'

/** Something good about the other, each, and both shown at the same time. */
export function AppreciationStep(props: StepProps) {
  const { people } = props.walking
  const m = useMessages(messages).good
  const question: Question = {
    about: 'appreciation',
    title: (voice) => m.title(voice.name, otherThan(people, voice.id).name),
    explain: m.about,
    skip: m.aloud,
    skipped: m.saidAloud,
    shownTitle: m.shown,
    read: ({ text = '' }) =>
      text.trim() === '' || text.length > MAX_NOTE
        ? null
        : { as: 'appreciation', text: text.trim() },
    Form,
    Shown,
  }
  return <TogetherPage {...props} question={question} />
}

function Form({ draft, change }: FormProps) {
  const m = useMessages(messages).good
  return (
    <TextField
      label={m.label}
      lines={4}
      max={MAX_NOTE}
      value={draft.text ?? ''}
      onChange={(text) => change({ text })}
    />
  )
}

function Shown({ answers, people }: ShownProps) {
  const m = useMessages(messages).good
  return (
    <Stack>
      {[...answers].map(([voice, answer]) => {
        if (answer.as !== 'appreciation') return null
        const person = personOf(people, voice)
        return (
          <SaidShown key={voice} person={person} label={m.of(person.name)} text={answer.text} />
        )
      })}
    </Stack>
  )
}
