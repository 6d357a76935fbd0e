import { useState } from 'react'
import { type Before, readBefore } from '../../device/couple/earlier.ts'
import { before } from '../messages/before.ts'
import { useMessages } from '../messages/locale.tsx'
import { settings } from '../messages/settings.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { CardShown } from '../ui/card-shown.tsx'
import { Page, Section, Stack } from '../ui/page.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useLive, usePhone } from '../world.tsx'

const PAGE = 30

/** What somebody of before had opened: kept, and nowhere else. */
export function BeforeScreen() {
  const m = useMessages(before)
  const s = useMessages(settings)
  const all = useLive(readBefore)
  if (!all) return <Waiting />
  return (
    <Page title={m.title} back={{ href: '/us', label: s.title }}>
      <p>{all.length === 0 ? m.none : m.about}</p>
      {all.map((each) => (
        <OfOne key={each.couple} then={each} />
      ))}
    </Page>
  )
}

function OfOne(props: { then: Before }) {
  const { name, cards } = props.then
  const m = useMessages(before)
  const { clock } = usePhone().runtime
  const [shown, setShown] = useState(PAGE)
  const author = name ?? m.somebody
  return (
    <Section title={author}>
      <Stack>
        {cards.slice(0, shown).map(({ key, card }) => (
          <CardShown key={key} card={card} author={author} side="right" clock={clock()} />
        ))}
        {cards.length > shown && (
          <Buttons>
            <Button onClick={() => setShown(shown + PAGE)}>{m.more}</Button>
          </Buttons>
        )}
      </Stack>
    </Section>
  )
}
