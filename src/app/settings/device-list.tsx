import { useEffect, useState } from 'react'
import {
  lookForDevices,
  nameDevice,
  type OwnDevice,
  readDevices,
  removeDevice,
} from '../../device/person/devices.ts'
import { MAX_NAME } from '../../journal/entry.ts'
import { sayMoment, sayRecent } from '../messages/dates.ts'
import { devices } from '../messages/devices.ts'
import { useMessages } from '../messages/locale.tsx'
import { Button, Buttons } from '../ui/button.tsx'
import { Fold } from '../ui/fold.tsx'
import { Quiet, Section, Stack, Trouble } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { useLive, usePhone } from '../world.tsx'
import { useAskAgain } from '../lock/ask-again.tsx'
import styles from './device-list.module.css'

/** Every phone of this person: since when, when it last synced, and the way to send it away. */
export function DeviceList() {
  const m = useMessages(devices).list
  const phone = usePhone()
  const own = useLive(readDevices)
  useEffect(() => {
    // Whoever looks wants to see who is here now. Without a network it is who was here last.
    lookForDevices(phone).catch(() => undefined)
  }, [phone])
  if (!own) return null
  const here = own.filter((each) => each.standing !== 'removed')
  const removed = own.filter((each) => each.standing === 'removed')
  return (
    <Section title={m.title}>
      <ul className={styles['list']}>
        {here.map((each) => (
          <Device key={each.id} device={each} />
        ))}
      </ul>
      {removed.length > 0 && (
        <Fold label={m.removedFold}>
          <ul className={styles['list']}>
            {removed.map((each) => (
              <li key={each.id}>
                <span className={styles['name']}>{each.name ?? m.unnamed}</span>
                <Quiet>{each.hasPhrase ? m.removedWithWords : m.removed}</Quiet>
              </li>
            ))}
          </ul>
        </Fold>
      )}
    </Section>
  )
}

function Device(props: { device: OwnDevice }) {
  const { device } = props
  const { id, standing } = device
  const m = useMessages(devices).list
  const phone = usePhone()
  const { field, ask } = useAskAgain()
  const [state, setState] = useState<'shown' | 'sure' | 'removing' | 'failed'>('shown')
  const name = device.name ?? (standing === 'this' ? m.this : m.unnamed)

  async function remove(): Promise<void> {
    if (!(await ask())) return
    setState('removing')
    const done = await removeDevice(phone, id)
    setState(done.ok ? 'shown' : 'failed')
  }

  return (
    <li>
      <span className={styles['name']}>{name}</span>
      <Standing device={device} />
      {standing !== 'announced' && <Rename device={device} name={name} />}
      {standing !== 'this' && state !== 'sure' && state !== 'removing' && (
        <Buttons>
          <Button onClick={() => setState('sure')}>
            {standing === 'announced' ? m.sendAway(name) : m.remove(name)}
          </Button>
        </Buttons>
      )}
      {state === 'sure' && (
        <Stack>
          {standing === 'here' && <p>{m.sure(name)}</p>}
          {standing === 'here' && device.hasPhrase && <p>{m.sureWithWords}</p>}
          {field}
          <Buttons>
            <Button weight="main" onClick={() => void remove().catch(() => setState('failed'))}>
              {standing === 'announced' ? m.sendAway(name) : m.yes}
            </Button>
            <Button onClick={() => setState('shown')}>{m.no}</Button>
          </Buttons>
        </Stack>
      )}
      {state === 'removing' && <output>{m.removing}</output>}
      {state === 'failed' && <Trouble>{m.failed}</Trouble>}
    </li>
  )
}

function Standing(props: { device: OwnDevice }) {
  const { standing, synced, since, isNew, keysAt } = props.device
  const m = useMessages(devices).list
  const now = usePhone().runtime.clock()
  const say = (at: number) => sayMoment(new Date(at).toISOString(), now)
  if (keysAt !== null) return <Quiet>{m.announced(say(keysAt))}</Quiet>
  const lines = [
    ...(standing === 'this' && props.device.name !== null ? [m.thisOne] : []),
    ...(isNew ? [m.newcomer(say(since))] : []),
    ...(standing === 'this'
      ? []
      : [
          synced === null
            ? m.neverSynced
            : m.synced(sayRecent(new Date(synced).toISOString(), now)),
        ]),
  ]
  if (lines.length === 0) return null
  return <Quiet>{lines.join(' ')}</Quiet>
}

function Rename(props: { device: OwnDevice; name: string }) {
  const m = useMessages(devices).list
  const phone = usePhone()
  const [typed, setTyped] = useState(props.name)
  const changed = typed.trim() !== '' && typed.trim() !== props.name
  return (
    <Fold label={m.rename}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (changed) void nameDevice(phone, props.device.id, typed.trim())
        }}
      >
        <Stack>
          <TextField label={m.rename} plain max={MAX_NAME} value={typed} onChange={setTyped} />
          <Buttons>
            <Button type="submit" disabled={!changed}>
              {m.keepName}
            </Button>
          </Buttons>
        </Stack>
      </form>
    </Fold>
  )
}
