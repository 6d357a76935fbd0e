import type { Moment } from '../../device/moments/read.ts'
import type { Us } from '../../device/couple/us.ts'
import { useSayFeeling } from '../messages/say-feeling.ts'
import { kinds } from '../messages/kinds.ts'
import { useMessages } from '../messages/locale.tsx'
import { loop } from '../messages/loop.ts'
import { Section } from '../ui/page.tsx'
import { gatherSide, type Side, STAGES } from './gather-sides.ts'
import { nameOf } from './name-of.ts'
import styles from './sides.module.css'

/** Both sides of a loop beside each other: did, felt, underneath, needed, asked for. Only what was opened. */
export function Sides(props: { moments: readonly Moment[]; us: Us }) {
  const { moments, us } = props
  const m = useMessages(loop)
  if (!us.partner) return null
  const mine = { person: us.me.id, side: gatherSide(moments, true) }
  const theirs = { person: us.partner.id, side: gatherSide(moments, false) }
  const both = us.side === 'left' ? [mine, theirs] : [theirs, mine]
  const hasWords = both.some(({ side }) => STAGES.some((stage) => side.words[stage].length > 0))
  if (!hasWords) return null
  return (
    <Section title={m.sides.title}>
      <div className={styles['sides']}>
        {both.map(({ person, side }, n) => (
          <OneSide
            key={person}
            name={nameOf(person, us, m)}
            side={side}
            lane={n === 0 ? 'left' : 'right'}
          />
        ))}
      </div>
    </Section>
  )
}

function OneSide(props: { name: string; side: Side; lane: 'left' | 'right' }) {
  const { name, side, lane } = props
  const m = useMessages(loop).sides
  const k = useMessages(kinds)
  const sayFeeling = useSayFeeling()
  const told = STAGES.filter((stage) => side.words[stage].length > 0)
  return (
    <section className={`${styles['side']} ${styles[lane]}`} aria-label={name}>
      <h3>{name}</h3>
      <dl>
        <div>
          <dt>{m.did}</dt>
          <dd>{side.did.map((kind) => k.short[kind]).join(', ')}</dd>
        </div>
        {told.map((stage) => (
          <div key={stage}>
            <dt>{m[stage]}</dt>
            <dd className={styles['own']}>
              {side.words[stage].map((each) => (
                <p key={each}>
                  {stage === 'felt' || stage === 'underneath' ? sayFeeling(each) : each}
                </p>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
