import { type ReactNode, useState } from 'react'
import { openBegun } from '../../device/week/begun.ts'
import type { Length, Place } from '../../journal/week.ts'
import { useMessages } from '../messages/locale.tsx'
import { walk as messages } from '../messages/walk.ts'
import { Circles } from '../ui/circles.tsx'
import { Quiet } from '../ui/page.tsx'
import { useWorld } from '../world.tsx'
import styles from './beginning.module.css'
import { otherThan } from './people.ts'
import { Stopped } from './stopped.tsx'
import { onFrom, type Walking } from './use-walk.ts'
import { WalkPage } from './walk-page.tsx'

/**
 * The way in: calm enough, both? How much time, and on how many phones. Taking up a walk that was
 * stopped asks again, for it may be another evening and another phone.
 */
export function Beginning(props: {
  walking: Walking
  onBegun: () => void
  onLeave: () => void
  /** The way out from where it was stopped. */
  out: ReactNode
}) {
  const { walking, onBegun, onLeave, out } = props
  const { view, people, us } = walking
  const { place } = view
  const m = useMessages(messages)
  const { demo } = useWorld()
  const [asked, setAsked] = useState<'calm' | 'length' | 'seat'>('calm')
  const [isStopped, setStopped] = useState(false)
  const [length, setLength] = useState<Length>(place?.length ?? 'long')
  const alone = people.length === 1
  // Of a walk that was stopped on the way in no more is known than that.
  const hasLength = place !== null && place.step !== 'calm'
  const isJoining = place?.seat === 'two-phones' && place.state === 'walking'

  async function begin(how: { length: Length; seat: Place['seat'] }): Promise<void> {
    const step = place && place.step !== 'calm' ? place.step : onFrom('calm', walking)
    await walking.move({
      ...how,
      // On two phones both wait at the door until each has said so for themselves.
      step: how.seat === 'two-phones' && !isJoining && !hasLength ? 'calm' : step,
      state: 'walking',
      calm: true,
    })
    // What was kept for the week is there when it is looked at.
    if (!alone) await openBegun(walking.phone, view.week)
    onBegun()
  }
  function afterCalm(): void {
    if (alone) void begin({ length: 'long', seat: 'alone' })
    else if (isJoining) void begin({ length: place.length, seat: 'two-phones' })
    else setAsked(hasLength ? 'seat' : 'length')
  }
  // Stopped on the way in: it is taken up again at the same questions.
  async function stop(): Promise<void> {
    if (!place) await walking.move({ length, step: 'calm', state: 'stopped', calm: false })
    setStopped(true)
  }
  function afterLength(chosen: Length): void {
    setLength(chosen)
    if (demo) void begin({ length: chosen, seat: 'one-phone' })
    else setAsked('seat')
  }

  if (isStopped) {
    return <Stopped full={walking.full} onGoOn={() => setStopped(false)} out={out} />
  }
  if (asked === 'length') {
    return (
      <WalkPage
        title={m.length.title}
        onBack={() => setAsked('calm')}
        onStop={() => void stop()}
        full={walking.full}
      >
        <Large
          label={m.length.long}
          about={m.length.longAbout}
          onChoose={() => afterLength('long')}
        />
        <Large
          label={m.length.short}
          about={m.length.shortAbout}
          onChoose={() => afterLength('short')}
        />
      </WalkPage>
    )
  }
  if (asked === 'seat') {
    const sit = (seat: Place['seat']) => void begin({ length, seat })
    return (
      <WalkPage
        title={m.seat.title}
        onBack={() => setAsked(hasLength ? 'calm' : 'length')}
        onStop={() => void stop()}
        full={walking.full}
      >
        <Large label={m.seat.one} about={m.seat.oneAbout} onChoose={() => sit('one-phone')} />
        {!demo && (
          <Large label={m.seat.two} about={m.seat.twoAbout} onChoose={() => sit('two-phones')} />
        )}
        {!demo && <Quiet>{m.seat.first(otherThan(people, us.me.id).name)}</Quiet>}
      </WalkPage>
    )
  }
  const isForTwo = !alone && !isJoining
  return (
    <WalkPage
      title={alone ? m.calm.alone : m.calm.both}
      about={alone ? m.calm.aboutAlone : m.calm.about}
      on={{ label: isForTwo ? m.calm.yesBoth : m.calm.yes, act: afterCalm }}
      beside={{ label: m.calm.no, act: onLeave }}
      full={walking.full}
    >
      {!alone && (
        <div className={styles['circles']}>
          <Circles />
        </div>
      )}
      {isJoining && <p>{m.calm.joining(otherThan(people, us.me.id).name)}</p>}
    </WalkPage>
  )
}

/** On two phones: this one is calm enough, and waits for the other. */
export function WaitForCalm(props: { walking: Walking; onStop: () => void }) {
  const { walking, onStop } = props
  const m = useMessages(messages).calm
  const { name } = otherThan(walking.people, walking.us.me.id)
  return (
    <WalkPage
      title={m.waiting(name)}
      about={m.waitingMore(name)}
      onStop={onStop}
      full={walking.full}
    >
      <div className={styles['circles']}>
        <Circles />
      </div>
    </WalkPage>
  )
}

/** A choice that fills the width: two of them are all that is on the screen. */
function Large(props: { label: string; about: string; onChoose: () => void }) {
  return (
    <button type="button" className={styles['large']} onClick={props.onChoose}>
      <span className={styles['label']}>{props.label}</span>
      <span className={styles['more']}>{props.about}</span>
    </button>
  )
}
