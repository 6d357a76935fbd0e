import styles from './time-field.module.css'

/** One of many short ones, by the list that the phone has for it. */
export function SelectField<T extends string>(props: {
  label: string
  options: readonly { readonly value: T; readonly label: string }[]
  value: T
  onChoose: (value: T) => void
}) {
  const { label, options, value, onChoose } = props
  return (
    <label className={styles['field']}>
      {label}
      <select value={value} onChange={(event) => onChoose(event.target.value as T)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}
