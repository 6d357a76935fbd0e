import type { ReactNode } from 'react'
import styles from './link-shown.module.css'

/** A link that can be read and marked, behind its own line: for when neither camera nor clipboard help. */
export function LinkShown(props: { label: string; open?: boolean; children: ReactNode }) {
  const { label, open = false, children } = props
  return (
    <details className={styles['link']} open={open}>
      <summary>{label}</summary>
      {children}
    </details>
  )
}
