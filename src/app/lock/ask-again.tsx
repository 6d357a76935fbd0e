import { type FormEvent, type ReactNode, useState } from 'react'
import { type Lock, openLock, readLock } from '../../device/person/lock.ts'
import { askPasskey, type NoPasskey } from '../../device/person/passkey.ts'
import type { Phone } from '../../device/phone.ts'
import { lock as messages } from '../messages/lock.ts'
import { useMessages } from '../messages/locale.tsx'
import { Button, Buttons } from '../ui/button.tsx'
import { Stack, Trouble } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { useLive, usePhone } from '../world.tsx'

/**
 * Asks once more who this is, where the app lock can tell: its passcode or passkey. Without a lock there
 * is nothing to ask, and `ask` answers true at once. So two minutes with an unlocked phone are not enough
 * to take something away from it, or to change who can.
 */
export function useAskAgain(): { field: ReactNode; ask: () => Promise<boolean> } {
  const m = useMessages(messages).ask
  const phone = usePhone()
  const lock = useLive(({ db }) => readLock(db))
  const [typed, setTyped] = useState('')
  const [refused, setRefused] = useState<Refusal | null>(null)

  async function ask(): Promise<boolean> {
    if (!lock) return lock === null
    const opened = await tryLock(phone, lock, typed)
    setTyped('')
    setRefused(opened === 'open' ? null : opened)
    return opened === 'open'
  }

  const field = lock ? (
    <>
      {lock.way === 'passcode' ? (
        <TextField
          label={m.passcode}
          secret
          plain
          max={200}
          autoComplete="current-password"
          value={typed}
          onChange={setTyped}
        />
      ) : (
        <p>{m.passkey}</p>
      )}
      {refused && <Trouble>{m[refused]}</Trouble>}
    </>
  ) : null
  return { field, ask }
}

type Refusal = 'wrong' | 'wait' | NoPasskey['reason']

async function tryLock(phone: Phone, lock: Lock, typed: string): Promise<'open' | Refusal> {
  const { db, runtime } = phone
  // Nothing typed is no try, and costs none.
  if (lock.way === 'passcode' && typed === '') return 'wrong'
  const given =
    lock.way === 'passcode'
      ? { ok: true as const, passcode: typed }
      : await askPasskey(lock.credential, lock.salt)
  if (!given.ok) return given.reason
  const opening = await openLock(db, runtime, given)
  return opening.ok ? 'open' : opening.reason
}

/** What goes on once the lock has been opened, under which word; or what does not. */
export interface Question {
  readonly goOn?: string
  readonly onSure: () => void
  readonly onNot: () => void
}

/** The question by itself, before something that only who can open the lock may go on with. */
export function Asking(props: Question) {
  const { goOn, onSure, onNot } = props
  const m = useMessages(messages)
  const { field, ask } = useAskAgain()
  const [isAsking, setAsking] = useState(false)

  async function check(event: FormEvent): Promise<void> {
    event.preventDefault()
    setAsking(true)
    const isOpen = await ask().finally(() => setAsking(false))
    if (isOpen) onSure()
  }

  return (
    <form onSubmit={(event) => void check(event)}>
      <Stack>
        {field}
        <Buttons>
          <Button weight="main" type="submit" disabled={isAsking}>
            {goOn ?? m.goOn}
          </Button>
          <Button onClick={onNot}>{m.notNow}</Button>
        </Buttons>
      </Stack>
    </form>
  )
}
