import { useState } from 'react'
import { type Before, readBefore } from '../../device/couple/earlier.ts'
import { readRestore, type Restoring, sayRestore } from '../../device/couple/restore.ts'
import { readUs } from '../../device/couple/us.ts'
import { before } from '../messages/before.ts'
import { useMessages } from '../messages/locale.tsx'
import { settings } from '../messages/settings.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { CardShown } from '../ui/card-shown.tsx'
import { Page, Quiet, Section, Stack, Trouble } from '../ui/page.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useLive, usePhone } from '../world.tsx'
import { useAskAgain } from '../lock/ask-again.tsx'

const PAGE = 30

/** What somebody of before had opened: kept, and nowhere else. */
export function BeforeScreen() {
  const m = useMessages(before)
  const s = useMessages(settings)
  const all = useLive(readBefore)
  const us = useLive(readUs)
  const restore = useLive(readRestore)
  if (!all || !us || restore === undefined) return <Waiting />
  return (
    <Page title={m.title} discreet back={{ href: '/us', label: s.title }}>
      {restore && <Again said={restore} name={us.partner?.name ?? s.partner} />}
      {(all.length > 0 || !restore) && <p>{all.length === 0 ? m.none : m.about}</p>}
      {all.map((each) => (
        <OfOne key={each.couple} then={each} />
      ))}
    </Page>
  )
}

/** The same two again: what each had opened may come back, where both say so. */
function Again(props: { said: Restoring; name: string }) {
  const { said, name } = props
  const m = useMessages(before).again
  const phone = usePhone()
  const { field, ask } = useAskAgain()
  const [failed, setFailed] = useState(false)
  const isSaid = said === 'said'

  async function say(): Promise<void> {
    // A yes to it is its owner's alone: who has the phone in the hand for a minute may not give it.
    if (!isSaid && !(await ask())) return
    const saved = await sayRestore(phone, !isSaid)
    setFailed(!saved.ok)
  }

  return (
    <Section title={m.title(name)}>
      <Stack>
        <p>{said === 'both' ? m.both : m.about(name)}</p>
        {said === 'both' ? null : <Quiet>{m.not}</Quiet>}
        <Quiet live>{isSaid ? m.said(name) : ''}</Quiet>
        {said === 'open' && field}
        {said !== 'both' && (
          <Buttons>
            <Button onClick={() => void say().catch(() => setFailed(true))}>
              {isSaid ? m.takeBack : m.say}
            </Button>
          </Buttons>
        )}
        {failed && <Trouble>{m.failed}</Trouble>}
      </Stack>
    </Section>
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
