import { useState } from 'react'
import { readDefault } from '../../device/moments/opening.ts'
import { chooseDefault } from '../../device/moments/share.ts'
import { AskFirst, useCanAsk } from '../lock/ask-first.tsx'
import { useMessages } from '../messages/locale.tsx'
import { pairing } from '../messages/pairing.ts'
import { ChoiceList } from '../ui/choice.tsx'
import { Quiet, Stack, Trouble } from '../ui/page.tsx'
import { useLive, usePhone } from '../world.tsx'

const CHOICES = ['morning', 'week', 'me'] as const

/** What happens to new moments: each chooses for themselves, and the other never sees which. */
export function DefaultSharing() {
  const m = useMessages(pairing).defaults
  const phone = usePhone()
  const kept = useLive(readDefault)
  // What was tapped is shown at once; what is kept follows a moment later.
  const [tapped, setTapped] = useState<typeof kept>(undefined)
  const [failed, setFailed] = useState(false)
  const isLocked = useCanAsk()
  const [asked, setAsked] = useState<typeof kept>(undefined)
  if (!kept) return null

  async function choose(value: NonNullable<typeof kept>): Promise<void> {
    setTapped(value)
    const saved = await chooseDefault(phone, value).catch(() => ({ ok: false }))
    setFailed(!saved.ok)
    if (!saved.ok) setTapped(undefined)
  }

  return (
    <Stack>
      <ChoiceList
        legend={m.title}
        options={CHOICES.map((value) => ({ value, label: m[value], about: m[`${value}About`] }))}
        value={tapped ?? kept}
        onChoose={(value) => {
          // Who holds the phone for a minute must not decide what the other will see from now on.
          if (isLocked !== false && value !== 'me' && value !== kept) setAsked(value)
          else void choose(value)
        }}
      />
      {asked && (
        <AskFirst
          onSure={() => {
            setAsked(undefined)
            void choose(asked)
          }}
          onNot={() => setAsked(undefined)}
        />
      )}
      <Quiet>{m.about}</Quiet>
      {failed && <Trouble>{m.failed}</Trouble>}
    </Stack>
  )
}
