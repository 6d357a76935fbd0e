import { type ComponentType, useEffect } from 'react'
import type { HalfSaid } from '../../device/half-said.ts'
import type { Answer, ShownTogether } from '../../journal/week.ts'
import { useMessages } from '../messages/locale.tsx'
import { walk as messages } from '../messages/walk.ts'
import { Button } from '../ui/button.tsx'
import { Trouble } from '../ui/page.tsx'
import { Waiting } from '../ui/waiting.tsx'
import type { Person } from './people.ts'
import type { StepProps } from './steps.tsx'
import styles from './together-page.module.css'
import { useTogether } from './use-together.ts'
import { WalkPage } from './walk-page.tsx'

/** What differs between the things that two show each other. */
export interface Question {
  readonly about: ShownTogether
  readonly title: (voice: Person) => string
  readonly explain: string
  readonly skip: string
  /** What is said where either has left it out, and how to take that back. */
  readonly skipped: { readonly title: string; readonly about: string; readonly undo: string }
  readonly shownTitle: string
  readonly shownAbout?: string
  readonly read: (draft: HalfSaid) => Answer | null
  readonly Form: ComponentType<FormProps>
  readonly Shown: ComponentType<ShownProps>
}

export interface FormProps {
  readonly draft: HalfSaid
  readonly change: (next: Partial<HalfSaid>) => void
}

export interface ShownProps {
  readonly answers: ReadonlyMap<string, Answer>
  readonly people: readonly Person[]
}

/**
 * Two answers, shown together or not at all: asked of each in turn on one phone, of both at once on
 * two. What one has answered is put away until the other has too.
 */
export function TogetherPage(props: StepProps & { question: Question }) {
  const { walking, ways, aside, onBusy, question } = props
  const m = useMessages(messages).together
  const together = useTogether(walking, question.about, question.read)
  const isBusy = together?.phase === 'writing' && together.draft.isDirty
  useEffect(() => {
    onBusy(isBusy)
    return () => onBusy(false)
  }, [isBusy, onBusy])
  if (!together) return <Waiting />
  const common = { onStop: ways.stop, full: walking.full }
  const around = { ...common, onBack: ways.back }

  switch (together.phase) {
    case 'writing': {
      const { voice, draft, done, skip } = together
      const answer = question.read(draft.draft)
      return (
        <WalkPage
          key={voice.id}
          title={question.title(voice)}
          about={question.explain}
          on={{ label: m.done, off: answer === null, act: () => answer && done(answer) }}
          beside={{ label: question.skip, act: skip }}
          {...around}
          full={walking.full || draft.full}
        >
          {aside}
          <question.Form draft={draft.draft} change={draft.change} />
        </WalkPage>
      )
    }
    case 'passing':
      return (
        <WalkPage
          title={m.pass(together.to.name)}
          about={m.passMore}
          on={{ label: m.have(together.to.name), act: together.taken }}
          {...common}
        />
      )
    case 'showing':
      return (
        <WalkPage title={m.both} about={m.bothMore} {...common}>
          <div className={styles['shows']}>
            {walking.people.map((person) => (
              <Button
                key={person.id}
                className={`${styles['show']} ${styles[person.side]}`}
                aria-pressed={together.pressed.includes(person.id)}
                onClick={() => together.press(person.id)}
              >
                {m.show(person.name)}
              </Button>
            ))}
          </div>
        </WalkPage>
      )
    case 'waiting':
      return (
        <WalkPage title={question.shownTitle} on={{ act: ways.on }} {...around}>
          {aside}
          <output>
            {together.isOpening ? m.opening(together.other.name) : m.waiting(together.other.name)}
          </output>
        </WalkPage>
      )
    case 'shown':
      return (
        <WalkPage
          title={question.shownTitle}
          about={question.shownAbout}
          on={{ act: ways.on }}
          {...around}
        >
          {aside}
          <question.Shown answers={together.answers} people={walking.people} />
        </WalkPage>
      )
    case 'exchanged':
      return (
        <WalkPage title={question.shownTitle} on={{ act: ways.on }} {...around}>
          {aside}
          <Trouble>{m.exchanged(together.other.name)}</Trouble>
        </WalkPage>
      )
    case 'skipped':
      return (
        <WalkPage
          title={question.skipped.title}
          about={question.skipped.about}
          on={{ act: ways.on }}
          beside={
            together.afterAll ? { label: question.skipped.undo, act: together.afterAll } : undefined
          }
          {...around}
        >
          {aside}
        </WalkPage>
      )
  }
}
