import { instantOf } from '../../journal/move.ts'
import { sayDays, sayList, sayOnDay } from '../messages/days.ts'
import { useMessages } from '../messages/locale.tsx'
import { tide } from '../messages/tide.ts'
import { walk as messages } from '../messages/walk.ts'
import { sayOnDays } from '../messages/week-dates.ts'
import { week as doorway } from '../messages/week.ts'
import { sayLoop } from '../tide/rule-row.tsx'
import { spanOfWeek } from '../../device/week/week-days.ts'
import { Quiet, Section } from '../ui/page.tsx'
import { Shape } from '../ui/shape.tsx'
import { Waiting } from '../ui/waiting.tsx'
import styles from './step-glance.module.css'
import type { StepProps } from './steps.tsx'
import { useLooked } from './use-looked.ts'
import { WalkPage } from './walk-page.tsx'

const NOON = 12 * 60 * 60 * 1000

/** The week at a glance: the turnings-back first, then the loops. Nothing is counted per person. */
export function GlanceStep({ walking, ways, aside }: StepProps) {
  const { view, people, beat, now } = walking
  const m = useMessages(messages).glance
  const d = useMessages(doorway)
  const t = useMessages(tide).loop
  const paired = people.length > 1
  const looked = useLooked(view.week, beat.zone, paired)
  if (!looked) return <Waiting />
  const { from, until } = spanOfWeek(view.week, beat.zone)
  const days = [...new Set(looked.turnings.map(({ move }) => sayOnDay(instantOf(move.at), now)))]
  const said = sayOnDays(days)
  const rested = looked.loops.filter(({ ending }) => ending === 'repair').length
  return (
    <WalkPage
      title={m.title}
      about={sayDays(from + NOON, Math.max(until - NOON, now))}
      on={{ act: ways.on }}
      onBack={ways.back}
      onStop={ways.stop}
      full={walking.full}
    >
      {aside}
      {looked.moments.length === 0 ? (
        <p>{m.quiet}</p>
      ) : (
        <>
          <Section title={d.turnings}>
            {days.length === 0 ? (
              <Quiet>{d.turningsNone}</Quiet>
            ) : (
              <div className={styles['turnings']}>
                <Shape kind="repair" />
                <p>
                  {paired
                    ? m.turned(sayList(people.map(({ name }) => name)), said)
                    : m.turnedAlone(said)}
                </p>
              </div>
            )}
          </Section>
          {paired && (
            <Section title={d.loops}>
              <p>
                {looked.loops.length === 0 ? d.loopsNone : d.loopsLine(looked.loops.length, rested)}
              </p>
            </Section>
          )}
          {looked.own.length > 0 && (
            <Section title={d.own}>
              <ul className={styles['own']}>
                {looked.own.map((loop) => (
                  <li key={loop.id}>{sayLoop(loop, null, t)}</li>
                ))}
              </ul>
            </Section>
          )}
        </>
      )}
    </WalkPage>
  )
}
