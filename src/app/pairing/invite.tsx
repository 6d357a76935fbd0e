import { useState } from 'react'
import { invite } from '../../device/couple/inviter.ts'
import { type Pairing } from '../../device/couple/pairing.ts'
import { cancelPairing } from '../../device/couple/pairing-end.ts'
import { readUs, type Us } from '../../device/couple/us.ts'
import { INVITE_MESSAGE } from '../../device/half-said.ts'
import { sayMoment } from '../messages/dates.ts'
import { useMessages } from '../messages/locale.tsx'
import { pairing } from '../messages/pairing.ts'
import { settings } from '../messages/settings.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { ChoiceList } from '../ui/choice.tsx'
import { CopyButton } from '../ui/copy.tsx'
import { Fold } from '../ui/fold.tsx'
import { Page, Quiet, Stack, Trouble } from '../ui/page.tsx'
import { QrCode } from '../ui/qr.tsx'
import { TextField } from '../ui/text-field.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useHalfSaid } from '../use-half-said.ts'
import { useLive, usePhone } from '../world.tsx'
import { Breath } from './breath.tsx'
import { type Refusal, sayRefusal } from './failure.tsx'
import { NameField } from './name-field.tsx'
import { Paired } from './paired.tsx'
import { isOnTheWay, PairingProgress } from './progress.tsx'
import { StepTitle } from './step-title.tsx'
import { usePairing } from './use-pairing.ts'

/** Inviting one person, from the first sentence to the two names beside each other. */
export function InviteScreen() {
  const m = useMessages(pairing)
  const s = useMessages(settings)
  const at = usePairing()
  const us = useLive(readUs)
  if (!at || !us) return <Waiting />
  return (
    <Page title={m.title} back={{ href: '/us', label: s.title }}>
      {at.step === 'none' && (us.couple && !us.closed ? <AlreadyTwo us={us} /> : <Start us={us} />)}
      {at.step === 'invited' && <Invited at={at} />}
      {isOnTheWay(at) && <PairingProgress at={at} again={m.again} onAgain={() => undefined} />}
      {at.step === 'paired' && <Paired name={at.name} />}
    </Page>
  )
}

function AlreadyTwo(props: { us: Us }) {
  const m = useMessages(pairing)
  const { me, partner } = props.us
  return (
    <Stack>
      <p>{m.paired(me.name ?? m.pairedYou, partner?.name ?? m.them)}</p>
      <Breath />
    </Stack>
  )
}

function Start(props: { us: Us }) {
  const m = useMessages(pairing)
  const phone = usePhone()
  const [name, setName] = useState(props.us.me.name ?? '')
  const [lives, setLives] = useState<'code' | 'link'>('link')
  const [state, setState] = useState<'idle' | 'making' | 'nameless' | Refusal>('idle')

  async function make(): Promise<void> {
    if (name.trim() === '') return setState('nameless')
    setState('making')
    const made = await invite(phone, name.trim(), lives)
    setState(made.ok ? 'idle' : made.reason)
  }

  const refused = state !== 'idle' && state !== 'making' && state !== 'nameless'
  return (
    <>
      <Breath />
      <NameField value={name} missing={state === 'nameless'} onChange={setName} />
      <ChoiceList
        legend={m.lives.title}
        options={[
          { value: 'link', label: m.lives.link, about: m.lives.linkAbout },
          { value: 'code', label: m.lives.code, about: m.lives.codeAbout },
        ]}
        value={lives}
        onChoose={setLives}
      />
      {refused && <Trouble>{sayRefusal(state, m)}</Trouble>}
      <Buttons>
        <Button
          weight="main"
          disabled={state === 'making'}
          onClick={() => void make().catch(() => setState('offline'))}
        >
          {m.invite}
        </Button>
        <ButtonLink weight="plain" href="/join">
          {m.join.paste}
        </ButtonLink>
      </Buttons>
      <Quiet live>{state === 'making' ? m.making : m.inviteAbout}</Quiet>
    </>
  )
}

const NOTHING = {}

function Invited(props: { at: Extract<Pairing, { step: 'invited' }> }) {
  const { link, lives, expiresAt } = props.at
  const m = useMessages(pairing)
  const phone = usePhone()
  const written = useHalfSaid(phone, INVITE_MESSAGE, NOTHING)
  if (!written) return <Waiting />
  const text = written.draft.text ?? m.messageText
  const whole = `${text.trim()}\n${link}`
  const share = 'share' in navigator
  return (
    <>
      <StepTitle>{m.made}</StepTitle>
      {lives === 'code' && (
        <Stack>
          <p>{m.scan}</p>
          <QrCode text={link} label={m.qrLabel} />
        </Stack>
      )}
      <TextField
        label={m.message}
        lines={3}
        max={500}
        value={text}
        onChange={(next) => written.change({ text: next })}
      />
      <Buttons>
        {share && (
          <Button
            weight="main"
            onClick={() => {
              // Turning the share sheet away is an answer, not a failure.
              navigator.share({ text: whole }).catch(() => undefined)
            }}
          >
            {m.share}
          </Button>
        )}
        <CopyButton label={m.copy} done={m.copied} text={whole} />
        <CopyButton label={m.copyLink} done={m.copied} text={link} />
      </Buttons>
      <Fold label={m.showLink} open={!share}>
        <code>{link}</code>
      </Fold>
      {lives === 'link' && (
        <Fold label={m.showCode}>
          <QrCode text={link} label={m.qrLabel} />
        </Fold>
      )}
      <Quiet live>{m.waiting}</Quiet>
      <Quiet>{m.until(sayMoment(new Date(expiresAt).toISOString(), phone.runtime.clock()))}</Quiet>
      <Buttons>
        <Button
          weight="plain"
          onClick={() => void Promise.all([written.forget(), cancelPairing(phone)])}
        >
          {m.withdraw}
        </Button>
      </Buttons>
    </>
  )
}
