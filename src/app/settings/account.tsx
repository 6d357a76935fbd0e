import { useState } from 'react'
import { deleteAccount, isDeleted, isPartnerDeleted } from '../../device/person/deletion.ts'
import { countShared, leaveCouple } from '../../device/couple/leave.ts'
import { readUs } from '../../device/couple/us.ts'
import { leaving } from '../messages/leaving.ts'
import { useMessages } from '../messages/locale.tsx'
import { settings } from '../messages/settings.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { Check } from '../ui/choice.tsx'
import { Page, Quiet, Section, Stack, Trouble } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useLive, usePhone } from '../world.tsx'
import styles from '../lock/lock.module.css'
import { useAskAgain } from '../lock/ask-again.tsx'

/** Leaving the other, and deleting everything. */
export function AccountScreen() {
  const m = useMessages(leaving)
  const s = useMessages(settings)
  const us = useLive(readUs)
  const state = useLive(async (phone) => ({
    isAlone: !(await phone.db.state.get('registered')),
    isDeleted: await isDeleted(phone),
    partnerDeleted: await isPartnerDeleted(phone),
  }))
  if (!us || !state) return <Waiting />
  const name = us.partner?.name ?? s.partner
  return (
    <Page title={m.title} discreet back={{ href: '/us', label: s.title }}>
      {state.isDeleted && <p>{m.deletedElsewhere}</p>}
      {state.partnerDeleted && <p>{m.theirs.deleted}</p>}
      {us.couple !== null && us.closed && !state.partnerDeleted && (
        <p tabIndex={-1} ref={takeFocusIfLost}>
          {m.left}
        </p>
      )}
      {us.couple !== null && !us.closed && <Leave name={name} />}
      <Delete isAlone={state.isAlone} />
    </Page>
  )
}

function Leave(props: { name: string }) {
  const { name } = props
  const m = useMessages(leaving)
  const phone = usePhone()
  const shared = useLive(countShared) ?? 0
  const [isAsked, setAsked] = useState(false)
  const [withdraw, setWithdraw] = useState(false)
  return (
    <Section title={m.leave(name)}>
      <p>{m.leaveAbout}</p>
      <ul className={styles['points']}>
        {m.points(name).map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <Stack>
        <Quiet>{m.safetyAbout}</Quiet>
        {shared > 0 && (
          <>
            <Check label={m.withdraw} checked={withdraw} onChange={setWithdraw} />
            {withdraw && <Quiet>{m.withdrawAbout}</Quiet>}
          </>
        )}
        {isAsked ? (
          <>
            {/* The button that asked is gone: the keys go on from here. */}
            <p role="alert" tabIndex={-1} ref={takeFocus}>
              {m.sure}
            </p>
            <Buttons>
              <Button weight="main" onClick={() => void leaveCouple(phone, { withdraw })}>
                {m.yes}
              </Button>
              <Button onClick={() => setAsked(false)}>{m.no}</Button>
            </Buttons>
          </>
        ) : (
          <Buttons>
            <Button onClick={() => setAsked(true)}>{m.ask(name)}</Button>
            <ButtonLink weight="plain" href="/us/care">
              {m.safety}
            </ButtonLink>
          </Buttons>
        )}
      </Stack>
    </Section>
  )
}

function Delete(props: { isAlone: boolean }) {
  const m = useMessages(leaving)
  const phone = usePhone()
  const { field, ask } = useAskAgain()
  const [typed, setTyped] = useState('')
  const [state, setState] = useState<'idle' | 'working' | { reason: string }>('idle')

  async function remove(): Promise<void> {
    if (!(await ask())) return
    setState('working')
    const done = await deleteAccount(phone)
    if (!done.ok) return setState({ reason: done.reason })
    // What this browser noted beside the journal goes too, and every key that was in memory.
    localStorage.clear()
    window.location.replace('/now')
  }

  return (
    <Section title={m.deletion}>
      <p>{props.isAlone ? m.deletionAlone : m.deletionAbout}</p>
      {!props.isAlone && <Quiet>{m.deletionOthers}</Quiet>}
      <Stack>
        <TextField label={m.type(m.word)} plain max={20} value={typed} onChange={setTyped} />
        {field}
        {typeof state === 'object' && (
          <Trouble>{state.reason === 'offline' ? m.offline : m.failed(state.reason)}</Trouble>
        )}
        {state === 'working' && <Quiet live>{m.deleting}</Quiet>}
        <Buttons>
          <Button
            disabled={typed.trim().toLowerCase() !== m.word || state === 'working'}
            onClick={() => void remove().catch(() => setState({ reason: 'internal' }))}
          >
            {m.deleteNow}
          </Button>
          <ButtonLink weight="plain" href="/us/journal">
            {m.keepFirst}
          </ButtonLink>
        </Buttons>
      </Stack>
    </Section>
  )
}

const takeFocus = (element: HTMLElement | null): void => element?.focus()

/** Only where what had it has gone: whoever comes by later is led to the title. */
function takeFocusIfLost(element: HTMLElement | null): void {
  if (element && document.activeElement === document.body) element.focus()
}
