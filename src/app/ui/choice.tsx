import { type ReactNode, useId } from 'react'
import styles from './choice.module.css'

/** One of several, each on its own line, with a `mark` before it where a picture says it better. */
export function ChoiceList<T extends string>(props: {
  legend: string
  hideLegend?: boolean
  options: readonly {
    readonly value: T
    readonly label: string
    readonly about?: string
    readonly mark?: ReactNode
  }[]
  value: T | null
  onChoose: (value: T) => void
}) {
  const { legend, hideLegend = false, options, value, onChoose } = props
  const name = useId()
  return (
    <fieldset className={styles['list']}>
      <legend className={hideLegend ? styles['hidden'] : styles['legend']}>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles['option']}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChoose(option.value)}
            aria-describedby={option.about ? `${name}-${option.value}` : undefined}
          />
          {option.mark}
          <span className={styles['words']}>
            <span>{option.label}</span>
            {option.about && (
              <span id={`${name}-${option.value}`} className={styles['about']} aria-hidden="true">
                {option.about}
              </span>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** Yes or no to one thing. */
export function Check(props: {
  label: ReactNode
  checked: boolean
  onChange: (checked: boolean) => void
}) {
  return (
    <label className={styles['option']}>
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      <span className={styles['words']}>{props.label}</span>
    </label>
  )
}
