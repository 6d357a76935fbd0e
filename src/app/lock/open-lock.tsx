import { type FormEvent, useState } from 'react'
import type { Database } from '../../device/database.ts'
import { type Lock, openLock, type Opening } from '../../device/person/lock.ts'
import { askPasskey, type NoPasskey } from '../../device/person/passkey.ts'
import { browserRuntime } from '../../device/runtime.ts'
import { sayTime } from '../messages/dates.ts'
import { lock as messages } from '../messages/lock.ts'
import { useMessages } from '../messages/locale.tsx'
import { Button, Buttons } from '../ui/button.tsx'
import { Fold } from '../ui/fold.tsx'
import { Page, Quiet, Stack, Trouble } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'

type State = 'idle' | 'working' | 'failed' | NoPasskey['reason'] | Extract<Opening, { ok: false }>

/** Where a lock is opened: its own screen, and together mode's way out. `mayErase` offers to begin anew. */
export function OpenLock(props: {
  db: Database
  lock: Lock
  onOpen: (key: CryptoKey) => void
  mayErase?: boolean
}) {
  const { db, lock, onOpen, mayErase = false } = props
  const m = useMessages(messages)
  const [passcode, setPasscode] = useState('')
  const [state, setState] = useState<State>('idle')
  const runtime = browserRuntime(db.name)

  async function tryWith(given: { passcode: string } | { secret: Uint8Array }): Promise<void> {
    const opening = await openLock(db, runtime, given)
    if (opening.ok) return onOpen(opening.key)
    setPasscode('')
    setState(opening)
  }

  async function open(): Promise<void> {
    setState('working')
    if (lock.way === 'passcode') return tryWith({ passcode })
    const shown = await askPasskey(lock.credential, lock.salt)
    if (shown.ok) await tryWith(shown)
    else setState(shown.reason)
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (state !== 'working') open().catch(() => setState('failed'))
  }

  const isWaiting = typeof state === 'object' && state.until > runtime.clock()
  return (
    <Page title={m.shut.title}>
      <form onSubmit={submit}>
        <Stack>
          {!mayErase && <p>{m.shut.owner}</p>}
          {lock.way === 'passcode' && (
            <TextField
              label={m.shut.passcode}
              secret
              takesFocus
              plain
              max={200}
              value={passcode}
              onChange={setPasscode}
            />
          )}
          {typeof state === 'object' && (
            <Trouble>{isWaiting ? m.shut.wait(sayTime(state.until)) : m.shut.wrong}</Trouble>
          )}
          {typeof state === 'string' && state !== 'idle' && state !== 'working' && (
            <Trouble>{m.shut[state]}</Trouble>
          )}
          {state === 'working' && <Quiet live>{m.working}</Quiet>}
          <Buttons>
            <Button weight="main" type="submit" disabled={state === 'working'}>
              {lock.way === 'passcode' ? m.shut.open : m.shut.passkey}
            </Button>
          </Buttons>
        </Stack>
      </form>
      {mayErase && <Erase db={db} />}
    </Page>
  )
}

function Erase(props: { db: Database }) {
  const m = useMessages(messages).shut
  const [asked, setAsked] = useState(false)
  async function erase(): Promise<void> {
    await props.db.delete()
    window.location.replace('/now')
  }
  return (
    <Fold label={m.stuck}>
      <Stack>
        <p>{m.stuckAbout}</p>
        <Buttons>
          {asked ? (
            <>
              <Button onClick={() => void erase()}>{m.eraseSure}</Button>
              <Button weight="plain" onClick={() => setAsked(false)}>
                {m.keep}
              </Button>
            </>
          ) : (
            <Button weight="plain" onClick={() => setAsked(true)}>
              {m.erase}
            </Button>
          )}
        </Buttons>
      </Stack>
    </Fold>
  )
}
