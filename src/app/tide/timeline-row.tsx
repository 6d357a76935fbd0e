import { memo } from 'react'
import type { Moment, Unreadable } from '../../device/moments/read.ts'
import { instantOf } from '../../journal/move.ts'
import { useMessages } from '../messages/locale.tsx'
import { tide } from '../messages/tide.ts'
import { PauseLine } from '../ui/pause-line.tsx'
import type { Part } from './drawing.ts'
import type { Loop } from './loops.ts'
import { MomentRow, UnreadableRow } from './moment-row.tsx'
import { isSameRow, type Row } from './rows.ts'
import { LoopRow, OneSidedRow, RuleRow } from './rule-row.tsx'
import { type Scene, zoneThere } from './scene.ts'
import styles from './timeline.module.css'

interface RowProps {
  readonly row: Row
  readonly index: number
  readonly count: number
  /** How far down the column it begins, in pixels. */
  readonly start: number
  readonly scene: Scene
  /** The moment behind it, once it has been opened. */
  readonly moment: Moment | Unreadable | undefined
  readonly part: Part | null
  /** How often its loop went round, where it leads to one. */
  readonly turns: number | null
  /** Its moment is opened, or its loop is read beside the timeline. */
  readonly open: boolean
  /** While a loop is being drawn: whether it is chosen; else null. */
  readonly chosen: boolean | null
  readonly measure: (node: Element | null) => void
  readonly onToggle: (key: string) => void
  readonly onFollow: (loop: Loop, event: { preventDefault: () => void }) => void
}

/** One row of the timeline. Nothing of it is drawn again because others come and go. */
export const TimelineRow = memo(function TimelineRow(props: RowProps) {
  const { row, index, count, start, measure } = props
  return (
    <li
      ref={measure}
      data-index={index}
      data-row={row.key}
      className={styles['row']}
      style={{ transform: `translateY(${start}px)` }}
      aria-setsize={count}
      aria-posinset={index + 1}
    >
      <Inside {...props} />
    </li>
  )
})

/** What stands in a row. Where it stands is none of its business: rows that come in above do not draw it again. */
const Inside = memo(function Inside(props: RowProps) {
  const { row, scene, moment, part, turns, open, chosen, onToggle, onFollow } = props
  const m = useMessages(tide)
  const { names, clock } = scene
  switch (row.type) {
    case 'rule':
      return <RuleRow day={row.day} gap={row.gap} week={row.week} now={clock} />
    case 'one-sided':
      return <OneSidedRow />
    case 'pause': {
      const name = row.pause.mine ? names.me : (names.partner ?? m.partner)
      return (
        <div className={styles['pause']}>
          <PauseLine pause={row.pause} name={name} clock={clock} />
        </div>
      )
    }
    case 'loop':
      return (
        <LoopRow
          loop={row.loop}
          turns={turns}
          isOpen={open}
          onFollow={(event) => onFollow(row.loop, event)}
        />
      )
    case 'moment': {
      // Its place is held while it is being opened.
      if (!moment) return <div className={styles['coming']} />
      const lane = scene.laneOf(moment.mine)
      if (!('move' in moment)) {
        const name = moment.mine ? null : names.partner
        return <UnreadableRow moment={moment} lane={lane} name={name} />
      }
      const isShared = moment.visible.to === 'us' && moment.visible.open
      return (
        <MomentRow
          moment={moment}
          lane={lane}
          names={names}
          clock={clock}
          zone={zoneThere(scene.zones, instantOf(moment.move.at))}
          part={part && m.part(part.n, part.of)}
          said={scene.replies.get(moment.moveId)}
          answerable={scene.answerable}
          open={open}
          chosen={chosen === null ? undefined : isShared ? chosen : null}
          onToggle={() => onToggle(row.place)}
        />
      )
    }
  }
}, isSameInside)

function isSameInside(a: RowProps, b: RowProps): boolean {
  return (
    isSameRow(a.row, b.row) &&
    a.scene === b.scene &&
    a.moment === b.moment &&
    a.part?.n === b.part?.n &&
    a.part?.of === b.part?.of &&
    a.turns === b.turns &&
    a.open === b.open &&
    a.chosen === b.chosen &&
    a.onToggle === b.onToggle &&
    a.onFollow === b.onFollow
  )
}
