import type { Told } from '../../device/loops/loop-notes.ts'
import type { Us } from '../../device/couple/us.ts'
import { useMessages } from '../messages/locale.tsx'
import { loop } from '../messages/loop.ts'
import { Section } from '../ui/page.tsx'
import { nameOf } from './name-of.ts'
import styles from './loop.module.css'

/** How each saw the loop, where somebody has said so: each one's line, side by side, and no judge. */
export function SeenLines(props: { told: Told | null; us: Us }) {
  const { told, us } = props
  const m = useMessages(loop)
  const said = (told?.answers ?? []).filter(
    ({ seen, line }) => seen === 'differently' || line !== '',
  )
  if (said.length === 0) return null
  return (
    <Section title={told?.isSeenDifferently ? m.seen.differently : m.seen.lines}>
      {said.map(({ by, seen, line }) => {
        const name = nameOf(by, us, m)
        return (
          <div key={by}>
            <p>{seen === 'differently' ? m.seen.saw(name) : m.seen.says(name)}</p>
            {line !== '' && <p className={styles['own']}>{line}</p>}
          </div>
        )
      })}
    </Section>
  )
}
