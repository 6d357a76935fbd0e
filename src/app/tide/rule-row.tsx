import { Link } from 'wouter'
import { sayDay } from '../messages/dates.ts'
import { useMessages } from '../messages/locale.tsx'
import { tide } from '../messages/tide.ts'
import { type Loop, loopAddress } from './loops.ts'
import styles from './rule-row.module.css'

/** Where a day begins, or a gap is folded. */
export function RuleRow(props: { day: number | null; gap: number; now: number }) {
  const { day, gap, now } = props
  const m = useMessages(tide)
  const folded = gap >= 36 || (gap > 0 && day === null)
  return (
    <div className={styles['rule']}>
      {folded && <span className={styles['fold']}>{m.fold(gap)}</span>}
      {day !== null && <span className={styles['day']}>{sayDay(day, now)}</span>}
    </div>
  )
}

/** After a loop's last moment: what it was, in one line, and the way to its page. */
export function LoopRow(props: { loop: Loop; turns: number | null; onFollow: () => void }) {
  const { loop, turns, onFollow } = props
  const m = useMessages(tide).loop
  return (
    <div className={styles['loop']}>
      <Link href={loopAddress(loop)} className={styles['link']} onClick={onFollow}>
        {sayLoop(loop, turns, m)}
      </Link>
    </div>
  )
}

/** A loop in one line. */
export function sayLoop(loop: Loop, turns: number | null, m: typeof tide.loop): string {
  if (loop.by === 'own') return loop.name ? m.own(loop.name) : m.ownNameless
  const what = loop.short ? m.exchange : turns && turns > 1 ? m.highlighted(turns) : m.once
  const parts = [what]
  if (loop.ending) parts.push(m.ending[loop.ending])
  if (loop.by === 'private') parts.push(m.private)
  return parts.join('; ')
}
