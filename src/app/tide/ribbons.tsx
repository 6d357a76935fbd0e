import type { Loop } from './loops.ts'
import { type Point, ribbonPath } from './geometry.ts'
import styles from './ribbons.module.css'

/** A loop and where its moments stand in the column, in pixels. */
export interface Ribbon {
  readonly loop: Loop
  readonly points: readonly Point[]
}

/** How the end of a ribbon looks: a ring where it came to rest, drops where it went on or faded. */
const TAIL = 34
const RING = 19

/** The ribbons of the loops that cross this part of the timeline. The list says the same in words. */
export function Ribbons(props: {
  ribbons: readonly Ribbon[]
  me: string
  top: number
  height: number
  width: number
  onFollow: (loop: Loop) => void
}) {
  const { ribbons, me, top, height, width, onFollow } = props
  return (
    <svg
      className={styles['ribbons']}
      style={{ insetBlockStart: top, blockSize: height }}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      {ribbons.map(({ loop, points }) => {
        const placed = points.map(({ x, y }) => ({ x, y: y - top }))
        const path = ribbonPath(placed)
        const last = placed.at(-1)
        return (
          <g
            key={`${loop.by} ${loop.id}`}
            className={`${styles['ribbon']} ${styles[styleOf(loop, me)]} ${isNew(loop) ? styles['new'] : ''}`}
            onClick={loop.moving ? undefined : () => onFollow(loop)}
          >
            <path d={path} pathLength={1} className={styles['broad']} />
            <path d={path} className={styles['fine']} />
            {last && loop.ending === 'repair' && (
              <circle cx={last.x} cy={last.y} r={RING} className={styles['ring']} />
            )}
            {last && (loop.ending === 'open' || loop.ending === 'burnout') && (
              <path d={`M${last.x} ${last.y + RING}v${TAIL}`} className={styles['tail']} />
            )}
          </g>
        )
      })}
    </svg>
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
