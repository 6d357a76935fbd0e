import { type Lane, type Point, REST, shorePath, swellPath } from './geometry.ts'
import styles from './shores.module.css'

/** Where one lane's moments stand that are not at rest, in pixels. */
export interface Shore {
  readonly lane: Lane
  readonly points: readonly Point[]
}

/** The water's edge on either side: it swells where somebody reached, and draws back where they stepped back. */
export function Shores(props: {
  shores: readonly Shore[]
  top: number
  height: number
  width: number
  half: number
}) {
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
        const placed = points.map(({ x, y }) => ({ x, y: y - top }))
        return (
          <g key={lane} className={styles[lane]}>
            {placed.map((point) => (
              <path
                key={point.y}
                className={isInland(lane, point.x, rest) ? styles['bay'] : styles['tongue']}
                d={swellPath(point, rest, half)}
              />
            ))}
            <path
              className={styles['edge']}
              d={shorePath(placed, rest, { top: 0, bottom: height, half })}
            />
          </g>
        )
      })}
    </svg>
  )
}

const isInland = (lane: Lane, x: number, rest: number): boolean =>
  lane === 'right' ? x > rest : x < rest
