import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { Link } from 'wouter'
import styles from './button.module.css'

/** How much a button asks for: one `main` on a screen at most, the others stay `quiet` or `plain`. */
export type Weight = 'main' | 'quiet' | 'plain'

/** A button with words. */
export function Button(props: { weight?: Weight } & ButtonHTMLAttributes<HTMLButtonElement>) {
  const { weight = 'quiet', className, ...rest } = props
  return <button type="button" className={join(styles[weight], className)} {...rest} />
}

/** A link that weighs as much as a button. */
export function ButtonLink(props: {
  weight?: Weight
  href: string
  onClick?: () => void
  children: ReactNode
}) {
  const { weight = 'quiet', children, ...rest } = props
  return (
    <Link {...rest} className={join(styles[weight], styles['link'])}>
      {children}
    </Link>
  )
}

/** Buttons side by side, wrapping where there is no room. */
export function Buttons(props: { children: ReactNode }) {
  return <div className={styles['row']}>{props.children}</div>
}

function join(...names: (string | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}
