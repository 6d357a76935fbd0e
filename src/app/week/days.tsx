import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import { readLoopNotes } from '../../device/loops/loop-notes.ts'
import { readOwnLoops } from '../../device/loops/own-loops.ts'
import { type Moment, readMoments, readPlaces } from '../../device/moments/read.ts'
import { readUs } from '../../device/couple/us.ts'
import { sayDays, sayOnDay } from '../messages/days.ts'
import { instantOf } from '../../journal/move.ts'
import { useMessages } from '../messages/locale.tsx'
import { tide } from '../messages/tide.ts'
import { week } from '../messages/week.ts'
import { sayOnDays } from '../messages/week-dates.ts'
import { gatherLoops, type Loop, loopAddress } from '../tide/loops.ts'
import { sayLoop } from '../tide/rule-row.tsx'
import { Button, Buttons } from '../ui/button.tsx'
import { Page, Quiet, Section } from '../ui/page.tsx'
import { Shape } from '../ui/shape.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useRuns } from '../use-runs.ts'
import { useLive, usePhone } from '../world.tsx'
import { glanceAt, placesIn, spanOf } from './glance.ts'
import styles from './days.module.css'

const DAY = 24 * 60 * 60 * 1000

/** Seven days at a glance, good things first. Its owner alone looks at it. */
export function DaysScreen() {
  const m = useMessages(week)
  const phone = usePhone()
  const [ago, setAgo] = useState(0)
  const clock = phone.runtime.clock()
  const span = spanOf(clock, ago)
  const places = useLive(readPlaces)
  const us = useLive(readUs)
  const own = useLive(readOwnLoops)
  const notes = useLive(readLoopNotes)
  const state = useRuns()
  const keys = placesIn(places ?? [], span).join(' ')
  const moments = useLive(
    async (open) => {
      const read = await readMoments(open, keys === '' ? [] : keys.split(' '))
      return read.filter((each): each is Moment => 'move' in each)
    },
    [keys],
  )
  const loops = useMemo(
    () => gatherLoops(state.runs, own ?? [], phone.me, notes),
    [state.runs, own, phone.me, notes],
  )
  if (!places || !us || !own || !notes || !moments) return <Waiting />

  const paired = us.couple !== null
  const glance = glanceAt(moments, loops, paired)
  const hasEarlier = (places[0]?.at ?? clock) < span.from
  return (
    <Page title={m.days} back={{ href: '/week', label: m.back }}>
      <div className={styles['head']}>
        <p>{sayDays(span.from, span.until - DAY / 2)}</p>
        <Quiet>{paired ? m.together : m.alone}</Quiet>
      </div>
      {moments.length === 0 ? (
        <Section title={ago === 0 ? m.quiet : m.passedTitle}>
          <p>{ago === 0 ? m.quietMore : m.passed}</p>
        </Section>
      ) : (
        <>
          <Section title={m.turnings}>
            <Turnings moments={glance.turnings} paired={paired} clock={clock} />
          </Section>
          {paired && (
            <Section title={m.loops}>
              <p>
                {glance.loops.length === 0
                  ? m.loopsNone
                  : m.loopsLine(
                      glance.loops.length,
                      glance.loops.filter(({ ending }) => ending === 'repair').length,
                    )}
              </p>
              <LoopLinks loops={glance.loops} />
            </Section>
          )}
          {glance.own.length > 0 && (
            <Section title={m.own}>
              <LoopLinks loops={glance.own} />
            </Section>
          )}
          {glance.waiting > 0 && <Quiet>{m.opens(glance.waiting)}</Quiet>}
        </>
      )}
      <Buttons>
        {hasEarlier && <Button onClick={() => setAgo(ago + 1)}>{m.earlier}</Button>}
        {ago > 0 && <Button onClick={() => setAgo(ago - 1)}>{m.later}</Button>}
      </Buttons>
    </Page>
  )
}

/** The days on which somebody turned back: days, not people, so that nobody can be counted. */
function Turnings(props: { moments: readonly Moment[]; paired: boolean; clock: number }) {
  const { moments, paired, clock } = props
  const m = useMessages(week)
  if (moments.length === 0) return <Quiet>{m.turningsNone}</Quiet>
  const days = new Set(moments.map(({ move }) => sayOnDay(instantOf(move.at), clock)))
  const said = sayOnDays([...days])
  return (
    <div className={styles['turnings']}>
      <Shape kind="repair" />
      <p>{paired ? m.turnedBoth(said) : m.turnedAlone(said)}</p>
    </div>
  )
}

function LoopLinks(props: { loops: readonly Loop[] }) {
  const t = useMessages(tide).loop
  return (
    <ul className={styles['list']}>
      {props.loops.map((loop) => (
        <li key={`${loop.by} ${loop.id}`}>
          <Link href={loopAddress(loop)} className={styles['link']}>
            {sayLoop(loop, null, t)}
          </Link>
        </li>
      ))}
    </ul>
  )
}
