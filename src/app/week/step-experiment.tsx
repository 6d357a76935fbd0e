import { useEffect } from 'react'
import { nameInWeek } from '../../device/half-said.ts'
import { MAX_LINE } from '../../journal/entry.ts'
import { useMessages } from '../messages/locale.tsx'
import { walk as messages } from '../messages/walk.ts'
import { Button } from '../ui/button.tsx'
import { ChoiceList } from '../ui/choice.tsx'
import { Chips } from '../ui/chips.tsx'
import { Fold } from '../ui/fold.tsx'
import { TextField } from '../ui/text-field.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useHalfSaid } from '../use-half-said.ts'
import { personOf } from './people.ts'
import styles from './step-experiment.module.css'
import type { StepProps } from './steps.tsx'
import { WalkPage } from './walk-page.tsx'

/** One small experiment for the coming week: what, when, who. Either may write it. */
export function ExperimentStep({ walking, ways, aside, onBusy }: StepProps) {
  const { phone, view, people, us, set, seat } = walking
  const m = useMessages(messages).experiment
  const kept = view.experiment
  const everyone = people.map(({ id }) => id)
  const held = useHalfSaid(phone, nameInWeek(view.week, 'experiment', 'both'), {})
  const isDirty = held?.isDirty ?? false
  useEffect(() => {
    onBusy(isDirty)
    return () => onBusy(false)
  }, [isDirty, onBusy])
  if (!held) return <Waiting />
  const { draft, change, forget } = held
  // What is not being changed here is what was kept, by whoever kept it last.
  const what = draft.what ?? kept?.what ?? ''
  const when = draft.when ?? kept?.when ?? ''
  const who = draft.who ?? kept?.who ?? everyone
  const value = who.length === 1 ? (who[0] ?? 'both') : 'both'
  const isTheirs =
    kept !== null && kept.by !== us.me.id && draft.what !== undefined && kept.what !== what

  async function keepAnd(then: () => void): Promise<void> {
    const next = { what: what.trim(), when: when.trim(), who: [...who] }
    const isSame =
      next.what === (kept?.what ?? '') &&
      next.when === (kept?.when ?? '') &&
      JSON.stringify(next.who) === JSON.stringify(kept?.who ?? everyone)
    if (!isSame) await set({ part: 'experiment', ...next })
    await forget()
    then()
  }
  const { back } = ways
  return (
    <WalkPage
      title={m.title}
      about={m.about}
      on={{ act: () => void keepAnd(ways.on) }}
      onBack={back && (() => void keepAnd(back))}
      onStop={() => void keepAnd(ways.stop)}
      full={walking.full || held.full}
    >
      {aside}
      <TextField
        label={m.what}
        lines={2}
        max={MAX_LINE}
        placeholder={m.whatPlaceholder}
        value={what}
        onChange={(next) => change({ what: next })}
      />
      {isTheirs && seat === 'two-phones' && (
        <p>
          {m.theirs(personOf(people, kept.by).name, kept.what)}{' '}
          <Button weight="plain" onClick={() => change({ what: kept.what })}>
            {m.take}
          </Button>
        </p>
      )}
      {what.trim() === '' ? (
        <Fold label={m.ideas}>
          <ul className={styles['ideas']}>
            {m.idea.map((idea) => (
              <li key={idea}>
                <Button className={styles['idea']} onClick={() => change({ what: idea })}>
                  {idea}
                </Button>
              </li>
            ))}
          </ul>
        </Fold>
      ) : (
        <>
          <div className={styles['part']}>
            <h2>{m.when}</h2>
            <Chips
              legend={m.when}
              options={m.whens.map((each) => ({ value: each, label: each }))}
              chosen={[when]}
              onToggle={(each) => change({ when: each === when ? '' : each })}
            />
            <TextField
              label={m.whenOwn}
              max={MAX_LINE}
              value={m.whens.includes(when) ? '' : when}
              onChange={(next) => change({ when: next })}
            />
          </div>
          {people.length > 1 && (
            <ChoiceList
              legend={m.who}
              options={[
                { value: 'both', label: m.both },
                ...people.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              value={value}
              onChoose={(id) => change({ who: id === 'both' ? everyone : [id] })}
            />
          )}
        </>
      )}
    </WalkPage>
  )
}
