import { type ReactNode, useEffect, useRef } from 'react'
import { frame } from '../messages/frame.ts'
import { useMessages } from '../messages/locale.tsx'
import { walk as messages } from '../messages/walk.ts'
import { Button } from '../ui/button.tsx'
import { Trouble } from '../ui/page.tsx'
import styles from './walk-page.module.css'

/**
 * One screen of the walk: what it is about, one thing to do, and below, always in the same places,
 * *Let's stop here* and the way on. A new screen takes the focus to its title.
 */
export function WalkPage(props: {
  title: string
  about?: string | undefined
  children?: ReactNode
  /** The way on; absent where the screen waits for something else. */
  on?:
    | { readonly label?: string | undefined; readonly act: () => void; readonly off?: boolean }
    | undefined
  /** A second, quieter way. */
  beside?: { readonly label: string; readonly act: () => void } | undefined
  onBack?: (() => void) | undefined
  onStop?: (() => void) | undefined
  full?: boolean
}) {
  const { title, about, children, on, beside, onBack, onStop, full = false } = props
  const m = useMessages(messages)
  const f = useMessages(frame)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // Titles name the two: the browser's history, which no lock covers, gets to know the place alone.
    document.title = `${f.places.week} · Tideline`
    heading.current?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
    // Another title is another screen.
    // eslint-disable-next-line react/exhaustive-deps
  }, [title, f])
  return (
    <div className={styles['walk']}>
      <div className={styles['top']}>
        {onBack && (
          <button type="button" className={styles['back']} onClick={onBack}>
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M14.5 5.5 8 12l6.5 6.5" />
            </svg>
            {m.back}
          </button>
        )}
      </div>
      <div className={styles['middle']}>
        <h1 ref={heading} tabIndex={-1} className={styles['title']}>
          {title}
        </h1>
        {about && <p className={styles['about']}>{about}</p>}
        {children}
        {full && <Trouble>{m.notKept}</Trouble>}
      </div>
      <div className={styles['foot']}>
        <div className={styles['ways']}>
          {on && (
            <Button weight="main" onClick={on.act} disabled={on.off}>
              {on.label ?? m.next}
            </Button>
          )}
          {beside && <Button onClick={beside.act}>{beside.label}</Button>}
        </div>
        {onStop && (
          <Button weight="plain" className={styles['stop']} onClick={onStop}>
            {m.stop}
          </Button>
        )}
      </div>
    </div>
  )
}
