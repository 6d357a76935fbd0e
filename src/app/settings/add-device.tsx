import { type FormEvent, lazy, Suspense, useEffect, useState } from 'react'
import {
  acceptLink,
  answerLink,
  cancelHosting,
  type Hosting,
  refuseLink,
  stepHosting,
} from '../../device/person/linking.ts'
import { MAX_NAME } from '../../journal/entry.ts'
import { forgetHandover } from '../handover.ts'
import { sayMoment } from '../messages/dates.ts'
import { devices } from '../messages/devices.ts'
import { useMessages } from '../messages/locale.tsx'
import { Button, Buttons } from '../ui/button.tsx'
import { Check } from '../ui/choice.tsx'
import { Fold } from '../ui/fold.tsx'
import { Quiet, Section, Stack, Trouble } from '../ui/page.tsx'
import { Signs } from '../ui/signs.tsx'
import { TextField } from '../ui/text-field.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { usePhone } from '../world.tsx'
import { useAskAgain } from '../lock/ask-again.tsx'
import { sayFailure } from './device-failure.ts'

const Scanner = lazy(async () => ({ default: (await import('../ui/scanner.tsx')).Scanner }))
const EVERY = 1500

/** On the phone that is here already: reads the new one's code, compares, names it, and asks once more. */
export function AddDevice(props: { hosting: Hosting; handed: string | null }) {
  const { hosting, handed } = props
  const m = useMessages(devices)
  const phone = usePhone()
  const moves = hosting.step === 'meeting' || hosting.step === 'confirmed'
  useEffect(() => {
    if (!moves) return
    const timer = setInterval(() => void stepHosting(phone).catch(() => undefined), EVERY)
    return () => clearInterval(timer)
  }, [phone, moves])
  const stop = () => void cancelHosting(phone)
  return (
    <Section title={m.add.title}>
      {hosting.step === 'none' && <Read handed={handed} />}
      {hosting.step === 'meeting' && (
        <Stack>
          <output>{m.add.meeting}</output>
          <Buttons>
            <Button weight="plain" onClick={stop}>
              {m.add.stop}
            </Button>
          </Buttons>
        </Stack>
      )}
      {hosting.step === 'comparing' && <Compare signs={hosting.comparison.signs} />}
      {hosting.step === 'confirmed' && (
        <Stack>
          <Signs numbers={hosting.comparison.signs} label={m.add.compare} />
          <output>{m.add.confirmed(hosting.name)}</output>
          <Buttons>
            <Button weight="plain" onClick={stop}>
              {m.add.stop}
            </Button>
          </Buttons>
        </Stack>
      )}
      {hosting.step === 'announced' && <Announced hosting={hosting} />}
      {hosting.step === 'failed' && (
        <Stack>
          <Trouble>{sayFailure(hosting.reason, m)}</Trouble>
          <Buttons>
            <Button onClick={stop}>{m.add.done}</Button>
          </Buttons>
        </Stack>
      )}
    </Section>
  )
}

function Read(props: { handed: string | null }) {
  const m = useMessages(devices)
  const phone = usePhone()
  const [text, setText] = useState(props.handed ?? '')
  const [scanning, setScanning] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)

  async function answer(link: string): Promise<void> {
    setScanning(false)
    const answered = await answerLink(phone, link).catch(
      () => ({ ok: false, reason: 'offline' }) as const,
    )
    if (answered.ok) forgetHandover()
    setRefused(answered.ok ? null : answered.reason)
  }

  function look(event: FormEvent): void {
    event.preventDefault()
    if (text.trim() !== '') void answer(text.trim())
  }

  return (
    <Stack>
      <p>{m.add.about}</p>
      <p>{m.add.shared}</p>
      {scanning && (
        <Suspense fallback={<Waiting />}>
          <Scanner instead={m.add.noCamera} onRead={(read) => void answer(read)} />
        </Suspense>
      )}
      {refused && <Trouble>{sayFailure(refused, m)}</Trouble>}
      <Buttons>
        <Button onClick={() => setScanning(!scanning)}>
          {scanning ? m.add.stopScan : m.add.scan}
        </Button>
      </Buttons>
      <Fold label={m.add.paste} open={props.handed !== null}>
        <form onSubmit={look}>
          <Stack>
            <TextField
              label={m.add.paste}
              hideLabel
              plain
              max={2000}
              value={text}
              onChange={setText}
            />
            <Buttons>
              <Button type="submit">{m.add.look}</Button>
            </Buttons>
          </Stack>
        </form>
      </Fold>
    </Stack>
  )
}

function Compare(props: { signs: readonly number[] }) {
  const m = useMessages(devices).add
  const phone = usePhone()
  const [name, setName] = useState(m.nameValue)
  const [own, setOwn] = useState(false)
  const { field, ask } = useAskAgain()

  async function accept(): Promise<void> {
    if (await ask()) await acceptLink(phone, name.trim())
  }

  return (
    <Stack>
      <h3>{m.compare}</h3>
      <Signs numbers={props.signs} label={m.compare} />
      <Quiet>{m.compareAbout}</Quiet>
      <TextField label={m.name} plain max={MAX_NAME} value={name} onChange={setName} />
      <p>{m.shared}</p>
      <Check label={m.own} checked={own} onChange={setOwn} />
      {field}
      <Buttons>
        <Button weight="main" disabled={!own || name.trim() === ''} onClick={() => void accept()}>
          {m.yes}
        </Button>
        <Button onClick={() => void refuseLink(phone)}>{m.different}</Button>
      </Buttons>
    </Stack>
  )
}

function Announced(props: { hosting: Extract<Hosting, { step: 'announced' }> }) {
  const { name, keysAt } = props.hosting
  const m = useMessages(devices).add
  const phone = usePhone()
  const when = sayMoment(new Date(keysAt).toISOString(), phone.runtime.clock())
  return (
    <Stack>
      <output>{m.announced(name, when)}</output>
      <Quiet>{m.sooner}</Quiet>
      <Buttons>
        <Button onClick={() => void cancelHosting(phone)}>{m.done}</Button>
      </Buttons>
    </Stack>
  )
}
