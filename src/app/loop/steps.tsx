import type { Moment } from '../../device/read.ts'
import { cardOf } from '../../device/share.ts'
import type { Us } from '../../device/us.ts'
import type { Arrow } from '../../patterns/detection.ts'
import { sayMoment } from '../messages/dates.ts'
import { entry } from '../messages/entry.ts'
import { kinds } from '../messages/kinds.ts'
import { useMessages } from '../messages/locale.tsx'
import { loop } from '../messages/loop.ts'
import { sharing } from '../messages/sharing.ts'
import { Quiet } from '../ui/page.tsx'
import { Shape } from '../ui/shape.tsx'
import { WordsShown } from '../ui/words-shown.tsx'
import styles from './steps.module.css'

/** How a loop went, as a story: each moment in its order, with the words that were opened. */
export function Steps(props: { moments: readonly Moment[]; us: Us; clock: number }) {
  const { moments, us, clock } = props
  const e = useMessages(entry)
  const s = useMessages(sharing)
  const say = useWho(us)
  return (
    <ol className={styles['steps']}>
      {moments.map((moment) => {
        const { move, mine, visible } = moment
        const side = mine === (us.side === 'left') ? 'left' : 'right'
        const isOpen = visible.to === 'us' && visible.open
        // Two may be looking at this page: what its author has not opened stays closed here too.
        const { words } = cardOf(moment, isOpen ? visible.words : [])
        return (
          <li key={moment.key} className={styles['step']}>
            <span className={styles[side]}>
              <Shape kind={move.kind} outlined={!isOpen} mirrored={side === 'right'} />
            </span>
            <div className={styles['told']}>
              <p>
                {say(moment)}
                {move.intensity ? `, ${e.strengths[move.intensity]}` : ''}.
              </p>
              <Quiet>{sayMoment(move.at, clock)}</Quiet>
              {!isOpen && us.couple && <Quiet>{s.state.me}</Quiet>}
              <WordsShown words={words} move={move} labels={mine ? 'mine' : 'theirs'} />
            </div>
          </li>
        )
      })}
    </ol>
  )
}

/** Why each arrow is drawn, in words. */
export function Reasons(props: {
  arrows: readonly Arrow[]
  momentOf: (id: string) => Moment | undefined
  us: Us
}) {
  const { arrows, momentOf, us } = props
  const m = useMessages(loop)
  const say = useWho(us)
  return (
    <ol className={styles['reasons']}>
      {arrows.map((arrow) => {
        const [from, to] = [momentOf(arrow.from), momentOf(arrow.to)]
        if (!from || !to) return null
        return (
          <li key={arrow.to}>
            <p>
              {say(from)} → {say(to)}
            </p>
            <Quiet>{m.arrow(m.lag(arrow.lagHours), m.oneIn(arrow.oneIn))}</Quiet>
          </li>
        )
      })}
    </ol>
  )
}

/** Who did what, with names where both have one: two may be looking. */
function useWho(us: Us): (moment: Moment) => string {
  const k = useMessages(kinds)
  const m = useMessages(loop)
  return ({ move, mine }) => {
    if (!mine) return k.named[move.kind](us.partner?.name ?? m.unnamed)
    return us.couple && us.me.name ? k.named[move.kind](us.me.name) : k.mine[move.kind]
  }
}
