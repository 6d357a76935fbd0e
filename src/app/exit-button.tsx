import styles from './exit-button.module.css'
import { frame } from './messages/frame.ts'
import { useMessages } from './messages/locale.tsx'

/** The quick way out, for `exit.ts`. It stays within reach however far a screen is scrolled. */
export function ExitButton() {
  const m = useMessages(frame)
  return (
    <button type="button" className={styles['exit']} aria-label={m.exit} title={m.exit} data-exit>
      <svg className={styles['mark']} viewBox="0 0 24 24" aria-hidden="true">
        <path d="M10 4H5v16h5M15 8l4 4-4 4m4-4H9" />
      </svg>
    </button>
  )
}
