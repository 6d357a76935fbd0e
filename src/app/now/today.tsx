import { differenceInCalendarDays } from 'date-fns/differenceInCalendarDays'
import { lazy, Suspense, useState } from 'react'
import type { Moment } from '../../device/moments/read.ts'
import { instantOf } from '../../journal/move.ts'
import { sayRecent } from '../messages/dates.ts'
import { kinds } from '../messages/kinds.ts'
import { useMessages } from '../messages/locale.tsx'
import { now } from '../messages/now.ts'
import { Button } from '../ui/button.tsx'
import { Shape } from '../ui/shape.tsx'
import styles from './today.module.css'

const TodayOpened = lazy(async () => ({
  default: (await import('./today-opened.tsx')).TodayOpened,
}))

/** Today's own moments: form and time. The words stay closed until a tap, the phone may be in another hand. */
export function Today(props: {
  moments: readonly Moment[]
  clock: number
  partner: string | null
  /** The one whose Undo stands above already. */
  above: string | null
  onUndo: (id: string) => void
}) {
  const { moments, clock, partner, above, onUndo } = props
  const m = useMessages(now)
  if (moments.length === 0) return null
  const isToday = moments.every(
    ({ move }) => differenceInCalendarDays(clock, instantOf(move.at)) === 0,
  )
  return (
    <section className={styles['today']} aria-labelledby="today">
      <h2 id="today" className={styles['title']}>
        {isToday ? m.today : m.lately}
      </h2>
      <ol className={styles['list']}>
        {moments.map((moment) => (
          <Row
            key={moment.id}
            moment={moment}
            clock={clock}
            partner={partner}
            undo={moment.id === above ? null : onUndo}
          />
        ))}
      </ol>
    </section>
  )
}

function Row(props: {
  moment: Moment
  clock: number
  partner: string | null
  undo: ((id: string) => void) | null
}) {
  const { moment, clock, partner, undo } = props
  const m = useMessages(now)
  const k = useMessages(kinds)
  const [open, setOpen] = useState(false)
  const what = k.mine[moment.move.kind]
  const when = sayRecent(moment.move.at, clock)
  return (
    <li className={styles['row']}>
      <div className={styles['head']}>
        <button
          type="button"
          className={styles['open']}
          aria-expanded={open}
          aria-label={m.rowLabel(what, when)}
          onClick={() => setOpen(!open)}
        >
          <Shape kind={moment.move.kind} outlined={moment.visible.to === 'me'} />
          <span>{when}</span>
        </button>
        {undo && (
          <Button
            weight="plain"
            aria-label={m.undoOf(m.rowLabel(what, when))}
            onClick={() => undo(moment.id)}
          >
            {m.undo}
          </Button>
        )}
      </div>
      {open && (
        <Suspense fallback={null}>
          <TodayOpened moment={moment} clock={clock} partner={partner} />
        </Suspense>
      )}
    </li>
  )
}
