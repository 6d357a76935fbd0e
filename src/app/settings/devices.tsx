import { useState } from 'react'
import { ButtonLink, Buttons } from '../ui/button.tsx'
import { isRemoved } from '../../device/person/devices.ts'
import { readHosting, readLinking } from '../../device/person/linking.ts'
import { readStatus } from '../../device/sync/status.ts'
import { readHandover } from '../handover.ts'
import { devices } from '../messages/devices.ts'
import { useMessages } from '../messages/locale.tsx'
import { settings } from '../messages/settings.ts'
import { Page, Section, Stack } from '../ui/page.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useLive } from '../world.tsx'
import { AddDevice } from './add-device.tsx'
import { DeviceList } from './device-list.tsx'
import { NewDevice } from './new-device.tsx'

/** One's own phones: which there are, adding one, and becoming one. */
export function DevicesScreen() {
  const m = useMessages(devices)
  const s = useMessages(settings)
  const linking = useLive(readLinking)
  const hosting = useLive(readHosting)
  const status = useLive(readStatus)
  const removed = useLive(isRemoved)
  const [handed] = useState(() => readHandover('link'))
  if (!linking || !hosting || !status || removed === undefined) return <Waiting />
  const isAlone = status.phase === 'alone'
  const becomes = linking.step !== 'none'
  return (
    <Page title={m.title} back={{ href: '/us', label: s.title }}>
      {removed && (
        <Section title={m.gone.title}>
          <p>{m.gone.about}</p>
        </Section>
      )}
      {!isAlone && !removed && <DeviceList />}
      {!becomes && !removed && <AddDevice hosting={hosting} handed={handed} />}
      {(isAlone || becomes) && handed === null && hosting.step === 'none' && (
        <>
          <NewDevice linking={linking} />
          <Section title={m.recover.title}>
            <Stack>
              <p>{m.recover.about}</p>
              <Buttons>
                <ButtonLink href="/us/recover">{m.recover.row}</ButtonLink>
              </Buttons>
            </Stack>
          </Section>
        </>
      )}
    </Page>
  )
}
