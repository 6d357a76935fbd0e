import { useEffect, useState } from 'react'
import { nameInWeek } from '../../device/half-said.ts'
import { sayInWeek } from '../../device/week/week-write.ts'
import { MAX_NOTE } from '../../journal/entry.ts'
import type { Said, Spoken } from '../../journal/week.ts'
import { goesFirst, saidBy } from '../../journal/week-view.ts'
import { UNDERNEATH } from '../messages/feelings.ts'
import { useSayFeeling } from '../messages/say-feeling.ts'
import { useMessages } from '../messages/locale.tsx'
import { walk as messages } from '../messages/walk.ts'
import { Chips } from '../ui/chips.tsx'
import { TextField } from '../ui/text-field.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useHalfSaid } from '../use-half-said.ts'
import { otherThan, type Person, personOf } from './people.ts'
import { SaidShown } from './said.tsx'
import type { StepProps } from './steps.tsx'
import { WalkPage } from './walk-page.tsx'

/**
 * What was good, what was underneath, what helped: a few words each, or none. On one phone one after
 * the other; on two both at once, and the other's words appear when they have kept them.
 */
export function SaidStep(props: StepProps & { about: Spoken }) {
  const { walking, ways } = props
  const { people, view, seat, us } = walking
  const isShared = seat === 'one-phone'
  const firstId = isShared ? goesFirst(view.week, [people[0]!.id, people.at(-1)!.id]) : us.me.id
  const [voiceId, setVoiceId] = useState(firstId)
  const voice = personOf(people, voiceId)
  const other = otherThan(people, voiceId)
  const isFirst = voiceId === firstId
  return (
    <OneVoice
      {...props}
      key={voiceId}
      voice={voice}
      other={seat === 'two-phones' ? other : null}
      ways={{
        stop: ways.stop,
        on: isShared && isFirst ? () => setVoiceId(other.id) : ways.on,
        ...(isShared && !isFirst
          ? { back: () => setVoiceId(firstId) }
          : ways.back
            ? { back: ways.back }
            : {}),
      }}
    />
  )
}

function OneVoice(props: StepProps & { about: Spoken; voice: Person; other: Person | null }) {
  const { walking, ways, aside, onBusy, about, voice, other } = props
  const { phone, view, keep, people } = walking
  const m = useMessages(messages)
  const sayFeeling = useSayFeeling()
  const said = saidBy(view, about, voice.id)
  const theirs = other && saidBy(view, about, other.id)
  const name = nameInWeek(view.week, about, voice.id)
  const held = useHalfSaid(phone, name, {
    text: said?.text ?? '',
    feelings: said?.feelings ?? [],
  })
  const isDirty = held?.isDirty ?? false
  useEffect(() => {
    onBusy(isDirty)
    return () => onBusy(false)
  }, [isDirty, onBusy])
  if (!held) return <Waiting />
  const { draft, change, forget } = held
  const { text = '', feelings = [] } = draft

  async function keepAnd(then: () => void): Promise<void> {
    const words: Omit<Said, 'type' | 'part'> = {
      week: view.week,
      about,
      voice: voice.id,
      text: text.trim(),
      feelings,
    }
    const isSame = (said?.text ?? '') === words.text && sameList(said?.feelings ?? [], feelings)
    if (!isSame && !(await keep(sayInWeek(phone, words)))) return
    await forget()
    then()
  }
  const isAlone = people.length === 1
  const titles = {
    good: m.good.alone,
    underneath: isAlone ? m.underneath.alone : m.underneath.title(voice.name),
    helped: isAlone ? m.helped.alone : m.helped.title(voice.name),
  }
  const abouts = {
    good: m.good.about,
    underneath: m.underneath.about,
    helped: isAlone ? m.helped.aboutAlone : m.helped.about,
  }
  const { back } = ways
  return (
    <WalkPage
      title={titles[about]}
      about={abouts[about]}
      on={{ act: () => void keepAnd(ways.on) }}
      onBack={back && (() => void keepAnd(back))}
      onStop={() => void keepAnd(ways.stop)}
      full={walking.full || held.full}
    >
      {aside}
      {about === 'underneath' && (
        <Chips
          legend={m.underneath.feelings}
          options={UNDERNEATH.map((value) => ({ value, label: sayFeeling(value) }))}
          chosen={feelings}
          onToggle={(value) =>
            change({
              feelings: feelings.includes(value)
                ? feelings.filter((each) => each !== value)
                : [...feelings, value],
            })
          }
        />
      )}
      <TextField
        label={about === 'good' ? m.good.label : m.helped.label}
        lines={3}
        max={MAX_NOTE}
        value={text}
        onChange={(next) => change({ text: next })}
      />
      {other && theirs && (
        <SaidShown
          person={other}
          label={m.saidBy(other.name)}
          text={theirs.text}
          feelings={theirs.feelings}
        />
      )}
    </WalkPage>
  )
}

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b)
