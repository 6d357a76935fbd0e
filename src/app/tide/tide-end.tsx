import type { ReactNode } from 'react'
import type { Detection } from '../../patterns/detection.ts'
import { useMessages } from '../messages/locale.tsx'
import { tide } from '../messages/tide.ts'
import type { RunsState } from '../runs.ts'
import { Quiet } from '../ui/page.tsx'
import styles from './tide-end.module.css'

/** Below the last moment, at now: what can be said of the whole, and what cannot. */
export function TideEnd(props: {
  state: RunsState
  paired: boolean
  clock: number
  children: ReactNode
}) {
  const { state, paired, clock, children } = props
  const m = useMessages(tide)
  const lines = state.runs ? sayWhole(state.runs.shared, paired, clock, m) : []
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

const WEEK = 7 * 24 * 60 * 60 * 1000

/** What may be said of both together. Alone there is nothing to say about a dance for two. */
export function sayWhole(
  { cycles, oneSided, pattern }: Detection,
  paired: boolean,
  clock: number,
  m: typeof tide,
): string[] {
  if (!paired) return []
  const lines: string[] = []
  if (cycles.some(({ ending }) => ending === 'open')) lines.push(m.stillMoving)
  if (oneSided.some(({ to }) => clock - Date.parse(to) < WEEK)) lines.push(m.oneSided)
  if (pattern.beyondBadDays.verdict === 'beyond-chance') lines.push(m.beyond)
  else if (pattern.early.verdict === 'beyond-chance') lines.push(m.early)
  else if (pattern.early.verdict === 'not-enough-yet') lines.push(m.notEnough)
  else lines.push(m.notBeyond)
  return lines
}
