import type { Words } from '../../journal/entry.ts'
import type { Move } from '../../journal/move.ts'
import { sayMoment } from '../messages/dates.ts'
import { entry } from '../messages/entry.ts'
import { kinds } from '../messages/kinds.ts'
import { useMessages } from '../messages/locale.tsx'
import { sharing } from '../messages/sharing.ts'
import styles from './card-shown.module.css'
import ground from './ground.module.css'
import { Shape } from './shape.tsx'
import { WordsShown } from './words-shown.tsx'

/** A card as the other gets it: the moment, and the words that go with it or none. */
export function CardShown(props: {
  card: { readonly move: Move; readonly words: Words }
  author: string
  side: 'left' | 'right'
  clock: number
}) {
  const { card, author, side, clock } = props
  const { move, words } = card
  const k = useMessages(kinds)
  const s = useMessages(sharing)
  const e = useMessages(entry)
  const empty = Object.keys(words).length === 0
  return (
    <div className={`${ground[side]} ${styles[side]}`}>
      <p className={styles['head']}>
        <Shape kind={move.kind} mirrored={side === 'right'} />
        <span>
          <strong>{k.named[move.kind](author)}</strong>
          <br />
          {sayMoment(move.at, clock)}
          {move.intensity && `, ${e.strengths[move.intensity]}`}
        </span>
      </p>
      <WordsShown words={words} move={move} labels="theirs" />
      {empty && <p className={styles['none']}>{s.momentAlone}</p>}
    </div>
  )
}
