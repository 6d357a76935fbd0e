import { useEffect, useRef } from 'react'
import styles from './step-title.module.css'

/**
 * What this step of a pairing is about. A step that has come takes the screen back to its beginning; what
 * was pressed or written in before is gone by then, so the keyboard and a screen reader go on from here.
 */
export function StepTitle(props: { children: string }) {
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    window.scrollTo(0, 0)
    const { activeElement } = document
    const isLost = activeElement === null || activeElement === document.body
    if (isLost) title.current?.focus({ preventScroll: true })
  }, [])
  return (
    <h2 ref={title} tabIndex={-1} className={styles['title']}>
      {props.children}
    </h2>
  )
}
