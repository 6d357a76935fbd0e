import { frame } from '../messages/frame.ts'
import { useMessages } from '../messages/locale.tsx'
import styles from './waiting.module.css'

/** A part of the screen that is still coming. It says so only when it takes a while. */
export function Waiting(props: { label?: string }) {
  const m = useMessages(frame)
  return <output className={styles['waiting']}>{props.label ?? m.waiting}</output>
}
