import { lazy } from 'react'
import { MAX_LINE, MAX_NOTE, type Words } from '../../journal/entry.ts'
import { MAX_TRIGGERS, SITUATIONS } from '../../journal/move.ts'
import { entry } from '../messages/entry.ts'
import { useMessages } from '../messages/locale.tsx'
import { situations } from '../messages/situations.ts'
import { Chips } from '../ui/chips.tsx'
import { toggle } from '../ui/toggle.ts'
import { TextField } from '../ui/text-field.tsx'
import { RequestField } from './request.tsx'
import type { Step } from './steps.ts'
import { Strength } from './strength.tsx'
import type { Draft, DraftState } from './use-draft.ts'
import { When } from './when.tsx'

/** Comes with its ninety words, which the hot minute has no use for. */
const Feelings = lazy(async () => ({ default: (await import('./feelings.tsx')).Feelings }))

/** One question, and what was answered so far. Which sharing is chosen has a page of its own. */
export function Question(props: {
  step: Exclude<Step, 'sharing'>
  draft: Draft
  kept: string
  now: number
  zone: string
  holdMeant: DraftState['holdMeant']
  onChange: (next: Partial<Draft>) => void
}) {
  const { step, draft, kept, now, zone, holdMeant, onChange } = props
  const { move, words } = draft
  const m = useMessages(entry)
  const write = (next: Words) => onChange({ words: { ...words, ...next } })
  switch (step) {
    case 'strength':
      return (
        <Strength
          kind={move.kind}
          value={move.intensity}
          onChange={(intensity) => onChange({ move: { ...move, intensity } })}
        />
      )
    case 'when':
      return (
        <When
          at={move.at}
          kept={kept}
          now={now}
          zone={zone}
          onChange={(at) => onChange({ move: { ...move, at } })}
        />
      )
    case 'situations':
      return <Situations draft={draft} onChange={onChange} />
    case 'felt':
    case 'underneath':
      return (
        <Feelings
          layer={step}
          chosen={words[step] ?? []}
          holdMeant={holdMeant}
          onChange={(chosen) => write({ [step]: chosen })}
        />
      )
    case 'note':
    case 'story':
      return (
        <TextField
          key={step}
          label={m.steps[step]}
          hideLabel
          lines={6}
          max={MAX_NOTE}
          takesFocus
          value={words[step] ?? ''}
          onChange={(text) => write({ [step]: text })}
        />
      )
    case 'request':
      return (
        <RequestField value={words.request ?? ''} onChange={(text) => write({ request: text })} />
      )
    case 'needed':
      return (
        <TextField
          key={step}
          label={m.steps[step]}
          hideLabel
          lines={3}
          max={MAX_LINE}
          takesFocus
          value={words[step] ?? ''}
          onChange={(text) => write({ [step]: text })}
        />
      )
  }
}

function Situations(props: { draft: Draft; onChange: (next: Partial<Draft>) => void }) {
  const { draft, onChange } = props
  const { move, words } = draft
  const m = useMessages(entry)
  const s = useMessages(situations)
  const chosen = move.triggers ?? []

  function set(triggers: readonly string[], situation: string): void {
    const listed = triggers.filter((code) => code !== 'own').slice(0, MAX_TRIGGERS - 1)
    const all = situation.trim() === '' ? listed : [...listed, 'own']
    onChange({ move: { ...move, triggers: all }, words: { ...words, situation } })
  }

  return (
    <>
      <Chips
        legend={m.steps.situations}
        options={SITUATIONS.filter((code) => code !== 'own').map((code) => ({
          value: code,
          label: s[code],
        }))}
        chosen={chosen}
        onToggle={(code) => set(toggle(chosen, code), words.situation ?? '')}
      />
      <TextField
        label={m.own}
        max={MAX_LINE}
        value={words.situation ?? ''}
        onChange={(text) => set(chosen, text)}
      />
    </>
  )
}
