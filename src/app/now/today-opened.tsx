import type { Moment } from '../../device/moments/read.ts'
import { filledFields } from '../../journal/entry.ts'
import { kinds } from '../messages/kinds.ts'
import { useMessages } from '../messages/locale.tsx'
import { now } from '../messages/now.ts'
import { ButtonLink, Buttons } from '../ui/button.tsx'
import { StateLine } from '../ui/state-line.tsx'
import { WordsShown } from '../ui/words-shown.tsx'
import styles from './today.module.css'

/** One of today's moments, opened by a tap: what it was, its words, and who sees it. */
export function TodayOpened(props: { moment: Moment; clock: number; partner: string | null }) {
  const { moment, clock, partner } = props
  const m = useMessages(now)
  const k = useMessages(kinds)
  const hasWords = filledFields(moment.words).length > 0
  return (
    <div className={styles['inside']}>
      <p>{k.mine[moment.move.kind]}.</p>
      {hasWords && <WordsShown words={moment.words} move={moment.move} />}
      <StateLine moment={moment} partner={partner} clock={clock} />
      <Buttons>
        <ButtonLink href={`/entry/${moment.id}`}>{hasWords ? m.change : m.more}</ButtonLink>
        {/* Whoever breathed first, or put the phone away, finds it here. */}
        {moment.move.kind === 'withdraw' && (
          <ButtonLink href={`/pause/${moment.id}`}>{m.backAt}</ButtonLink>
        )}
      </Buttons>
    </div>
  )
}
