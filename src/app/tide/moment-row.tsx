import type { CSSProperties } from 'react'
import type { Moment, Unreadable } from '../../device/read.ts'
import { isDateOnly } from '../../journal/move.ts'
import { sayMoment, sayWhen } from '../messages/dates.ts'
import { entry } from '../messages/entry.ts'
import { kinds } from '../messages/kinds.ts'
import { useMessages } from '../messages/locale.tsx'
import { tide } from '../messages/tide.ts'
import { ButtonLink, Buttons } from '../ui/button.tsx'
import { Quiet } from '../ui/page.tsx'
import { Shape } from '../ui/shape.tsx'
import { StateLine } from '../ui/state-line.tsx'
import { WordsShown } from '../ui/words-shown.tsx'
import { type Lane, placeOf, REST } from './geometry.ts'
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
  open: boolean
  /** While a loop is being drawn: whether it is chosen, or null where it cannot be. */
  chosen: boolean | null | undefined
  onToggle: () => void
}) {
  const { moment, lane, names, clock, open, chosen, onToggle } = props
  const m = useMessages(tide)
  const k = useMessages(kinds)
  const { kind, at } = moment.move
  const only = moment.visible.to === 'me' || !moment.visible.open
  const choosing = chosen !== undefined
  const label = [
    m.sentence(sayWho(moment, names, k, m), sayMoment(at, clock)),
    only && lane !== 'alone' ? `${m.private}.` : '',
  ].join(' ')
  return (
    <div className={`${styles['moment']} ${styles[lane]}`} style={placing(lane, kind)}>
      <span className={styles['arm']} aria-hidden="true" />
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
        <span className={styles['said']}>{label}</span>
        <span className={styles['caption']} aria-hidden="true">
          {k.short[kind]}
          <span className={styles['time']}> {isDateOnly(at) ? m.someTime : sayWhen(at)}</span>
        </span>
      </button>
      {open && !choosing && (
        <Opened moment={moment} names={names} clock={clock} lane={lane} only={only} />
      )}
    </div>
  )
}

function Opened(props: { moment: Moment; names: Names; clock: number; lane: Lane; only: boolean }) {
  const { moment, names, clock, lane } = props
  const m = useMessages(tide)
  const k = useMessages(kinds)
  const e = useMessages(entry)
  const { move, words, mine } = moment
  const hasMore =
    Object.keys(words).length > 0 || (move.triggers ?? []).some((each) => each !== 'own')
  return (
    <div className={`${styles['opened']} ${styles[`${lane}-opened`]}`}>
      <p>
        {m.sentence(
          sayWho(moment, names, k, m),
          [sayMoment(move.at, clock), move.intensity ? e.strengths[move.intensity] : '']
            .filter(Boolean)
            .join(', '),
        )}
      </p>
      {hasMore ? (
        <WordsShown words={words} move={move} labels={mine ? 'mine' : 'theirs'} />
      ) : (
        <Quiet>{m.noWords}</Quiet>
      )}
      {mine && <StateLine moment={moment} partner={names.partner} clock={clock} />}
      {mine && (
        <Buttons>
          <ButtonLink href={`/entry/${moment.id}`}>{m.openMine}</ButtonLink>
        </Buttons>
      )}
    </div>
  )
}

/** A moment that this phone cannot open: its place is kept. */
export function UnreadableRow(props: { moment: Unreadable; lane: Lane }) {
  const m = useMessages(tide)
  return (
    <div
      className={`${styles['moment']} ${styles[props.lane]}`}
      style={placing(props.lane, 'repair')}
    >
      <details className={styles['unreadable']}>
        <summary>{m.unreadable}</summary>
        <Quiet>{m.unreadableMore}</Quiet>
      </details>
    </div>
  )
}

function sayWho(moment: Moment, names: Names, k: typeof kinds, m: typeof tide): string {
  const { kind } = moment.move
  return moment.mine ? k.mine[kind] : k.named[kind](names.partner ?? m.partner)
}

/** Where it stands, where its lane rests, and the arm between the two. */
function placing(lane: Lane, kind: Moment['move']['kind']): CSSProperties {
  const at = placeOf(lane, kind) * 100
  const rest = REST[lane] * 100
  return {
    '--at': `${at}%`,
    '--arm-from': `${Math.min(at, rest)}%`,
    '--arm': `${Math.abs(at - rest)}%`,
  } as CSSProperties
}
