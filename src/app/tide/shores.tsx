import { memo } from 'react'
import { type Lane, type Point, REST, samePoints, shorePath, swellPath } from './geometry.ts'
import styles from './shores.module.css'

/** Where one lane's moments stand that are not at rest, in pixels from the top of their block. */
export interface Shore {
  readonly lane: Lane
  readonly points: readonly Point[]
}

interface ShoresProps {
  readonly shores: readonly Shore[]
  readonly top: number
  readonly height: number
  readonly width: number
  readonly half: number
}

/**
 * The water's edge on either side, beside one block of rows: it swells where somebody reached, and draws
 * back where they stepped back. Painted once, as long as it stays the same.
 */
export const Shores = memo(function Shores(props: ShoresProps) {
  const { shores, top, height, width, half } = props
  return (
    <svg
      className={styles['shores']}
      style={{ insetBlockStart: top, blockSize: height }}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      {shores.map(({ lane, points }) => {
        const rest = REST[lane] * width
        return (
          <g key={lane} className={styles[lane]}>
            {points.map((point) => (
              <path
                key={point.y}
                className={isInland(lane, point.x, rest) ? styles['bay'] : styles['tongue']}
                d={swellPath(point, rest, half)}
              />
            ))}
            <path
              className={styles['edge']}
              d={shorePath(points, rest, { top: 0, bottom: height, half })}
            />
          </g>
        )
      })}
    </svg>
  )
}, isSame)

/** The shores at rest, from `top` to the end of the column. */
export const ShoresOn = memo(function ShoresOn(props: { lanes: readonly Lane[]; top: number }) {
  const { lanes, top } = props
  return (
    <svg
      className={styles['shores']}
      style={{ insetBlockStart: top, blockSize: `calc(100% - ${top}px)` }}
      aria-hidden="true"
    >
      {lanes.map((lane) => {
        const x = `${REST[lane] * 100}%`
        return (
          <g key={lane} className={styles[lane]}>
            <line className={styles['edge']} x1={x} x2={x} y1="0" y2="100%" />
          </g>
        )
      })}
    </svg>
  )
})

function isSame(a: ShoresProps, b: ShoresProps): boolean {
  return (
    a.top === b.top &&
    a.height === b.height &&
    a.width === b.width &&
    a.half === b.half &&
    a.shores.length === b.shores.length &&
    a.shores.every(({ lane, points }, n) => {
      const other = b.shores[n]
      return other?.lane === lane && samePoints(points, other.points)
    })
  )
}

const isInland = (lane: Lane, x: number, rest: number): boolean =>
  lane === 'right' ? x > rest : x < rest
