import type { Moment } from '../../device/moments/read.ts'
import { useMessages } from '../messages/locale.tsx'
import { loop } from '../messages/loop.ts'
import { Quiet } from '../ui/page.tsx'
import { hoursBetween } from './find.ts'
import { useWho } from './use-who.ts'
import type { FoundStory } from './use-story.ts'
import styles from './loop.module.css'

/** Why a loop is drawn: every arrow in words that read the same from either end, and what it rests on. */
export function Why(props: { story: FoundStory; moments: readonly Moment[] }) {
  const { moments } = props
  const { cycle, keyOf, us } = props.story
  const m = useMessages(loop)
  const say = useWho(us)
  const momentOf = (id: string) => moments.find(({ key }) => key === keyOf[id])
  return (
    <details className={styles['why']}>
      <summary>{m.why}</summary>
      <div className={styles['reasons']}>
        <Quiet>{m.whyAbout}</Quiet>
        <ol className={styles['reasons']}>
          {cycle.arrows.map((arrow) => {
            const [from, to] = [momentOf(arrow.from), momentOf(arrow.to)]
            if (!from || !to) return null
            const hours = hoursBetween(from, to) ?? arrow.lagHours
            return (
              <li key={arrow.to}>
                <p>{m.pair(say(from), say(to))}</p>
                <Quiet>{m.arrow(m.lag(hours), m.oneIn(arrow.oneIn))}</Quiet>
              </li>
            )
          })}
        </ol>
        {cycle.grade === 'cycle' && <Quiet>{m.chance(Math.round(cycle.probability * 100))}</Quiet>}
        <Quiet>{m.restsOn(cycle.entries.length)}</Quiet>
      </div>
    </details>
  )
}
