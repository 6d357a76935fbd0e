import { useEffect, useId, useLayoutEffect, useRef } from 'react'
import styles from './text-field.module.css'

const AS_IT_IS = { spellCheck: false, autoCapitalize: 'none', autoCorrect: 'off' } as const

/** One line to write on, or several that grow with the text. What is written there is in italics. */
export function TextField(props: {
  label: string
  hideLabel?: boolean
  about?: string | undefined
  value: string
  lines?: number
  max: number
  placeholder?: string | undefined
  autoComplete?: string
  takesFocus?: boolean
  plain?: boolean
  /** What is written is not shown. */
  secret?: boolean
  /** What is written stands as it is: nothing corrects it, and no dictionary, which may be elsewhere, gets to see it. */
  exact?: boolean
  onChange: (value: string) => void
}) {
  const { label, value, lines = 1, max, onChange } = props
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const line = useRef<HTMLInputElement>(null)
  const { takesFocus } = props

  // After every paint: the text may have changed from outside.
  useLayoutEffect(() => fit(area.current))
  // And when the phone is turned.
  useEffect(() => {
    const turned = () => fit(area.current)
    window.addEventListener('resize', turned)
    return () => window.removeEventListener('resize', turned)
  }, [])

  // The keyboard should be up when writing is the only thing a screen asks for.
  useEffect(() => {
    if (takesFocus) (area.current ?? line.current)?.focus({ preventScroll: true })
  }, [takesFocus])

  const shared = {
    id,
    value,
    maxLength: max,
    placeholder: props.placeholder,
    autoComplete: props.autoComplete ?? 'off',
    ...(props.exact ? AS_IT_IS : {}),
    className: props.plain ? styles['plain'] : styles['field'],
    'aria-describedby': props.about ? `${id}-about` : undefined,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  }
  return (
    <div className={styles['block']}>
      <label htmlFor={id} className={props.hideLabel ? styles['hidden'] : styles['label']}>
        {label}
      </label>
      {props.about && (
        <p id={`${id}-about`} className={styles['about']}>
          {props.about}
        </p>
      )}
      {lines > 1 ? (
        <textarea ref={area} rows={lines} {...shared} />
      ) : (
        <input ref={line} type={props.secret ? 'password' : 'text'} {...shared} />
      )}
    </div>
  )
}

/** Makes a field as high as what is written in it. */
function fit(field: HTMLTextAreaElement | null): void {
  if (!field) return
  field.style.blockSize = 'auto'
  field.style.blockSize = `${field.scrollHeight + 4}px`
}
