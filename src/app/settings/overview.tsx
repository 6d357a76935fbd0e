import { useState } from 'react'
import { Link } from 'wouter'
import { MAX_NAME } from '../../journal/entry.ts'
import { readStatus } from '../../device/sync/status.ts'
import { readHasBefore } from '../../device/couple/earlier.ts'
import { sayName } from '../../device/couple/profile.ts'
import { readUs, type Us } from '../../device/couple/us.ts'
import { before } from '../messages/before.ts'
import { frame } from '../messages/frame.ts'
import { useMessages } from '../messages/locale.tsx'
import { settings } from '../messages/settings.ts'
import { DefaultSharing } from '../pairing/default-sharing.tsx'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { Page, Quiet, Section, Stack, Trouble } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useLive, usePhone } from '../world.tsx'
import styles from './overview.module.css'
import { KeysLines } from './keys-lines.tsx'
import { StorageHint } from './storage-hint.tsx'

/** Us: who is here, and the ways to everything else. */
export function Overview() {
  const m = useMessages(settings)
  const f = useMessages(frame)
  const us = useLive(readUs)
  const status = useLive(readStatus)
  const b = useMessages(before)
  const hasBefore = useLive(readHasBefore) ?? false
  if (!us || !status) return <Waiting />
  const paired = us.couple !== null && !us.closed
  return (
    <Page title={m.title} back={{ href: '/now', label: f.places.now }}>
      {paired ? (
        <h2>{m.two(us.me.name ?? m.you, us.partner?.name ?? m.partner)}</h2>
      ) : (
        <Stack>
          <h2>{us.closed ? m.closed : m.alone}</h2>
          {!us.closed && <Quiet>{m.aloneMore}</Quiet>}
          <Buttons>
            <ButtonLink weight="main" href="/us/pairing">
              {m.invite}
            </ButtonLink>
            <ButtonLink href="/join">{m.haveInvite}</ButtonLink>
          </Buttons>
        </Stack>
      )}
      <KeysLines />
      <StorageHint once />
      <Section>
        <OwnName us={us} />
      </Section>
      {paired && (
        <Section>
          <DefaultSharing />
        </Section>
      )}
      <nav aria-label={m.title}>
        <ul className={styles['rows']}>
          {status.parked > 0 && <Row to="/us/parked" label={m.rows.parked} />}
          <Row to="/us/hues" label={m.rows.hues} />
          <Row to="/us/devices" label={m.rows.devices} />
          <Row to="/us/words" label={m.rows.words} />
          <Row to="/us/server" label={m.rows.server} />
          <Row to="/us/journal" label={m.rows.journal} />
          {hasBefore && <Row to="/us/before" label={b.title} />}
          <Row to="/us/lock" label={m.rows.lock} />
          <Row to="/us/care" label={m.rows.care} />
          <Row to="~/demo/tide" label={m.rows.demo} />
          <Row to="/us/about" label={m.rows.about} />
          <Row to="/us/account" label={m.rows.account} />
        </ul>
      </nav>
    </Page>
  )
}

/** The same place for the made-up couple: their names, and nothing to set. */
export function DemoOverview() {
  const m = useMessages(settings)
  const f = useMessages(frame)
  const us = useLive(readUs)
  if (!us) return <Waiting />
  return (
    <Page title={m.title} back={{ href: '/tide', label: f.places.tide }}>
      <h2>{m.two(us.me.name ?? m.you, us.partner?.name ?? m.partner)}</h2>
      <p>{m.demoAbout}</p>
      <Buttons>
        <ButtonLink weight="main" href="~/now">
          {f.demo.leave}
        </ButtonLink>
        <ButtonLink href="/us/about">{m.rows.about}</ButtonLink>
      </Buttons>
    </Page>
  )
}

function Row(props: { to: string; label: string }) {
  return (
    <li>
      <Link href={props.to} className={styles['row']}>
        {props.label}
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M9.5 5.5 16 12l-6.5 6.5" />
        </svg>
      </Link>
    </li>
  )
}

function OwnName(props: { us: Us }) {
  const m = useMessages(settings)
  const phone = usePhone()
  const { name } = props.us.me
  const [typed, setTyped] = useState<string | null>(null)
  const [state, setState] = useState<'idle' | 'saved' | 'full'>('idle')
  const value = typed ?? name ?? ''
  const changed = value.trim() !== (name ?? '') && value.trim() !== ''

  async function keep(): Promise<void> {
    const saved = await sayName(phone, value.trim())
    setState(saved.ok ? 'saved' : 'full')
    if (saved.ok) setTyped(null)
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (changed) keep().catch(() => setState('full'))
      }}
    >
      <Stack>
        <TextField
          label={m.name}
          about={m.nameAbout}
          plain
          max={MAX_NAME}
          autoComplete="given-name"
          value={value}
          onChange={(text) => {
            setState('idle')
            setTyped(text)
          }}
        />
        {changed && (
          <Buttons>
            <Button type="submit">{m.save}</Button>
          </Buttons>
        )}
        {state === 'saved' && <Quiet live>{m.saved}</Quiet>}
        {state === 'full' && <Trouble>{m.nameNotKept}</Trouble>}
      </Stack>
    </form>
  )
}
