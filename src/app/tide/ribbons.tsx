import { memo } from 'react'
import { type Point, ribbonPath, samePoints } from './geometry.ts'
import type { Loop } from './loops.ts'
import styles from './ribbons.module.css'

/** How the end of a ribbon looks: a ring where it came to rest, drops where it went on or faded. */
const TAIL = 34
const RING = 19
/** Above its first point and below its last there is room for half its breadth, and for its end. */
const ROOM = RING + TAIL + 12

interface RibbonProps {
  readonly loop: Loop
  /** Where its moments stand in the column, in pixels. */
  readonly points: readonly Point[]
  readonly me: string
  readonly width: number
  readonly onFollow: (loop: Loop) => void
}

/**
 * The ribbon of one loop. The list says the same in words. Each has its own drawing, painted once, so
 * that scrolling past it paints nothing again.
 */
export const Ribbon = memo(function Ribbon(props: RibbonProps) {
  const { loop, points, me, width, onFollow } = props
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return null
  const top = Math.floor(first.y) - ROOM
  const height = Math.ceil(last.y) + ROOM - top
  const end = last.y - top
  return (
    <svg
      className={styles['ribbons']}
      style={{ insetBlockStart: top, blockSize: height }}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      <g
        className={`${styles['ribbon']} ${styles[styleOf(loop, me)]} ${isNew(loop) ? styles['new'] : ''}`}
        onClick={loop.moving ? undefined : () => onFollow(loop)}
      >
        <RibbonPath points={points.map(({ x, y }) => ({ x, y: y - top }))} />
        {loop.ending === 'repair' && (
          <circle cx={last.x} cy={end} r={RING} className={styles['ring']} />
        )}
        {(loop.ending === 'open' || loop.ending === 'burnout') && (
          <path d={`M${last.x} ${end + RING}v${TAIL}`} className={styles['tail']} />
        )}
      </g>
    </svg>
  )
}, isSame)

function RibbonPath(props: { points: readonly Point[] }) {
  const path = ribbonPath(props.points)
  return (
    <>
      <path d={path} pathLength={1} className={styles['broad']} />
      <path d={path} className={styles['fine']} />
    </>
  )
}

function isSame(a: RibbonProps, b: RibbonProps): boolean {
  return (
    a.loop === b.loop &&
    a.me === b.me &&
    a.width === b.width &&
    a.onFollow === b.onFollow &&
    samePoints(a.points, b.points)
  )
}

/** A loop that I saw differently is drawn lightly for me; for the other it stays whole. */
function styleOf(loop: Loop, me: string): 'own' | 'private' | 'strong' | 'faint' {
  if (loop.by !== 'shared') return loop.by
  const isMine = loop.told?.answers.some((each) => each.by === me && each.seen === 'differently')
  return loop.strong && !isMine ? 'strong' : 'faint'
}

/** Loops that have drawn themselves since the app was opened. Each does so once. */
const drawn = new Map<string, number>()
const DRAWING = 1600

function isNew({ by, id, strong }: Loop): boolean {
  if (!strong) return false
  const key = `${by} ${id}`
  const now = performance.now()
  const since = drawn.get(key)
  if (since === undefined) drawn.set(key, now)
  return since === undefined || now - since < DRAWING
}
