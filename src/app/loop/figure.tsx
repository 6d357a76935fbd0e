import { useState } from 'react'
import styles from './figure.module.css'

/** Loops whose figure has drawn itself since the app was opened. Each does so once. */
const drawn = new Set<string>()

/** A loop as a figure without a first point: two halves of one length, in two hues of one weight. */
export function LoopFigure(props: { id: string }) {
  const { id } = props
  const [isNew] = useState(() => {
    const first = !drawn.has(id)
    drawn.add(id)
    return first
  })
  return (
    <svg
      className={`${styles['figure']} ${isNew ? styles['new'] : ''}`}
      viewBox="0 0 200 90"
      aria-hidden="true"
    >
      <path className={styles['ground']} d={`${LEFT}${RIGHT}`} />
      <path className={styles['left']} pathLength={1} d={LEFT} />
      <path className={styles['right']} pathLength={1} d={RIGHT} />
    </svg>
  )
}

const LEFT = 'M100 45C80 18 60 10 44 10a35 35 0 0 0 0 70c16 0 36-8 56-35'
const RIGHT = 'M100 45c20 27 40 35 56 35a35 35 0 0 0 0-70c-16 0-36 8-56 35'
