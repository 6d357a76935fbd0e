import { useState } from 'react'
import { readUs } from '../../device/couple/us.ts'
import { dropLate, type Late, readLate, takeLate } from '../../device/sync/late.ts'
import { AskFirst, useCanAsk } from '../lock/ask-first.tsx'
import { sayThen } from '../messages/dates.ts'
import { kinds } from '../messages/kinds.ts'
import { useMessages } from '../messages/locale.tsx'
import { setAside } from '../messages/set-aside.ts'
import { settings } from '../messages/settings.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { Page, Quiet, Section, Stack } from '../ui/page.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useLive, usePhone } from '../world.tsx'

/** What came under the keys of a removed phone: shown as it says it is, and taken in or left out by hand. */
export function SetAsideScreen() {
  const m = useMessages(setAside)
  const s = useMessages(settings)
  const late = useLive(readLate)
  const us = useLive(readUs)
  if (!late || !us) return <Waiting />
  return (
    <Page title={m.title} back={{ href: '/us', label: s.title }}>
      <p>{late.length === 0 ? m.none : m.about}</p>
      {late.map((row) => (
        <Row key={row.id} row={row} partner={us.partner?.name ?? m.them} />
      ))}
    </Page>
  )
}

function Row(props: { row: Late; partner: string }) {
  const { row, partner } = props
  const m = useMessages(setAside)
  const k = useMessages(kinds)
  const phone = usePhone()
  const canAsk = useCanAsk()
  const [isAsked, setAsked] = useState(false)
  const { id, isOwn, move } = row
  const take = () => void takeLate(phone, id)
  const what = move && (isOwn ? k.mine[move.kind] : k.named[move.kind](partner))
  return (
    <Section>
      <Stack>
        <p>{move ? `${what}, ${sayThen(move.at, phone.runtime.clock())}` : m.other}</p>
        <Quiet>{isOwn ? m.inMyName : m.inTheirName(partner)}</Quiet>
        {isAsked ? (
          <AskFirst goOn={m.take} onSure={take} onNot={() => setAsked(false)} />
        ) : (
          <Buttons>
            <Button onClick={() => void dropLate(phone, id)}>{m.leave}</Button>
            <Button weight="plain" onClick={() => (canAsk === false ? take() : setAsked(true))}>
              {m.take}
            </Button>
          </Buttons>
        )}
      </Stack>
    </Section>
  )
}

/** One line where there is something to decide; nothing nearly always. */
export function SetAsideLine() {
  const m = useMessages(setAside)
  const late = useLive(readLate) ?? []
  if (late.length === 0) return null
  return (
    <Stack>
      <p>{m.line}</p>
      <Buttons>
        <ButtonLink href="/us/set-aside">{m.look}</ButtonLink>
      </Buttons>
    </Stack>
  )
}
