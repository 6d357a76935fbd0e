import styles from './time-field.module.css'

/** A day (`2026-03-02`) or a time of day (`19:02`), by the picker that the phone has for it. */
export function TimeField(props: {
  label: string
  type: 'date' | 'time'
  value: string
  max?: string
  onChange: (value: string) => void
}) {
  const { label, onChange, ...rest } = props
  return (
    <label className={styles['field']}>
      {label}
      <input {...rest} onChange={(event) => onChange(event.target.value)} />
    </label>
  )
}
