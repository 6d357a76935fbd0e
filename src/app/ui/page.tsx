import { type ReactNode, useEffect, useRef } from 'react'
import { Link } from 'wouter'
import { frame } from '../messages/frame.ts'
import { useMessages } from '../messages/locale.tsx'
import styles from './page.module.css'

/**
 * The measure of a screen: its title, a way back where it has one, and its content. A screen that is
 * walked to takes the focus to its title, so that a screen reader says where one is.
 */
export function Page(props: {
  title: string
  back?: { readonly href: string; readonly label?: string }
  /**
   * The browser's history and tabs do not get to know what this page is about: for what its title takes from the
   * journal, because no lock covers them, and for safety and leaving.
   */
  discreet?: boolean
  children: ReactNode
}) {
  const { title, back, discreet, children } = props
  const m = useMessages(frame)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = discreet ? 'Tideline' : `${title} · Tideline`
    // A field that asks to be written in has the focus already.
    const isTaken = heading.current?.parentElement?.contains(document.activeElement) ?? false
    if (back && !isTaken) heading.current?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
    // Only a walk to another screen moves the focus, never a title that changes in place.
    // eslint-disable-next-line react/exhaustive-deps
  }, [])
  return (
    <div className={styles['page']}>
      {back && (
        <Link href={back.href} className={styles['back']}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M14.5 5.5 8 12l6.5 6.5" />
          </svg>
          {back.label ?? m.back}
        </Link>
      )}
      <h1 ref={heading} tabIndex={-1} className={styles['title']}>
        {title}
      </h1>
      {children}
    </div>
  )
}

/** A part of a screen with a heading of its own. */
export function Section(props: { title?: string; children: ReactNode }) {
  return (
    <section className={styles['section']}>
      {props.title && <h2>{props.title}</h2>}
      {props.children}
    </section>
  )
}

/** Paragraphs and controls one under the other, evenly. */
export function Stack(props: { children: ReactNode }) {
  return <div className={styles['stack']}>{props.children}</div>
}

/** A sentence that stands back; a `live` one is read out when it changes. */
export function Quiet(props: { children: ReactNode; live?: boolean }) {
  const { children, live = false } = props
  return live ? (
    <output className={styles['quiet']}>{children}</output>
  ) : (
    <p className={styles['quiet']}>{children}</p>
  )
}

/** A sentence about something that went wrong. It is read out at once. */
export function Trouble(props: { children: ReactNode }) {
  return (
    <p className={styles['trouble']} role="alert">
      {props.children}
    </p>
  )
}
