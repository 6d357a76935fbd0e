import { INTENSITIES, type Intensity, type Kind } from '../../journal/move.ts'
import { entry } from '../messages/entry.ts'
import { useMessages } from '../messages/locale.tsx'
import { Shape } from '../ui/shape.tsx'
import styles from './strength.module.css'

/** How strong it was: one form in five sizes, each with its word, no numbers. */
export function Strength(props: {
  kind: Kind
  value: Intensity | undefined
  onChange: (value: Intensity) => void
}) {
  const { kind, value, onChange } = props
  const m = useMessages(entry)
  return (
    <fieldset className={styles['strength']}>
      <legend className={styles['legend']}>{m.steps.strength}</legend>
      {INTENSITIES.map((size) => (
        <label key={size} className={styles['size']}>
          <input
            type="radio"
            name="strength"
            checked={value === size}
            onChange={() => onChange(size)}
          />
          <span className={styles['place']}>
            <span className={styles[`s${size}`]}>
              <Shape kind={kind} className={styles['shape']} />
            </span>
          </span>
          <span className={styles['word']}>{m.strengths[size]}</span>
        </label>
      ))}
    </fieldset>
  )
}
