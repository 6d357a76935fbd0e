import type { ReactNode } from 'react'
import { entry } from '../messages/entry.ts'
import { useMessages } from '../messages/locale.tsx'
import { Button } from '../ui/button.tsx'
import { Page, Quiet, Trouble } from '../ui/page.tsx'
import { Question } from './question.tsx'
import { sayTrouble } from './trouble.ts'
import styles from './step-page.module.css'
import type { Step } from './steps.ts'
import type { DraftState } from './use-draft.ts'

/** One question on the screen. *Enough for now* stands in the same place under each. */
export function StepPage(props: {
  id: string
  step: Step
  state: DraftState
  kept: string
  now: number
  zone: string
  onEnough: () => void
  onNext: (() => void) | null
  /** Who may see it brings its own content. */
  children: ReactNode
}) {
  const { id, step, state, kept, now, zone, onEnough, onNext, children } = props
  const { draft, trouble, change } = state
  const m = useMessages(entry)
  const hint = (m.hints as Readonly<Record<string, string>>)[step]
  return (
    <Page key={step} title={m.steps[step]} back={{ href: `/entry/${id}`, label: m.whole }}>
      {hint && <Quiet>{hint}</Quiet>}
      {step === 'sharing' ? (
        children
      ) : (
        <Question
          key={step}
          step={step}
          draft={draft}
          kept={kept}
          now={now}
          zone={zone}
          holdMeant={state.holdMeant}
          onChange={change}
        />
      )}
      {trouble && <Trouble>{sayTrouble(trouble, m)}</Trouble>}
      <div className={styles['foot']}>
        <Button onClick={onEnough}>{m.enough}</Button>
        {onNext && (
          <Button weight="plain" onClick={onNext}>
            {m.next}
          </Button>
        )}
      </div>
    </Page>
  )
}
