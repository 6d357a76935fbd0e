import { type FormEvent, useCallback, useEffect, useState } from 'react'
import { MAX_NAME } from '../../journal/entry.ts'
import {
  acceptDevice,
  cancelLinking,
  type Linking,
  lookAtLink,
  offerLink,
  readLinking,
  stepLinking,
} from '../../device/linking.ts'
import { forgetHandover, readHandover } from '../handover.ts'
import { useMessages } from '../messages/locale.tsx'
import { pairing } from '../messages/pairing.ts'
import { settings } from '../messages/settings.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy.tsx'
import { Page, Quiet, Section, Stack, Trouble } from '../ui/page.tsx'
import { Fold } from '../ui/fold.tsx'
import { QrCode } from '../ui/qr.tsx'
import { TextField } from '../ui/text-field.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { type Answer, useAnswer } from '../use-answer.ts'
import { useLive, usePhone } from '../world.tsx'

const EVERY = 1500

/** A further phone of the same person: the new one shows a code, the old one opens it. */
export function DevicesScreen() {
  const m = useMessages(settings)
  const linking = useLinking()
  const [handed] = useState(() => readHandover('link'))
  if (!linking) return <Waiting />
  const isNew = linking.step !== 'none'
  return (
    <Page title={m.devices.title} back={{ href: '/us', label: m.title }}>
      <p>{m.devices.about}</p>
      {!isNew && <OldDevice handed={handed} />}
      {handed === null && <NewDevice linking={linking} />}
    </Page>
  )
}

function useLinking(): Linking | undefined {
  const phone = usePhone()
  const linking = useLive(readLinking)
  const waits = linking?.step === 'waiting'
  useEffect(() => {
    if (!waits) return
    const timer = setInterval(() => void stepLinking(phone).catch(() => undefined), EVERY)
    return () => clearInterval(timer)
  }, [phone, waits])
  return linking
}

function OldDevice(props: { handed: string | null }) {
  const m = useMessages(settings).devices
  const [link, setLink] = useState(props.handed)
  const [text, setText] = useState('')
  function look(event: FormEvent): void {
    event.preventDefault()
    if (text.trim() !== '') setLink(text.trim())
  }
  return (
    <Section title={m.onOld}>
      {link === null ? (
        <form onSubmit={look}>
          <Stack>
            <p>{m.onOldAbout}</p>
            <TextField label={m.paste} plain max={2000} value={text} onChange={setText} />
            <Buttons>
              <Button type="submit">{m.look}</Button>
            </Buttons>
          </Stack>
        </form>
      ) : (
        <Accept link={link} onDrop={() => setLink(null)} />
      )}
    </Section>
  )
}

function Accept(props: { link: string; onDrop: () => void }) {
  const { link, onDrop } = props
  const m = useMessages(settings).devices
  const say = useRefusal()
  const phone = usePhone()
  const [seen] = useAnswer(useCallback(() => lookAtLink(phone, link), [phone, link]))
  const [state, setState] = useState<'idle' | 'working' | 'done' | { reason: string }>('idle')

  async function accept(): Promise<void> {
    setState('working')
    const done = await acceptDevice(phone, link)
    if (done.ok) forgetHandover()
    setState(done.ok ? 'done' : { reason: done.reason })
  }

  if (state === 'done') return <output>{m.accepted}</output>
  if (state === 'working' || seen.phase === 'asking') return <output>{m.working}</output>
  const refused = typeof state === 'object' ? state.reason : sayRefused(seen)
  if (refused !== null || seen.phase !== 'answered' || !seen.value.ok) {
    return (
      <Stack>
        <Trouble>{say(refused ?? 'offline')}</Trouble>
        <Buttons>
          <Button onClick={onDrop}>{m.paste}</Button>
        </Buttons>
      </Stack>
    )
  }
  return (
    <Stack>
      <p>{m.ask(seen.value.name)}</p>
      <Quiet>{m.askAbout}</Quiet>
      <Buttons>
        <Button
          weight="main"
          onClick={() => void accept().catch(() => setState({ reason: 'offline' }))}
        >
          {m.yes}
        </Button>
        <Button
          onClick={() => {
            forgetHandover()
            onDrop()
          }}
        >
          {m.no}
        </Button>
      </Buttons>
    </Stack>
  )
}

function sayRefused(seen: Answer<Awaited<ReturnType<typeof lookAtLink>>>): string | null {
  if (seen.phase === 'failed') return 'offline'
  return seen.phase === 'answered' && !seen.value.ok ? seen.value.reason : null
}

function NewDevice(props: { linking: Linking }) {
  const { linking } = props
  const m = useMessages(settings).devices
  const say = useRefusal()
  const phone = usePhone()
  const [name, setName] = useState(m.nameValue)
  const [refused, setRefused] = useState<string | null>(null)

  if (linking.step === 'waiting') {
    return (
      <Section title={m.onNew}>
        <QrCode text={linking.link} label={m.qrLabel} />
        <Fold label={m.showLink} open>
          <code>{linking.link}</code>
        </Fold>
        <Quiet live>{m.waiting}</Quiet>
        <Buttons>
          <CopyButton label={m.copy} done={m.copied} text={linking.link} />
          <Button weight="plain" onClick={() => void cancelLinking(phone)}>
            {m.stop}
          </Button>
        </Buttons>
      </Section>
    )
  }
  if (linking.step === 'linked') {
    return (
      <Section title={m.onNew}>
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
      </Section>
    )
  }
  return (
    <Section title={m.onNew}>
      <p>{m.onNewAbout}</p>
      <TextField label={m.name} plain max={MAX_NAME} value={name} onChange={setName} />
      {linking.step === 'failed' && <Trouble>{say(linking.reason)}</Trouble>}
      {refused && <Trouble>{say(refused)}</Trouble>}
      <Buttons>
        <Button
          disabled={name.trim() === ''}
          onClick={() => {
            offerLink(phone, name.trim()).then(
              (offered) => setRefused(offered.ok ? null : offered.reason),
              () => setRefused('offline'),
            )
          }}
        >
          {m.offer}
        </Button>
      </Buttons>
    </Section>
  )
}

/** Why a linking did not work. */
function useRefusal(): (reason: string) => string {
  const m = useMessages(settings).devices
  const p = useMessages(pairing).failed
  return (reason) => {
    if (reason === 'offline') return m.offline
    if (reason === 'already-paired') return m.hasOwn
    if (reason === 'expired') return p.expired
    if (reason === 'not-an-invite') return m.none
    if (reason === 'own-invite') return m.same
    return m.failed(reason)
  }
}
