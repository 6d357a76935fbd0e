import { frame } from './messages/frame.ts'
import { useMessages } from './messages/locale.tsx'

/** The quick way out, for `exit.ts`. It stays within reach however far a screen is scrolled. */
export function ExitButton(props: { className: string | undefined; mark: string | undefined }) {
  const m = useMessages(frame)
  return (
    <button type="button" className={props.className} aria-label={m.exit} title={m.exit} data-exit>
      <svg className={props.mark} viewBox="0 0 24 24" aria-hidden="true">
        <path d="M10 4H5v16h5M15 8l4 4-4 4m4-4H9" />
      </svg>
    </button>
  )
}
