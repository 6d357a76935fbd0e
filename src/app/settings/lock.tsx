import { type FormEvent, useState } from 'react'
import {
  AUTO_LOCK,
  chooseAutoLock,
  lockWithPasscode,
  lockWithPasskey,
  type Lock,
  type LockSet,
  readLock,
  removeLock,
} from '../../device/person/lock.ts'
import { makePasskey, mayHavePasskey } from '../../device/person/passkey.ts'
import { lockNow } from '../lock/auto-lock.ts'
import { lock as messages } from '../messages/lock.ts'
import { useMessages } from '../messages/locale.tsx'
import { settings } from '../messages/settings.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { ChoiceList } from '../ui/choice.tsx'
import { Page, Quiet, Section, Stack, Trouble } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useLive, usePhone } from '../world.tsx'
import styles from '../lock/lock.module.css'

const USUAL = 5

/** The lock of this phone, with what it protects and what it does not on the same screen. */
export function LockScreen() {
  const m = useMessages(messages)
  const s = useMessages(settings)
  const lock = useLive(({ db }) => readLock(db))
  if (lock === undefined) return <Waiting />
  return (
    <Page title={m.title} back={{ href: '/us', label: s.title }}>
      <p>{m.about}</p>
      {lock ? <Locked lock={lock} /> : <SetLock />}
      <Section title={m.protects}>
        <p>{m.protectsAbout}</p>
      </Section>
      <Section title={m.not}>
        <ul className={styles['points']}>
          {m.notAbout.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
        <Quiet>{m.forgotten}</Quiet>
      </Section>
    </Page>
  )
}

function Locked(props: { lock: Lock }) {
  const { lock } = props
  const m = useMessages(messages)
  const phone = usePhone()
  const [isChanging, setChanging] = useState(false)
  return (
    <Section>
      <Stack>
        <h2>{m.isOn}</h2>
        <After value={lock.after} onChoose={(after) => void chooseAutoLock(phone.db, after)} />
        <Buttons>
          <Button weight="main" onClick={lockNow}>
            {m.lockNow}
          </Button>
          <Button onClick={() => setChanging(true)}>{m.change}</Button>
          <Button onClick={() => void removeLock(phone)}>{m.remove}</Button>
        </Buttons>
        {isChanging && <SetLock after={lock.after} />}
      </Stack>
    </Section>
  )
}

function After(props: { value: number; onChoose: (after: number) => void }) {
  const m = useMessages(messages)
  return (
    <ChoiceList
      legend={m.after}
      options={AUTO_LOCK.map((each) => ({
        value: String(each),
        label: m.afterOptions[each] ?? '',
      }))}
      value={String(props.value)}
      onChoose={(value) => props.onChoose(Number(value))}
    />
  )
}

type Trouble = 'differs' | 'tooShort' | 'unsupported' | 'noPasskey'

function SetLock(props: { after?: number }) {
  const m = useMessages(messages)
  const phone = usePhone()
  const [after, setAfter] = useState(props.after ?? USUAL)
  const [passcode, setPasscode] = useState('')
  const [again, setAgain] = useState('')
  const [state, setState] = useState<'idle' | 'working' | Trouble>('idle')

  function done(set: LockSet): void {
    // The page starts anew, so that the lock is opened once before it is needed.
    if (set.ok) lockNow()
    else setState(set.reason === 'too-short' ? 'tooShort' : 'unsupported')
  }

  async function setCode(): Promise<void> {
    setState('working')
    done(await lockWithPasscode(phone, passcode, after))
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (passcode !== again) setState('differs')
    else void setCode()
  }

  async function setPasskey(): Promise<void> {
    setState('working')
    const made = await makePasskey('Tideline')
    if (made) done(await lockWithPasskey(phone, made, after))
    else setState('noPasskey')
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <TextField
          label={m.passcode}
          secret
          plain
          max={200}
          autoComplete="new-password"
          value={passcode}
          onChange={setPasscode}
        />
        <TextField
          label={m.again}
          secret
          plain
          max={200}
          autoComplete="new-password"
          value={again}
          onChange={setAgain}
        />
        {props.after === undefined && <After value={after} onChoose={setAfter} />}
        {state === 'working' && <Quiet live>{m.working}</Quiet>}
        {state !== 'idle' && state !== 'working' && <Trouble>{m[state]}</Trouble>}
        <Buttons>
          <Button weight="main" type="submit" disabled={state === 'working' || passcode === ''}>
            {m.set}
          </Button>
          {mayHavePasskey() && (
            <Button disabled={state === 'working'} onClick={() => void setPasskey()}>
              {m.setPasskey}
            </Button>
          )}
        </Buttons>
      </Stack>
    </form>
  )
}
