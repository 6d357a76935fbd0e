import { useEffect, useRef, useState } from 'react'
import { useMessages } from '../messages/locale.tsx'
import { walk as messages } from '../messages/walk.ts'
import { Quiet } from '../ui/page.tsx'
import styles from './hold.module.css'

/** How long it has to be pressed, in ms. */
const HOLD = 1000

/**
 * A button that wants to be held: nobody leaves together mode by a slip of the thumb. By keyboard it
 * is Enter or the space bar that is held. Whoever presses through a screen reader or by voice, and
 * cannot hold, is believed at once.
 */
export function HoldButton(props: { label: string; onHeld: () => void }) {
  const { label, onHeld } = props
  const m = useMessages(messages).hold
  const [isHolding, setHolding] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  function begin(): void {
    if (timer.current !== undefined) return
    setHolding(true)
    timer.current = setTimeout(onHeld, HOLD)
  }
  function end(): void {
    clearTimeout(timer.current)
    timer.current = undefined
    setHolding(false)
  }
  return (
    <div className={styles['block']}>
      <button
        type="button"
        className={styles['hold']}
        data-holding={isHolding || undefined}
        onPointerDown={begin}
        onPointerUp={end}
        onPointerLeave={end}
        onPointerCancel={end}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return
          event.preventDefault()
          begin()
        }}
        onKeyUp={(event) => {
          // Letting the space bar go would be a click.
          if (event.key === ' ') event.preventDefault()
          end()
        }}
        onBlur={end}
        onClick={({ detail, nativeEvent }) => {
          // Neither pointer nor key: assistive technology pressed it.
          const pointer = (nativeEvent as PointerEvent).pointerType ?? ''
          if (detail === 0 && pointer === '') onHeld()
        }}
      >
        <span>{label}</span>
      </button>
      <Quiet>{m.hint}</Quiet>
    </div>
  )
}
