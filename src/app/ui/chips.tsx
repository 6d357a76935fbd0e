import styles from './chips.module.css'

/** Several of many: a field of words to tap, and room for one's own. */
export function Chips(props: {
  legend: string
  options: readonly { readonly value: string; readonly label: string }[]
  chosen: readonly string[]
  onToggle: (value: string) => void
}) {
  const { legend, options, chosen, onToggle } = props
  return (
    <fieldset className={styles['chips']}>
      <legend className={styles['legend']}>{legend}</legend>
      {options.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          className={styles['chip']}
          aria-pressed={chosen.includes(value)}
          onClick={() => onToggle(value)}
        >
          {label}
        </button>
      ))}
    </fieldset>
  )
}
