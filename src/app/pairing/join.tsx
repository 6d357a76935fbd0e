import { type FormEvent, lazy, Suspense, useCallback, useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { join, lookAtInvite } from '../../device/couple/joiner.ts'
import { readUs } from '../../device/couple/us.ts'
import { forgetHandover, readHandover } from '../handover.ts'
import { useMessages } from '../messages/locale.tsx'
import { pairing } from '../messages/pairing.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { Page, Quiet, Stack, Trouble } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useAnswer } from '../use-answer.ts'
import { useLive, usePhone } from '../world.tsx'
import { Breath } from './breath.tsx'
import { type Refusal, sayRefusal } from './failure.tsx'
import { NameField } from './name-field.tsx'
import { Paired } from './paired.tsx'
import { isOnTheWay, PairingProgress } from './progress.tsx'
import { StepTitle } from './step-title.tsx'
import { usePairing } from './use-pairing.ts'

const Scanner = lazy(async () => ({ default: (await import('../ui/scanner.tsx')).Scanner }))

/** An invite, looked at first; joining is a tap of its own. */
export function JoinScreen() {
  const m = useMessages(pairing)
  const at = usePairing()
  const [link, setLink] = useState(() => readHandover('join'))
  // Another invite that is opened while this screen stands changes nothing but the hash.
  useEffect(() => {
    const opened = () => setLink(readHandover('join'))
    window.addEventListener('hashchange', opened)
    return () => window.removeEventListener('hashchange', opened)
  }, [])
  if (!at) return <Waiting />
  if (at.step === 'paired') {
    return (
      <Page title={m.title}>
        <Paired name={at.name} />
      </Page>
    )
  }
  if (isOnTheWay(at)) {
    return (
      <Page title={m.title}>
        <PairingProgress at={at} again={m.join.other} onAgain={() => setLink(null)} />
      </Page>
    )
  }
  return (
    <Page title={m.join.title}>
      {link === null ? (
        <Paste onLook={setLink} />
      ) : (
        <Look key={link} link={link} onOther={() => setLink(null)} />
      )}
    </Page>
  )
}

function Paste(props: { onLook: (link: string) => void }) {
  const m = useMessages(pairing).join
  const [text, setText] = useState('')
  const [isScanning, setScanning] = useState(false)
  function look(event: FormEvent): void {
    event.preventDefault()
    if (text.trim() !== '') props.onLook(text.trim())
  }
  return (
    <form onSubmit={look}>
      <Stack>
        <p>{m.none}</p>
        {isScanning && (
          <Suspense fallback={<Waiting />}>
            <Scanner instead={m.noCamera} onRead={props.onLook} />
          </Suspense>
        )}
        <Buttons>
          <Button onClick={() => setScanning(!isScanning)}>
            {isScanning ? m.stopScan : m.scan}
          </Button>
        </Buttons>
        <TextField label={m.pasteField} plain max={2000} value={text} onChange={setText} />
        <Buttons>
          <Button type="submit" weight="main">
            {m.pasteLook}
          </Button>
          <ButtonLink weight="plain" href="/now">
            {m.notNow}
          </ButtonLink>
        </Buttons>
      </Stack>
    </form>
  )
}

function Look(props: { link: string; onOther: () => void }) {
  const { link, onOther } = props
  const m = useMessages(pairing)
  const phone = usePhone()
  const [seen, look] = useAnswer(useCallback(() => lookAtInvite(phone, link), [phone, link]))
  if (seen.phase === 'asking') return <output>{m.join.looking}</output>
  const answer =
    seen.phase === 'answered' ? seen.value : { ok: false as const, reason: 'offline' as const }
  if (answer.ok) return <Invite link={link} name={answer.name} />
  return (
    <Stack>
      <Trouble>{sayRefusal(answer.reason, m)}</Trouble>
      {isOver(answer.reason) && <Quiet>{m.join.ask}</Quiet>}
      <Buttons>
        {!isOver(answer.reason) && <Button onClick={look}>{m.retry}</Button>}
        <Button onClick={onOther}>{m.join.other}</Button>
        <ButtonLink weight="plain" href="/now">
          {m.join.alone}
        </ButtonLink>
      </Buttons>
    </Stack>
  )
}

/** Looking once more would find the same. */
const OVER: readonly Refusal[] = ['expired', 'taken', 'withdrawn', 'wrong-token', 'not-an-invite']
const isOver = (reason: Refusal): boolean => OVER.includes(reason)

function Invite(props: { link: string; name: string }) {
  const { link, name } = props
  const m = useMessages(pairing)
  const phone = usePhone()
  const us = useLive(readUs)
  const [, navigate] = useLocation()
  const [typed, setTyped] = useState<string | null>(null)
  const [state, setState] = useState<'idle' | 'joining' | 'nameless' | Refusal>('idle')
  const own = typed ?? us?.me.name ?? ''
  const refused = state !== 'idle' && state !== 'joining' && state !== 'nameless'

  async function take(): Promise<void> {
    if (own.trim() === '') return setState('nameless')
    setState('joining')
    const joined = await join(phone, link, own.trim())
    if (joined.ok) forgetHandover()
    setState(joined.ok ? 'joining' : joined.reason)
  }

  return (
    <>
      <StepTitle>{m.join.from(name)}</StepTitle>
      <Breath />
      {!window.matchMedia('(display-mode: standalone)').matches && (
        <Quiet>{m.join.homeScreen}</Quiet>
      )}
      <NameField value={own} missing={state === 'nameless'} onChange={setTyped} />
      {refused && <Trouble>{sayRefusal(state, m)}</Trouble>}
      <Buttons>
        <Button
          weight="main"
          disabled={state === 'joining'}
          onClick={() => void take().catch(() => setState('offline'))}
        >
          {m.join.join(name)}
        </Button>
        <Button onClick={() => navigate('/now')}>{m.join.notNow}</Button>
        <ButtonLink weight="plain" href="~/demo/tide">
          {m.join.firstLook}
        </ButtonLink>
      </Buttons>
      <Quiet live>{state === 'joining' ? m.join.joining : m.join.notNowAbout}</Quiet>
    </>
  )
}
