import styles from './circles.module.css'

/** Us: two circles of one size that overlap. */
export function Circles() {
  return (
    <svg className={styles['circles']} viewBox="0 0 40 24" aria-hidden="true">
      <circle className={styles['left']} cx="14" cy="12" r="9" />
      <circle className={styles['right']} cx="26" cy="12" r="9" />
    </svg>
  )
}
