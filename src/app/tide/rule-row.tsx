import { Link } from 'wouter'
import { sayShortDay, sayWeek } from '../messages/days.ts'
import { useMessages } from '../messages/locale.tsx'
import { tide } from '../messages/tide.ts'
import { type Loop, loopAddress } from './loops.ts'
import { isFolded } from './rows.ts'
import styles from './rule-row.module.css'

/** Where a week or a day begins, or a gap is folded. */
export function RuleRow(props: {
  day: number | null
  gap: number
  week: number | null
  now: number
}) {
  const { day, gap, week, now } = props
  const m = useMessages(tide)
  return (
    <div className={styles['rule']}>
      {isFolded({ gap, day }) && <span className={styles['fold']}>{m.fold(gap)}</span>}
      {week !== null && <span className={styles['week']}>{sayWeek(week, now)}</span>}
      {day !== null && <span className={styles['day']}>{sayShortDay(day)}</span>}
    </div>
  )
}

/** After a loop's last moment: what it was, in one line, and the way to its page once it has a story. */
export function LoopRow(props: {
  loop: Loop
  turns: number | null
  /** It is being read beside the timeline. */
  isOpen: boolean
  onFollow: (event: { preventDefault: () => void }) => void
}) {
  const { loop, turns, isOpen, onFollow } = props
  const m = useMessages(tide)
  if (loop.moving) {
    return (
      <div className={styles['loop']}>
        <p className={styles['moving']}>{m.stillMoving}</p>
      </div>
    )
  }
  const isFaint = loop.by === 'shared' && !loop.strong
  return (
    <div className={styles['loop']}>
      <Link
        href={loopAddress(loop)}
        className={`${styles['link']} ${isFaint ? styles['faint'] : ''}`}
        aria-current={isOpen ? 'true' : undefined}
        onClick={onFollow}
      >
        {sayLoop(loop, turns, m.loop)}
      </Link>
    </div>
  )
}

/** Where a stretch ends in which one side is written. Of whom is not said. */
export function OneSidedRow() {
  return <p className={styles['aside']}>{useMessages(tide).oneSided}</p>
}

/** A loop in one line. */
export function sayLoop(loop: Loop, turns: number | null, m: typeof tide.loop): string {
  if (loop.by === 'own') return loop.name ? m.own(loop.name) : m.ownNameless
  const what = loop.short ? m.exchange : turns && turns > 1 ? m.highlighted(turns) : m.once
  const parts = [loop.name ? m.named(loop.name, what) : what]
  if (loop.ending) parts.push(m.ending[loop.ending])
  if (loop.told?.isSeenDifferently) parts.push(m.seenDifferently)
  if (loop.by === 'private') parts.push(m.private)
  return parts.join('; ')
}
