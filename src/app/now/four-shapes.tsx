import { useEffect } from 'react'
import { KINDS, type Kind } from '../../journal/kind.ts'
import { kinds } from '../messages/kinds.ts'
import { useMessages } from '../messages/locale.tsx'
import { Shape } from '../ui/shape.tsx'
import { onFingerOrClick } from './finger.ts'
import styles from './four-shapes.module.css'

/** The four moments, each in its own form and place. */
export function FourShapes(props: { just: Kind | null; onKeep: (kind: Kind) => void }) {
  const { just, onKeep } = props
  const m = useMessages(kinds)
  useEffect(() => {
    performance.mark('tideline:ready')
  }, [])
  return (
    <div className={styles['four']}>
      {KINDS.map((kind) => (
        <button
          key={kind}
          type="button"
          className={`${styles['one']} ${styles[kind]}`}
          data-kind={kind}
          data-just={just === kind || undefined}
          aria-describedby={`counts-${kind}`}
          {...onFingerOrClick(() => onKeep(kind))}
        >
          <Shape kind={kind} className={styles['mark']} />
          <span className={styles['name']}>{m.button[kind]}</span>
          <span id={`counts-${kind}`} className={styles['counts']} aria-hidden="true">
            {m.counts[kind]}
          </span>
        </button>
      ))}
    </div>
  )
}
