import { useState } from 'react'
import { type Moment, readMoments } from '../../device/moments/read.ts'
import { readParked, retryParked } from '../../device/sync/status.ts'
import { sayThen } from '../messages/dates.ts'
import { kinds } from '../messages/kinds.ts'
import { useMessages } from '../messages/locale.tsx'
import { settings } from '../messages/settings.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { Page, Quiet, Stack } from '../ui/page.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useLive, usePhone } from '../world.tsx'

/** What the server did not take, and why. Nothing of it is lost. */
export function ParkedScreen() {
  const m = useMessages(settings)
  const k = useMessages(kinds)
  const phone = usePhone()
  const parked = useLive(async (open) => {
    const rows = await readParked(open)
    const moments = await readMoments(
      open,
      rows.map(({ key }) => key),
    )
    return rows.map((row) => ({
      ...row,
      moment: moments.find((each): each is Moment => each.key === row.key && 'move' in each),
    }))
  })
  const [tried, setTried] = useState(false)
  if (!parked) return <Waiting />

  async function retry(): Promise<void> {
    await retryParked(phone)
    setTried(true)
    const { syncOnce } = await import('../../device/sync/sync.ts')
    await syncOnce(phone)
  }

  return (
    <Page title={m.parked.title} back={{ href: '/us', label: m.title }}>
      {parked.length === 0 ? (
        <p>{m.parked.none}</p>
      ) : (
        <>
          <p>{m.parked.about}</p>
          <Stack>
            {parked.map(({ key, reason, moment }) => (
              <div key={key}>
                <p>
                  {moment
                    ? `${k.mine[moment.move.kind]}, ${sayThen(moment.move.at, phone.runtime.clock())}`
                    : m.parked.moment}
                </p>
                <Quiet>{m.parked.reason(reason)}</Quiet>
              </div>
            ))}
          </Stack>
          <Buttons>
            <Button weight="main" onClick={() => void retry().catch(() => undefined)}>
              {m.parked.retry}
            </Button>
          </Buttons>
        </>
      )}
      {tried && parked.length > 0 && <Quiet live>{m.parked.tried}</Quiet>}
    </Page>
  )
}
