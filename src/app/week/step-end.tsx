import type { ReactNode } from 'react'
import { weekAfter } from '../../device/week/week-days.ts'
import { useMessages } from '../messages/locale.tsx'
import { walk as messages } from '../messages/walk.ts'
import { sayDate } from '../messages/week-dates.ts'
import { Circles } from '../ui/circles.tsx'
import { Quiet, Section } from '../ui/page.tsx'
import styles from './beginning.module.css'
import { Plan } from './plan.tsx'
import type { Walking } from './use-walk.ts'
import { WalkPage } from './walk-page.tsx'

/** The end, and what was planned. */
export function EndStep(props: { walking: Walking; out: ReactNode }) {
  const { view, people, beat, now } = props.walking
  const m = useMessages(messages).end
  const paired = people.length > 1
  return (
    <WalkPage
      title={paired ? m.title : m.titleAlone}
      about={paired ? m.thanks : m.thanksAlone}
      full={props.walking.full}
    >
      {paired && (
        <div className={styles['circles']}>
          <Circles />
        </div>
      )}
      {view.experiment && (
        <Section title={m.plan}>
          <Plan plan={view.experiment} people={people} />
        </Section>
      )}
      <Quiet>{m.next(sayDate(weekAfter(now, beat), now))}</Quiet>
      {props.out}
    </WalkPage>
  )
}
