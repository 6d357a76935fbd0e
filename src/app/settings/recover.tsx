import { type FormEvent, useState } from 'react'
import { recover, type Recovered } from '../../device/person/recovery.ts'
import { useAskAgain } from '../lock/ask-again.tsx'
import { devices } from '../messages/devices.ts'
import { useMessages } from '../messages/locale.tsx'
import { Button, Buttons } from '../ui/button.tsx'
import { Page, Stack, Trouble } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { usePhone } from '../world.tsx'

type Refusal = Extract<Recovered, { ok: false }>

/** Twelve words on an empty phone, and the journal is back. */
export function RecoverScreen() {
  const d = useMessages(devices)
  const m = d.recover
  const phone = usePhone()
  const { field, ask } = useAskAgain()
  const [text, setText] = useState('')
  const [state, setState] = useState<'idle' | 'working' | 'done' | Refusal>('idle')

  async function bring(): Promise<void> {
    // The words may be somebody else's: then what was written here would be theirs.
    if (!(await ask())) return
    setState('working')
    const done = await recover(phone, text)
    if (done.ok) setText('')
    setState(done.ok ? 'done' : done)
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    bring().catch(() => setState({ ok: false, reason: 'offline' }))
  }

  if (state === 'done') {
    return (
      <Page title={m.title}>
        <output>{m.done}</output>
        <Buttons>
          <Button weight="main" onClick={() => window.location.assign('/now')}>
            {m.carryOn}
          </Button>
        </Buttons>
      </Page>
    )
  }
  return (
    <Page title={m.title} back={{ href: '/us/devices', label: d.title }}>
      <form onSubmit={submit}>
        <Stack>
          <p>{m.about}</p>
          <TextField
            label={m.words}
            plain
            exact
            lines={4}
            max={400}
            value={text}
            onChange={setText}
          />
          {field}
          {typeof state === 'object' && (
            <Trouble>
              {state.reason === 'unknown' ? m.unknown(state.word ?? '') : m[state.reason]}
            </Trouble>
          )}
          {state === 'working' && <output>{m.working}</output>}
          <Buttons>
            <Button type="submit" weight="main" disabled={state === 'working'}>
              {m.go}
            </Button>
          </Buttons>
        </Stack>
      </form>
    </Page>
  )
}
