import type { Kind } from '../../journal/move.ts'
import { now } from '../messages/now.ts'
import { useMessages } from '../messages/locale.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import styles from './kept.module.css'

/** What happened to the last tap. */
export type LastTap =
  | { readonly phase: 'none' }
  | { readonly phase: 'keeping' }
  | {
      readonly phase: 'kept'
      readonly id: string
      readonly kind: Kind | null
      readonly again: boolean
    }
  | { readonly phase: 'undone'; readonly id: string }
  | { readonly phase: 'too-late' }
  | { readonly phase: 'failed'; readonly full: boolean }

/** The line under the four forms: kept, taken back, or not kept and why. Its place is always there. */
export function KeptLine(props: {
  last: LastTap
  onUndo: (id: string) => void
  onBringBack: (id: string) => void
}) {
  const { last, onUndo, onBringBack } = props
  const m = useMessages(now)
  return (
    <>
      <div className={styles['place']}>
        <output className={styles['line']}>{sayLast(last, m)}</output>
        {last.phase === 'kept' && (
          <Button weight="plain" onClick={() => onUndo(last.id)}>
            {m.undo}
          </Button>
        )}
        {last.phase === 'undone' && (
          <Button onClick={() => onBringBack(last.id)}>{m.bringBack}</Button>
        )}
      </div>
      {last.phase === 'kept' && (
        <div className={styles['offers']}>
          <ButtonLink href={`/entry/${last.id}/strength`}>{m.more}</ButtonLink>
          {last.kind === 'withdraw' && (
            <ButtonLink href={`/pause/${last.id}`}>{m.backAt}</ButtonLink>
          )}
          <ButtonLink href="/breathe">{m.breathe}</ButtonLink>
        </div>
      )}
    </>
  )
}

function sayLast(last: LastTap, m: typeof now): string {
  switch (last.phase) {
    case 'none':
      return ''
    case 'keeping':
      return m.keeping
    case 'kept':
      return last.again ? m.keptAgain : m.kept
    case 'undone':
      return m.undone
    case 'too-late':
      return m.tooLate
    case 'failed':
      return last.full ? m.full : m.notKept
  }
}
