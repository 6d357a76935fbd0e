import { useState } from 'react'
import { filledFields, type WordField } from '../../journal/entry.ts'
import type { Visibility } from '../../device/moments/read.ts'
import { cardOf, type Choice } from '../../device/moments/share.ts'
import type { Us } from '../../device/couple/us.ts'
import { useMessages } from '../messages/locale.tsx'
import { sharing } from '../messages/sharing.ts'
import { Button } from '../ui/button.tsx'
import { CardShown } from '../ui/card-shown.tsx'
import { Check, ChoiceList } from '../ui/choice.tsx'
import { Quiet, Stack } from '../ui/page.tsx'
import type { Draft } from './use-draft.ts'
import { sayWhichMorning } from './which-morning.ts'

const MINE = ['me', 'me-out'] as const
const OURS = ['morning', 'week', 'now'] as const
type Option = (typeof MINE)[number] | (typeof OURS)[number]

/** Who may see a moment. Anything that opens is confirmed under the exact card the other will get. */
export function SharingChoice(props: {
  draft: Draft
  visible: Visibility
  us: Us
  clock: number
  /** When it would open with "morning", in ms. */
  morning: number
  onConfirm: (choice: Choice) => void
}) {
  const { draft, visible, us, clock, morning, onConfirm } = props
  const m = sayWhichMorning(useMessages(sharing), clock, morning)
  const [option, setOption] = useState<Option>(() => optionOf(visible))
  const [words, setWords] = useState<readonly WordField[]>(visible.to === 'us' ? visible.words : [])
  const open = visible.to === 'us' && visible.open
  const paired = us.couple !== null && !us.closed
  const options = open ? [...MINE, 'now' as const] : [...MINE, ...(paired ? OURS : [])]
  const opens = option === 'me' || option === 'me-out' ? null : option
  const filled = filledFields(draft.words)
  const going = filled.filter((field) => words.includes(field))
  const name = us.partner?.name ?? m.them

  return (
    <Stack>
      <ChoiceList
        legend={m.title}
        hideLegend
        options={options.map((value) => ({ value, ...sayOption(value, open, name, m) }))}
        value={option}
        onChoose={setOption}
      />
      {!paired && <Quiet>{m.alone}</Quiet>}
      {opens && filled.length > 0 && (
        <fieldset>
          <legend>{m.whichWords}</legend>
          {filled.map((field) => (
            <Check
              key={field}
              label={m.field[field]}
              checked={words.includes(field)}
              onChange={(checked) =>
                setWords(checked ? [...words, field] : words.filter((each) => each !== field))
              }
            />
          ))}
          {words.includes('felt') && <Quiet>{m.surfaceNote}</Quiet>}
        </fieldset>
      )}
      {opens && (
        <>
          <Quiet>{m.preview(name)}</Quiet>
          <CardShown
            card={cardOf(draft, going)}
            author={us.me.name ?? m.you}
            side={us.side}
            clock={clock}
          />
        </>
      )}
      <Button weight="main" onClick={() => onConfirm(toChoice(option, going))}>
        {open && opens ? m.confirm.same : m.confirm[option]}
      </Button>
    </Stack>
  )
}

function sayOption(option: Option, open: boolean, name: string, m: typeof sharing) {
  return open && option === 'now'
    ? { label: m.choice.isOpen(name), about: m.about.isOpen }
    : { label: m.choice[option], about: m.about[option] }
}

function optionOf(visible: Visibility): Option {
  if (visible.to === 'me') return visible.loops ? 'me' : 'me-out'
  return visible.open ? 'now' : visible.opens
}

function toChoice(option: Option, words: readonly WordField[]): Choice {
  if (option === 'me' || option === 'me-out') return { with: 'me', loops: option === 'me' }
  return { with: 'us', opens: option, words }
}
