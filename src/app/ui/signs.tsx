import { SIGNS } from './sign-list.ts'
import styles from './signs.module.css'

/** Six pictures with their names, to be held beside another screen or read out on a call. */
export function Signs(props: { numbers: readonly number[]; label: string }) {
  return (
    <ol className={styles['signs']} aria-label={props.label}>
      {props.numbers.map((number, place) => (
        // The same picture may come twice: its place is what it is known by.
        // eslint-disable-next-line react/no-array-index-key
        <li key={place}>
          <span className={styles['sign']} aria-hidden="true">
            {SIGNS[number]?.sign}
          </span>
          {SIGNS[number]?.name}
        </li>
      ))}
    </ol>
  )
}
