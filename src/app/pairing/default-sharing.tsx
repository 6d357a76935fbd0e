import { useState } from 'react'
import { chooseDefault, readDefault } from '../../device/share.ts'
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
  const chosen = useLive(readDefault)
  const [failed, setFailed] = useState(false)
  if (!chosen) return null
  return (
    <Stack>
      <ChoiceList
        legend={m.title}
        options={CHOICES.map((value) => ({ value, label: m[value], about: m[`${value}About`] }))}
        value={chosen}
        onChoose={(value) => {
          chooseDefault(phone, value).then(
            (saved) => setFailed(!saved.ok),
            () => setFailed(true),
          )
        }}
      />
      <Quiet>{m.about}</Quiet>
      {failed && <Trouble>{m.failed}</Trouble>}
    </Stack>
  )
}
