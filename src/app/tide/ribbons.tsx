import { useLocation } from 'wouter'
import type { Loop } from './loops.ts'
import { loopAddress } from './loops.ts'
import { type Point, ribbonPath } from './geometry.ts'
import styles from './ribbons.module.css'

/** A loop and where its moments stand in the column, in pixels. */
export interface Ribbon {
  readonly loop: Loop
  readonly points: readonly Point[]
}

/** The ribbons of the loops that cross this part of the timeline. The list says the same in words. */
export function Ribbons(props: {
  ribbons: readonly Ribbon[]
  top: number
  height: number
  width: number
}) {
  const { ribbons, top, height, width } = props
  const [, navigate] = useLocation()
  return (
    <svg
      className={styles['ribbons']}
      style={{ insetBlockStart: top, blockSize: height }}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      {ribbons.map(({ loop, points }) => {
        const path = ribbonPath(points.map(({ x, y }) => ({ x, y: y - top })))
        return (
          <g
            key={`${loop.by} ${loop.id}`}
            className={`${styles['ribbon']} ${styles[styleOf(loop)]}`}
            onClick={() => navigate(loopAddress(loop))}
          >
            <path d={path} className={styles['broad']} />
            <path d={path} className={styles['fine']} />
          </g>
        )
      })}
    </svg>
  )
}

function styleOf(loop: Loop): 'own' | 'private' | 'strong' | 'faint' {
  if (loop.by !== 'shared') return loop.by
  return loop.strong ? 'strong' : 'faint'
}
