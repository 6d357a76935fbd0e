import { useState } from 'react'
import {
  answerPause,
  type Pause,
  promiseReturn,
  type Promised,
  readPause,
  takeBackPause,
} from '../../device/moments/pause.ts'
import { readMoment } from '../../device/moments/read.ts'
import { readUs, type Us } from '../../device/couple/us.ts'
import { instantOf } from '../../journal/move.ts'
import { toMinute } from '../../journal/pause.ts'
import { sayAhead } from '../messages/ahead.ts'
import { dateField, timeField } from '../messages/date-fields.ts'
import { sayTime } from '../messages/dates.ts'
import { frame } from '../messages/frame.ts'
import { useMessages } from '../messages/locale.tsx'
import { pause as messages } from '../messages/pause.ts'
import { sharing } from '../messages/sharing.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy.tsx'
import { Page, Quiet, Section, Stack, Trouble } from '../ui/page.tsx'
import { TimeField } from '../ui/time-field.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useClock } from '../use-clock.ts'
import { useLive, usePhone } from '../world.tsx'
import styles from './back-at.module.css'

type Failure = keyof typeof messages.failed

/** "I'll be back at …": one tap promises, the other is told, and it can be said outside the app too. */
export function BackAtScreen(props: { id: string }) {
  const { id } = props
  const phone = usePhone()
  const m = useMessages(messages)
  const f = useMessages(frame)
  const pause = useLive((open) => readPause(open, id), [id])
  const moment = useLive((open) => readMoment(open, id), [id])
  const us = useLive(readUs)
  const [changing, setChanging] = useState(false)
  const [trouble, setTrouble] = useState<Failure | null>(null)
  const clock = useClock()
  const back = { href: '/now', label: f.places.now }
  if (pause === undefined || moment === undefined || !us) return <Waiting />
  if (!pause && !moment) {
    return (
      <Page title={m.gone} back={back}>
        {null}
      </Page>
    )
  }

  async function settle(work: Promise<Promised>): Promise<void> {
    const saved = await work.catch(() => ({ ok: false, reason: 'other' }) as const)
    if (saved.ok) setChanging(false)
    setTrouble(saved.ok ? null : saved.reason === 'too-long' ? 'other' : saved.reason)
  }

  const promised = pause && pause.ended === undefined && !changing
  return (
    <Page
      title={promised ? m.back(sayAhead(instantOf(pause.until), clock)) : m.title}
      discreet
      back={back}
    >
      {promised ? (
        <Kept
          pause={pause}
          us={us}
          clock={clock}
          onChange={() => setChanging(true)}
          onBack={() => void settle(answerPause(phone, id, true))}
          onTakeBack={() => void settle(takeBackPause(phone, id))}
        />
      ) : (
        <Choose
          us={us}
          clock={clock}
          onChoose={(until) => void settle(promiseReturn(phone, id, until))}
        />
      )}
      {trouble && <Trouble>{m.failed[trouble]}</Trouble>}
    </Page>
  )
}

function Choose(props: { us: Us; clock: number; onChoose: (until: number) => void }) {
  const { us, clock, onChoose } = props
  const m = useMessages(messages)
  const s = useMessages(sharing)
  const [own, setOwn] = useState<string | null>(null)
  const nine = nextNine(clock)
  const choices = [
    [m.choices.soon, toMinute(clock + 20 * MINUTE)],
    [m.choices.hour, toMinute(clock + 60 * MINUTE)],
    [dateField(nine) === dateField(clock) ? m.choices.morning : m.choices.tomorrow, nine],
  ] as const
  const chosen = own === null || own === '' ? null : nextTime(own, clock)
  return (
    <>
      <Stack>
        <p>{m.about}</p>
        <Quiet>{us.couple && !us.closed ? m.sees(us.partner?.name ?? s.them) : m.aloneSees}</Quiet>
      </Stack>
      <ul className={styles['choices']}>
        {choices.map(([label, until]) => (
          <li key={label}>
            <button type="button" className={styles['choice']} onClick={() => onChoose(until)}>
              <span>{label}</span> <span className={styles['time']}>{sayTime(until)}</span>
            </button>
          </li>
        ))}
        <li>
          {own === null ? (
            <button
              type="button"
              className={styles['choice']}
              onClick={() => setOwn(timeField(toMinute(clock + 2 * 60 * MINUTE)))}
            >
              {m.choices.own}
            </button>
          ) : (
            <div className={styles['own']}>
              <TimeField label={m.ownTime} type="time" value={own} onChange={setOwn} />
              {chosen !== null && (
                <Button weight="main" onClick={() => onChoose(chosen)}>
                  {m.promise}
                </Button>
              )}
            </div>
          )}
        </li>
      </ul>
      {chosen !== null && <Quiet live>{m.back(sayAhead(chosen, clock))}</Quiet>}
    </>
  )
}

function Kept(props: {
  pause: Pause
  us: Us
  clock: number
  onChange: () => void
  onBack: () => void
  onTakeBack: () => void
}) {
  const { pause, us, clock, onChange, onBack, onTakeBack } = props
  const m = useMessages(messages)
  const s = useMessages(sharing)
  const until = instantOf(pause.until)
  const when = sayAhead(until, clock)
  const name = us.partner?.name ?? s.them
  const theirs = theirTime(until, us)
  const text = theirs === null ? m.messageText(when) : m.messageTextTheirs(when, theirs)
  const said = m.state[pause.state]
  return (
    <>
      <Stack>
        <output>{typeof said === 'string' ? said : said(name)}</output>
        {theirs !== null && <Quiet>{m.theirTime(name, theirs)}</Quiet>}
      </Stack>
      <Section title={m.message}>
        <p className={styles['said']}>{text}</p>
        <Buttons>
          {'share' in navigator && (
            <Button
              weight="main"
              onClick={() => {
                // Turning the share sheet away is an answer, not a failure.
                navigator.share({ text }).catch(() => undefined)
              }}
            >
              {m.send}
            </Button>
          )}
          <CopyButton label={m.copy} done={m.copied} text={text} />
        </Buttons>
      </Section>
      <Buttons>
        <Button onClick={onBack}>{m.imBack}</Button>
        <Button onClick={onChange}>{m.changeTime}</Button>
        <ButtonLink href="/now">{m.done}</ButtonLink>
        <Button weight="plain" onClick={onTakeBack}>
          {m.takeBack}
        </Button>
      </Buttons>
    </>
  )
}

const MINUTE = 60_000

/** The next nine in the morning: in the small hours that is still to come today. */
function nextNine(now: number): number {
  const date = new Date(now)
  if (date.getHours() >= 5) date.setDate(date.getDate() + 1)
  return date.setHours(9, 0, 0, 0)
}

/** The next time that the clock shows `time` (`19:02`). */
function nextTime(time: string, now: number): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const date = new Date(now)
  date.setHours(hours, minutes, 0, 0)
  if (date.getTime() <= now) date.setDate(date.getDate() + 1)
  return date.getTime()
}

/** The same instant on the other's clock; null where it reads the same as here, or is not known. */
function theirTime(until: number, { couple, closed, partner }: Us): string | null {
  if (!couple || closed || !partner?.zone) return null
  try {
    const theirs = sayTime(until, partner.zone)
    return theirs === sayTime(until) ? null : theirs
  } catch {
    // A zone that this phone has never heard of.
    return null
  }
}
