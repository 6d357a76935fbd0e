import type { ReactNode } from 'react'
import type { Detection } from '../../patterns/detection.ts'
import { useMessages } from '../messages/locale.tsx'
import { tide } from '../messages/tide.ts'
import type { RunsState } from '../runs.ts'
import { Quiet } from '../ui/page.tsx'
import styles from './tide-end.module.css'

/** Below the last moment, at now: what can be said of the whole, and what cannot. */
export function TideEnd(props: { state: RunsState; paired: boolean; children: ReactNode }) {
  const { state, paired, children } = props
  const m = useMessages(tide)
  const lines = state.runs ? sayWhole(state.runs.shared, paired, m) : []
  return (
    <footer className={styles['end']}>
      {state.phase === 'looking' && !state.runs && <Quiet live>{m.catchingUp}</Quiet>}
      {state.phase === 'failed' && <Quiet live>{m.loopsFailed}</Quiet>}
      {lines.map((line) => (
        <Quiet key={line}>{line}</Quiet>
      ))}
      {children}
    </footer>
  )
}

/** What may be said of both together. Alone there is nothing to say about a dance for two. */
export function sayWhole({ pattern }: Detection, paired: boolean, m: typeof tide): string[] {
  if (!paired) return []
  if (pattern.beyondBadDays.verdict === 'beyond-chance') return [m.beyond]
  if (pattern.early.verdict === 'beyond-chance') return [m.early]
  return [pattern.early.verdict === 'not-enough-yet' ? m.notEnough : m.notBeyond]
}
