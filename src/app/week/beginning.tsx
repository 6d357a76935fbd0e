import { useState } from 'react'
import { openForWeek } from '../../device/moments/due.ts'
import type { Length, Place } from '../../journal/week.ts'
import { useMessages } from '../messages/locale.tsx'
import { walk as messages } from '../messages/walk.ts'
import { Circles } from '../ui/circles.tsx'
import { useWorld } from '../world.tsx'
import styles from './beginning.module.css'
import { otherThan } from './people.ts'
import { onFrom, type Walking } from './use-walk.ts'
import { WalkPage } from './walk-page.tsx'

/**
 * The way in: calm enough, both? How much time, and on how many phones. Taking up a walk that was
 * stopped asks again, for it may be another evening and another phone.
 */
export function Beginning(props: { walking: Walking; onBegun: () => void; onLeave: () => void }) {
  const { walking, onBegun, onLeave } = props
  const { view, people, us } = walking
  const { place } = view
  const m = useMessages(messages)
  const { demo } = useWorld()
  const [asked, setAsked] = useState<'calm' | 'length' | 'seat'>('calm')
  const [length, setLength] = useState<Length>(place?.length ?? 'long')
  const alone = people.length === 1
  const isJoining = place?.seat === 'two-phones' && place.state === 'walking'

  async function begin(how: { length: Length; seat: Place['seat'] }): Promise<void> {
    const step = place && place.step !== 'calm' ? place.step : onFrom('calm', walking)
    await walking.move({
      ...how,
      // On two phones both wait at the door until each has said so for themselves.
      step: how.seat === 'two-phones' && !place ? 'calm' : step,
      state: 'walking',
      calm: true,
    })
    // What was kept for the week is there when it is looked at.
    if (!alone) await openForWeek(walking.phone)
    onBegun()
  }
  function afterCalm(): void {
    if (alone) void begin({ length: 'long', seat: 'alone' })
    else if (isJoining) void begin({ length: place.length, seat: 'two-phones' })
    else setAsked(place ? 'seat' : 'length')
  }
  function afterLength(chosen: Length): void {
    setLength(chosen)
    if (demo) void begin({ length: chosen, seat: 'one-phone' })
    else setAsked('seat')
  }

  if (asked === 'length') {
    return (
      <WalkPage
        title={m.length.title}
        onBack={() => setAsked('calm')}
        onStop={onLeave}
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
        onBack={() => setAsked(place ? 'calm' : 'length')}
        onStop={onLeave}
        full={walking.full}
      >
        <Large label={m.seat.one} about={m.seat.oneAbout} onChoose={() => sit('one-phone')} />
        {!demo && (
          <Large label={m.seat.two} about={m.seat.twoAbout} onChoose={() => sit('two-phones')} />
        )}
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
