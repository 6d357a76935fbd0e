import type { Kind } from '../../journal/move.ts'
import styles from './shape.module.css'

/**
 * The four forms, in a box of 24. Reaching is a drop that comes to a point towards the other; stepping back has
 * its round side away from them and is hollow where they are: two forms, of equal area and equal ink.
 */
const PATHS: Record<Kind, string> = {
  trigger:
    'M12 1.8c.5 0 .8.3 1 .9 1.3 5 3.3 7 8.3 8.3.6.2.9.5.9 1s-.3.8-.9 1c-5 1.3-7 3.3-8.3 8.3-.2.6-.5.9-1 .9s-.8-.3-1-.9c-1.3-5-3.3-7-8.3-8.3-.6-.2-.9-.5-.9-1s.3-.8.9-1c5-1.3 7-3.3 8.3-8.3.2-.6.5-.9 1-.9z',
  pursue:
    'M22.2 10.9C16.2 9.1 11 2 7 2 5 2 3.4 6.5 3.4 12S5 22 7 22c4 0 9.2-7.1 15.2-8.9.9-.4.9-1.8 0-2.2z',
  withdraw:
    'M20 3.5C10.5 2.7 3 6.7 3 12s7.5 9.3 17 8.5c.8-.1 1.1-.9.6-1.5-3-4.6-3-9.4 0-14 .5-.6.2-1.4-.6-1.5z',
  repair: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z',
}

/**
 * One moment as a form. `outlined` says that only its author sees it. On the right-hand lane the form
 * is mirrored, so that reaching always points at the other. No form is another one mirrored: in a list, where no
 * place tells, "Noa reached" and "Remy stepped back" would look the same.
 */
export function Shape(props: {
  kind: Kind
  outlined?: boolean | undefined
  mirrored?: boolean | undefined
  className?: string | undefined
}) {
  const { kind, outlined = false, mirrored = false, className } = props
  return (
    <svg
      className={[styles['shape'], outlined ? styles['outlined'] : '', className].join(' ')}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path d={shapePath(kind)} transform={mirrored ? 'matrix(-1 0 0 1 24 0)' : undefined} />
    </svg>
  )
}

/** The outline of a kind, in a box of 24. */
export function shapePath(kind: Kind): string {
  return PATHS[kind]
}
