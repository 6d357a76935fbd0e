import { type CSSProperties, useDeferredValue } from 'react'
import type { Moment, Unreadable } from '../../device/moments/read.ts'
import type { Said } from '../../device/moments/replies.ts'
import { instantOf, isDateOnly } from '../../journal/move.ts'
import { sayThen, sayTime, sayWhen } from '../messages/dates.ts'
import { kinds } from '../messages/kinds.ts'
import { useMessages } from '../messages/locale.tsx'
import { tide } from '../messages/tide.ts'
import { Quiet } from '../ui/page.tsx'
import { Shape } from '../ui/shape.tsx'
import { type Lane, placeOf } from './geometry.ts'
import { OpenedMoment } from './opened-moment.tsx'
import styles from './moment-row.module.css'

/** Who a lane belongs to, as far as names are known. */
export interface Names {
  readonly me: string | null
  readonly partner: string | null
}

/** One moment: its form where it stands, what it was and when; more on a tap. */
export function MomentRow(props: {
  moment: Moment
  lane: Lane
  names: Names
  clock: number
  /** The partner's zone, where its clocks show another time at this moment. */
  zone: string | null
  /** Its part in a loop: "the second of five in a loop". */
  part: string | null
  said: Said | undefined
  /** The two may still write to each other. */
  answerable: boolean
  open: boolean
  /** While a loop is being drawn: whether it is chosen, or null where it cannot be. */
  chosen: boolean | null | undefined
  onToggle: () => void
}) {
  const { moment, lane, names, clock, zone, part, open, chosen, onToggle } = props
  const m = useMessages(tide)
  const k = useMessages(kinds)
  const { kind, at } = moment.move
  const choosing = chosen !== undefined
  // The form answers the touch at once; what was written in it comes with the frame after.
  const told = useDeferredValue(open && !choosing)
  const only = moment.visible.to === 'me' || !moment.visible.open
  const there =
    zone === null || isDateOnly(at)
      ? null
      : m.there(sayTime(instantOf(at), zone), names.partner ?? m.partner)
  const when = [sayThen(at, clock), there].filter((each) => each !== null).join(', ')
  const label = [
    m.sentence(sayWho(moment, names, k, m), when),
    only && lane !== 'alone' ? `${m.private}.` : null,
    part,
  ]
  const isBefore = (kind === 'withdraw') === (lane === 'right')
  return (
    <div className={`${styles['moment']} ${styles[lane]}`} style={placing(lane, kind)}>
      <button
        type="button"
        className={styles['tap']}
        disabled={choosing && chosen === null}
        {...(choosing ? { 'aria-pressed': chosen === true } : { 'aria-expanded': open })}
        onClick={onToggle}
      >
        <span className={styles['mark']}>
          <Shape kind={kind} outlined={only && lane !== 'alone'} mirrored={lane === 'right'} />
        </span>
        <span className={styles['said']}>{label.filter((each) => each !== null).join(' ')}</span>
        <span
          className={`${styles['caption']} ${styles[isBefore ? 'before' : 'after']}`}
          aria-hidden="true"
        >
          {k.short[kind]}{' '}
          <span className={styles['time']}>{isDateOnly(at) ? m.someTime : sayWhen(at)}</span>
          {there !== null && <span className={styles['there']}>{there}</span>}
        </span>
      </button>
      {told && (
        <div className={`${styles['opened']} ${styles[`${lane}-opened`]}`}>
          <OpenedMoment
            moment={moment}
            who={sayWho(moment, names, k, m)}
            when={when}
            names={names}
            clock={clock}
            said={props.said}
            answerable={props.answerable}
          />
        </div>
      )}
    </div>
  )
}

/** A moment that this phone cannot open: its place is kept. */
export function UnreadableRow(props: { moment: Unreadable; lane: Lane; name: string | null }) {
  const m = useMessages(tide)
  return (
    <div
      className={`${styles['moment']} ${styles[props.lane]}`}
      style={placing(props.lane, 'repair')}
    >
      <details className={`${styles['unreadable']} ${styles[`${props.lane}-opened`]}`}>
        <summary>{m.unreadable(props.name)}</summary>
        <Quiet>{m.unreadableMore}</Quiet>
      </details>
    </div>
  )
}

function sayWho(moment: Moment, names: Names, k: typeof kinds, m: typeof tide): string {
  const { kind } = moment.move
  return moment.mine ? k.mine[kind] : k.named[kind](names.partner ?? m.partner)
}

/** Where it stands. */
function placing(lane: Lane, kind: Moment['move']['kind']): CSSProperties {
  return {
    '--at': `${placeOf(lane, kind) * 100}%`,
  } as CSSProperties
}
