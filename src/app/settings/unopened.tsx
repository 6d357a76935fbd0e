import { useState } from 'react'
import { exportUnopened, readUnopened } from '../../device/sync/unopened.ts'
import { useMessages } from '../messages/locale.tsx'
import { settings } from '../messages/settings.ts'
import { unopened } from '../messages/unopened.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { Page, Quiet, Stack } from '../ui/page.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useLive, usePhone } from '../world.tsx'
import { offerFile } from './offer-file.ts'

const REASONS = ['key', 'newer', 'unreadable'] as const

/** What arrived and cannot be opened: how much of it, why, and what can be done. */
export function UnopenedScreen() {
  const m = useMessages(unopened)
  const s = useMessages(settings)
  const phone = usePhone()
  const rows = useLive(readUnopened)
  const [tried, setTried] = useState(false)
  if (!rows) return <Waiting />

  async function retry(): Promise<void> {
    const [{ readAgain }, { syncOnce }] = await Promise.all([
      import('../../device/sync/read-again.ts'),
      import('../../device/sync/sync.ts'),
    ])
    await readAgain(phone)
    setTried(true)
    await syncOnce(phone)
  }
  async function save(): Promise<void> {
    offerFile('tideline-unopened.json', await exportUnopened(phone))
  }

  return (
    <Page title={m.title} back={{ href: '/us', label: s.title }}>
      {rows.length === 0 ? (
        <p>{m.none}</p>
      ) : (
        <Stack>
          <p>{m.about}</p>
          {REASONS.map((reason) => {
            const count = rows.filter((row) => row.reason === reason).length
            return count > 0 && <Quiet key={reason}>{m.reasons[reason](count)}</Quiet>
          })}
          <Buttons>
            <Button weight="main" onClick={() => void retry().catch(() => undefined)}>
              {m.retry}
            </Button>
            <Button onClick={() => void save().catch(() => undefined)}>{m.save}</Button>
          </Buttons>
        </Stack>
      )}
      {tried && rows.length > 0 && <Quiet live>{m.tried}</Quiet>}
    </Page>
  )
}

/** One line where something could not be opened; nothing nearly always. */
export function UnopenedLine() {
  const m = useMessages(unopened)
  const rows = useLive(readUnopened) ?? []
  if (rows.length === 0) return null
  return (
    <Stack>
      <p>{m.line}</p>
      <Buttons>
        <ButtonLink href="/us/unopened">{m.look}</ButtonLink>
      </Buttons>
    </Stack>
  )
}
