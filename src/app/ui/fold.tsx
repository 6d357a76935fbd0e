import type { ReactNode } from 'react'
import styles from './fold.module.css'

/** Something behind its own line, for when the first way does not help: a link to mark by hand, a code. */
export function Fold(props: { label: string; open?: boolean; children: ReactNode }) {
  const { label, open = false, children } = props
  return (
    <details className={styles['fold']} open={open}>
      <summary>{label}</summary>
      {children}
    </details>
  )
}
