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
import { makePasskey, mayHavePasskey, type NoPasskey } from '../../device/person/passkey.ts'
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
import { AskFirst } from '../lock/ask-first.tsx'

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
  const [wanted, setWanted] = useState<Weakening | null>(null)
  const [isChanging, setChanging] = useState(false)

  function choose(after: number): void {
    if (after > lock.after) setWanted({ as: 'later', after })
    else void chooseAutoLock(phone.db, after)
  }

  /** Only now is it clear that whoever holds the phone can open the lock. */
  function goOn(to: Weakening): void {
    setWanted(null)
    if (to.as === 'later') void chooseAutoLock(phone.db, to.after)
    else if (to.as === 'change') setChanging(true)
    else void removeLock(phone)
  }

  return (
    <Section>
      <Stack>
        <h2>{m.isOn}</h2>
        <After value={lock.after} onChoose={choose} />
        {wanted ? (
          <AskFirst
            key={wanted.as}
            {...(wanted.as === 'later' ? {} : { goOn: m[wanted.as] })}
            onSure={() => goOn(wanted)}
            onNot={() => setWanted(null)}
          />
        ) : (
          <Buttons>
            <Button weight="main" onClick={lockNow}>
              {m.lockNow}
            </Button>
            <Button onClick={() => setWanted({ as: 'change' })}>{m.change}</Button>
            <Button onClick={() => setWanted({ as: 'remove' })}>{m.remove}</Button>
          </Buttons>
        )}
        {isChanging && <SetLock after={lock.after} />}
      </Stack>
    </Section>
  )
}

/** What makes the lock weaker, or another one: it is asked for before. */
type Weakening =
  | { readonly as: 'remove' | 'change' }
  | { readonly as: 'later'; readonly after: number }

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

type Trouble = 'differs' | 'tooShort' | 'unsupported' | NoPasskey['reason']

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
    if (made.ok) done(await lockWithPasskey(phone, made, after))
    else setState(made.reason)
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
        {state !== 'idle' && state !== 'working' && (
          <Trouble>
            {state === 'refused' || state === 'cannot' ? m.noPasskey[state] : m[state]}
          </Trouble>
        )}
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
