import type { Moment } from '../../device/moments/read.ts'
import { cardOf } from '../../device/moments/share.ts'
import type { Us } from '../../device/couple/us.ts'
import { sayMoment } from '../messages/dates.ts'
import { entry } from '../messages/entry.ts'
import { useMessages } from '../messages/locale.tsx'
import { sharing } from '../messages/sharing.ts'
import { Quiet } from '../ui/page.tsx'
import { Shape } from '../ui/shape.tsx'
import { useWho } from './use-who.ts'
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
              {/* What each felt and needed stands with the side it was on. */}
              {words.note && <p className={styles['own']}>{words.note}</p>}
              {words.story && (
                <>
                  <Quiet>{mine ? e.summary.story : e.theirs.story}</Quiet>
                  <p className={styles['own']}>{words.story}</p>
                </>
              )}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
