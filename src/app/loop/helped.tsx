import type { Moment } from '../../device/moments/read.ts'
import type { Us } from '../../device/couple/us.ts'
import { readAllWeekParts } from '../../device/week/week.ts'
import type { Of } from '../../journal/week.ts'
import { helpedWith } from '../../journal/week-view.ts'
import type { Ending } from '../../patterns/detection.ts'
import { useMessages } from '../messages/locale.tsx'
import { loop } from '../messages/loop.ts'
import { Section } from '../ui/page.tsx'
import { useLive } from '../world.tsx'
import { hoursBetween, restedWith } from './find.ts'
import { nameOf } from './name-of.ts'
import styles from './loop.module.css'

/**
 * What helped: the turning back that it came to rest with, in its author's opened words, and what was said in
 * the weeks that looked at this loop closely.
 */
export function Helped(props: {
  of: Of & { as: 'loop' | 'own' }
  ending: Ending
  moments: readonly Moment[]
  us: Us
}) {
  const { of, ending, moments, us } = props
  const m = useMessages(loop)
  const parts = useLive(readAllWeekParts)
  const said = helpedWith((us.couple === null ? parts?.alone : parts?.us) ?? [], of)
  const rest = restedWith(ending, moments)
  if (!rest && said.length === 0) return null
  return (
    <Section title={m.helped}>
      {rest && <Rest rest={rest} before={moments.at(-2)} us={us} />}
      {said.map(({ week, voice, text }) => (
        <div key={`${week} ${voice}`}>
          <p>{m.lookingBack(nameOf(voice, us, m))}</p>
          <p className={styles['own']}>{text}</p>
        </div>
      ))}
    </Section>
  )
}

function Rest(props: { rest: Moment; before: Moment | undefined; us: Us }) {
  const { rest, before, us } = props
  const m = useMessages(loop)
  const { words, visible } = rest
  const isTold = visible.to === 'us' && visible.open && visible.words.includes('note')
  const hours = before ? hoursBetween(before, rest) : null
  const who = sayRest(rest, us, m)
  return (
    <>
      <p>{hours === null ? who : m.later(m.lag(hours), who)}</p>
      {isTold && words.note && <p className={styles['own']}>{words.note}</p>}
    </>
  )
}

function sayRest(rest: Moment, us: Us, m: typeof loop): string {
  if (!rest.mine) return m.by(us.partner?.name ?? m.unnamed)
  return us.me.name ? m.by(us.me.name) : m.byYou
}
