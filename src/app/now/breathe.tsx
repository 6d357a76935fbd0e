import { useEffect, useRef, useState } from 'react'
import { breathe } from '../messages/breathe.ts'
import { frame } from '../messages/frame.ts'
import { useMessages } from '../messages/locale.tsx'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { Check, ChoiceList } from '../ui/choice.tsx'
import { Fold } from '../ui/fold.tsx'
import { Page } from '../ui/page.tsx'
import styles from './breathe.module.css'
import { breathAt, type Pace, PACES } from './breath.ts'
import { makeTone, type Tone } from './tone.ts'

type Breath = 'in' | 'out' | 'done'

/** One minute of long breaths out. It begins by itself, can be left at any time, and keeps nothing. */
export function BreatheScreen() {
  const m = useMessages(breathe)
  const f = useMessages(frame)
  const [pace, setPace] = useState<Pace>('four')
  const [still, setStill] = useState(() => matchMedia('(prefers-reduced-motion: reduce)').matches)
  const [sound, setSound] = useState(false)
  const [touch, setTouch] = useState(true)
  const [turn, setTurn] = useState(0)
  return (
    <Page title={m.title} back={{ href: '/now', label: f.places.now }}>
      <Minute
        key={`${pace}/${turn}`}
        pace={pace}
        still={still}
        sound={sound}
        touch={touch}
        onAgain={() => setTurn(turn + 1)}
      />
      <Fold label={m.how}>
        <ChoiceList
          legend={m.how}
          hideLegend
          options={(Object.keys(PACES) as Pace[]).map((value) => ({
            value,
            label: m.paces[value],
          }))}
          value={pace}
          onChoose={setPace}
        />
        <Check label={m.still} checked={still} onChange={setStill} />
        <Check label={m.sound} checked={sound} onChange={setSound} />
        {'vibrate' in navigator && <Check label={m.touch} checked={touch} onChange={setTouch} />}
      </Fold>
    </Page>
  )
}

function Minute(props: {
  pace: Pace
  still: boolean
  sound: boolean
  touch: boolean
  onAgain: () => void
}) {
  const { pace, still, sound, touch, onAgain } = props
  const m = useMessages(breathe)
  const breath = useBreath(pace)
  useTone(breath, pace, sound)
  useWakeLock(breath !== 'done')
  useEffect(() => {
    // Without a tap before, as from the home screen, a browser would refuse it aloud.
    const canTouch = touch && (navigator.userActivation?.hasBeenActive ?? true)
    if (canTouch && breath !== 'done') navigator.vibrate?.(breath === 'in' ? 30 : [20, 80, 20])
  }, [breath, touch])

  const seconds = breath === 'in' ? PACES[pace].in : PACES[pace].out
  return (
    <>
      <div className={styles['space']}>
        {/* Round and soft; what is said inside is enough without it. */}
        <div
          className={`${styles['air']} ${still ? styles['still'] : styles[breath]}`}
          style={{ transitionDuration: `${seconds}s` }}
          aria-hidden="true"
        />
        <output className={styles['said']}>{m[breath]}</output>
      </div>
      <Buttons>
        {breath === 'done' && <Button onClick={onAgain}>{m.again}</Button>}
        <ButtonLink href="/now">{m.leave}</ButtonLink>
      </Buttons>
    </>
  )
}

/** In, out, and after a minute and the breath it ends in: done. */
function useBreath(pace: Pace): Breath {
  const [breath, setBreath] = useState<Breath>('in')
  useEffect(() => {
    const began = performance.now()
    let timer: ReturnType<typeof setTimeout>
    const step = () => {
      const { breath: now, next } = breathAt(performance.now() - began, pace)
      setBreath(now)
      if (next !== null) timer = setTimeout(step, Math.max(0, began + next - performance.now()))
    }
    step()
    return () => clearTimeout(timer)
  }, [pace])
  return breath
}

function useTone(breath: Breath, pace: Pace, on: boolean): void {
  const tone = useRef<Tone | null>(null)
  useEffect(() => {
    if (!on) return undefined
    const made = makeTone()
    tone.current = made
    return () => {
      tone.current = null
      made.stop()
    }
  }, [on])
  useEffect(() => {
    if (on && breath !== 'done') tone.current?.swell(breath, PACES[pace][breath])
  }, [breath, pace, on])
}

/** Keeps the screen from going dark while one breathes, where the browser lets it. */
function useWakeLock(isWanted: boolean): void {
  useEffect(() => {
    if (!isWanted || !('wakeLock' in navigator)) return undefined
    const asking = navigator.wakeLock.request('screen').catch(() => null)
    return () => void asking.then((lock) => lock?.release())
  }, [isWanted])
}
