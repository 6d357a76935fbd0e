import { useCallback, useEffect, useState } from 'react'
import { forgetCleared, wasCleared } from '../../device/cleared.ts'
import { noteLastNight, readLastNight } from '../../device/moments/last-night.ts'
import { hasOpened } from '../../device/moments/opened.ts'
import { answerPause, readPauses } from '../../device/moments/pause.ts'
import { dueSoon, keepMine, postpone } from '../../device/moments/due.ts'
import { readStillToCome } from '../../device/moments/still-to-come.ts'
import { readWrongClock } from '../../device/moments/wrong-clock.ts'
import type { Us } from '../../device/couple/us.ts'
import { instantOf, isDateOnly } from '../../journal/move.ts'
import { isAsked } from '../../journal/pause.ts'
import { sayAgo, sayAhead } from '../messages/ahead.ts'
import { sayDay, sayTime } from '../messages/dates.ts'
import { further } from '../messages/further.ts'
import { useMessages } from '../messages/locale.tsx'
import { pause as pauseMessages } from '../messages/pause.ts'
import { sharing } from '../messages/sharing.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { Quiet, Trouble } from '../ui/page.tsx'
import { Newcomers } from '../settings/newcomers.tsx'
import { useAnswer } from '../use-answer.ts'
import { useClock } from '../use-clock.ts'
import { useLive, usePhone, useWorld } from '../world.tsx'
import { DueLine, PairingOffer } from './around.tsx'
import styles from './around.module.css'
import { isCalm, restOffer } from './calm.ts'

/** Quiet lines that are seldom there: pauses, what the other opened, last night, what opens next, an offer. */
export function Further(props: { us: Us; last: number | null; untouched: boolean }) {
  const { us, last, untouched } = props
  const s = useMessages(sharing)
  const name = us.partner?.name ?? s.them
  return (
    <>
      <Cleared />
      <Pauses name={name} />
      {!us.closed && <Opened name={name} />}
      {untouched && <LastNight />}
      {us.partner && <Due name={name} />}
      <Newcomers />
      <WrongClock />
      <StillToCome />
      {!us.couple && untouched && <Offer last={last} />}
    </>
  )
}

function Cleared() {
  const phone = usePhone()
  const m = useMessages(further).cleared
  const cleared = useLive(wasCleared)
  if (!cleared) return null
  return (
    <div className={styles['aside']}>
      <p role="alert">{m.line}</p>
      <Buttons>
        <ButtonLink href="/us/devices">{m.bring}</ButtonLink>
        <Button onClick={() => void forgetCleared(phone)}>{m.known}</Button>
      </Buttons>
    </div>
  )
}

function WrongClock() {
  const m = useMessages(further)
  const wrong = useLive(readWrongClock)
  if (wrong == null) return null
  return <Quiet>{m.wrongClock(m.far(Math.abs(wrong)), wrong > 0)}</Quiet>
}

/** Nobody tells a journal of one that its clock was ahead, but its own moments can. */
function StillToCome() {
  const m = useMessages(further)
  const moment = useLive(readStillToCome)
  const clock = useClock()
  if (!moment) return null
  const { at } = moment.move
  const day = sayDay(instantOf(at), clock)
  const when = isDateOnly(at) ? day : `${day}, ${sayTime(instantOf(at))}`
  return (
    <div className={styles['aside']}>
      <p>{m.stillToCome(when)}</p>
      <Buttons>
        <ButtonLink href={`/entry/${moment.id}/when`}>{m.putRight}</ButtonLink>
      </Buttons>
    </div>
  )
}

function Due(props: { name: string }) {
  const phone = usePhone()
  const due = useLive(dueSoon)
  if (!due) return null
  return (
    <DueLine
      count={due.ids.length}
      opensAt={due.opensAt}
      clock={phone.runtime.clock()}
      name={props.name}
      onNotYet={() => void postpone(phone, due)}
      onKeepMine={() => void keepMine(phone, due.ids)}
    />
  )
}

function Offer(props: { last: number | null }) {
  const { runtime } = useWorld()
  const [offered, setOffered] = useState(true)
  const clock = runtime.clock()
  if (!offered || !isCalm(props.last, clock)) return null
  return (
    <PairingOffer
      onLater={() => {
        restOffer(clock)
        setOffered(false)
      }}
    />
  )
}

function Pauses(props: { name: string }) {
  const { name } = props
  const phone = usePhone()
  const m = useMessages(pauseMessages)
  const pauses = useLive(readPauses)
  const clock = useClock()
  const [failed, setFailed] = useState(false)
  if (!pauses) return null
  const isAhead = ({ until }: { until: string }) => instantOf(until) > clock
  const mine = pauses.findLast((each) => each.mine && each.ended === undefined && isAhead(each))
  const theirs = pauses.findLast((each) => !each.mine && isAhead(each))
  const asked = pauses.findLast((each) => each.mine && isAsked(each, clock))

  async function answer(id: string, cameBack: boolean): Promise<void> {
    const saved = await answerPause(phone, id, cameBack)
    setFailed(!saved.ok)
  }

  return (
    <>
      {asked && (
        <div className={styles['aside']}>
          <p>{m.asked(sayAgo(asked.until, clock))}</p>
          <Buttons>
            {([true, false] as const).map((cameBack) => (
              <Button
                key={String(cameBack)}
                onClick={() => void answer(asked.id, cameBack).catch(() => setFailed(true))}
              >
                {cameBack ? m.yes : m.no}
              </Button>
            ))}
          </Buttons>
          {failed && <Trouble>{m.failed.other}</Trouble>}
        </div>
      )}
      {mine && (
        <div className={styles['aside']}>
          <output>{m.back(sayAhead(instantOf(mine.until), clock))}</output>
          <Buttons>
            <ButtonLink href={`/pause/${mine.id}`}>{m.see}</ButtonLink>
          </Buttons>
        </div>
      )}
      {theirs && (
        <div className={styles['aside']}>
          <output>{m.theirs(name, sayAhead(instantOf(theirs.until), clock))}</output>
        </div>
      )}
    </>
  )
}

/** How long into a visit something that has just arrived may still be said, in ms. Later it waits for the next. */
const ARRIVING = 15_000

function Opened(props: { name: string }) {
  const m = useMessages(further)
  const has = useLive(hasOpened)
  const [arriving, setArriving] = useState(true)
  const [said, setSaid] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setArriving(false), ARRIVING)
    return () => clearTimeout(timer)
  }, [])
  if (has && arriving && !said) setSaid(true)
  if (!has || !said) return null
  return (
    <div className={styles['aside']}>
      <output>{m.opened(props.name)}</output>
      <Buttons>
        <ButtonLink href="/tide">{m.see}</ButtonLink>
      </Buttons>
    </div>
  )
}

/** It has been met once it was looked at or put away. A tap on a form hides it for now, and uses nothing up. */
function LastNight() {
  const phone = usePhone()
  const m = useMessages(further)
  const [found, askAgain] = useAnswer(useCallback(() => readLastNight(phone), [phone]))
  const night = found.phase === 'answered' ? found.value : null
  if (!night) return null
  const met = () => void noteLastNight(phone).then(askAgain, () => undefined)
  const { id, move } = night.moment
  const time = sayTime(instantOf(move.at))
  return (
    <div className={styles['aside']}>
      <p>
        {isDateOnly(move.at)
          ? m.yesterdaySomeTime
          : night.wasNight
            ? m.lastNight(time)
            : m.yesterday(time)}
      </p>
      <Buttons>
        <ButtonLink href={`/entry/${id}/situations`} onClick={met}>
          {m.look}
        </ButtonLink>
        <Button weight="plain" onClick={met}>
          {m.notToday}
        </Button>
      </Buttons>
    </div>
  )
}
