import { useEffect, useState } from 'react'
import {
  cancelLinking,
  confirmLink,
  type Linking,
  offerLink,
  refuseLink,
  stepLinking,
} from '../../device/person/linking.ts'
import { useAskAgain } from '../lock/ask-again.tsx'
import { sayMoment } from '../messages/dates.ts'
import { devices } from '../messages/devices.ts'
import { useMessages } from '../messages/locale.tsx'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy.tsx'
import { Fold } from '../ui/fold.tsx'
import { Quiet, Section, Stack, Trouble } from '../ui/page.tsx'
import { QrCode } from '../ui/qr.tsx'
import { Signs } from '../ui/signs.tsx'
import { usePhone } from '../world.tsx'
import { sayFailure } from './device-failure.ts'

const EVERY = 1500
const MOVING: ReadonlySet<Linking['step']> = new Set([
  'waiting',
  'comparing',
  'confirmed',
  'announced',
])

/** On a new phone: shows the code, compares, and waits for the journal. */
export function NewDevice(props: { linking: Linking }) {
  const { linking } = props
  const m = useMessages(devices)
  const phone = usePhone()
  const moves = MOVING.has(linking.step)
  useEffect(() => {
    if (!moves) return
    const timer = setInterval(() => void stepLinking(phone).catch(() => undefined), EVERY)
    return () => clearInterval(timer)
  }, [phone, moves])
  return (
    <Section title={m.newcomer.title}>
      <Stack>
        <Step linking={linking} />
        {moves && linking.step !== 'announced' && (
          <Buttons>
            <Button weight="plain" onClick={() => void cancelLinking(phone)}>
              {m.newcomer.stop}
            </Button>
          </Buttons>
        )}
      </Stack>
    </Section>
  )
}

function Step(props: { linking: Linking }) {
  const { linking } = props
  const m = useMessages(devices).newcomer
  const phone = usePhone()
  if (linking.step === 'none' || linking.step === 'failed') return <Offer linking={linking} />
  if (linking.step === 'waiting') {
    return (
      <>
        <p>{m.scan}</p>
        <QrCode text={linking.link} label={m.qrLabel} />
        <Fold label={m.showLink}>
          <code>{linking.link}</code>
        </Fold>
        <Buttons>
          <CopyButton label={m.copy} done={m.copied} text={linking.link} />
        </Buttons>
        <Quiet live>{m.waiting}</Quiet>
      </>
    )
  }
  if (linking.step === 'announced') {
    const when = sayMoment(new Date(linking.keysAt).toISOString(), phone.runtime.clock())
    return (
      <>
        <output>{m.announced(when)}</output>
        <Buttons>
          <ButtonLink href="/us/recover">{m.sooner}</ButtonLink>
        </Buttons>
      </>
    )
  }
  if (linking.step === 'linked') {
    return (
      <>
        <output>{m.linked}</output>
        <Buttons>
          <Button
            weight="main"
            onClick={() => {
              // The phone has become another person's: every screen begins anew with their keys.
              void cancelLinking(phone).then(() => window.location.assign('/now'))
            }}
          >
            {m.carryOn}
          </Button>
        </Buttons>
      </>
    )
  }
  return (
    <>
      <h3>{m.compare}</h3>
      <Signs numbers={linking.comparison.signs} label={m.compare} />
      <Quiet>{m.compareAbout(linking.name)}</Quiet>
      {linking.step === 'confirmed' ? (
        <output>{m.confirmed}</output>
      ) : (
        <Buttons>
          <Button weight="main" onClick={() => void confirmLink(phone)}>
            {m.same}
          </Button>
          <Button onClick={() => void refuseLink(phone)}>{m.different}</Button>
        </Buttons>
      )}
    </>
  )
}

function Offer(props: { linking: Extract<Linking, { step: 'none' | 'failed' }> }) {
  const { linking } = props
  const m = useMessages(devices)
  const phone = usePhone()
  const { field, ask } = useAskAgain()
  const [refused, setRefused] = useState<string | null>(null)
  const failed = refused ?? (linking.step === 'failed' ? linking.reason : null)

  async function offer(): Promise<void> {
    // Whoever's other phone reads the code gets what was written here: it could be somebody else's.
    if (!(await ask())) return
    const offered = await offerLink(phone)
    setRefused(offered.ok ? null : offered.reason)
  }

  return (
    <>
      <p>{m.newcomer.about}</p>
      {field}
      {failed && <Trouble>{sayFailure(failed, m)}</Trouble>}
      <Buttons>
        <Button onClick={() => void offer().catch(() => setRefused('offline'))}>
          {m.newcomer.offer}
        </Button>
      </Buttons>
    </>
  )
}
