import { useState } from 'react'
import { chooseHues } from '../../device/couple/choose-hues.ts'
import { type Hues, otherHue, readHues } from '../../device/couple/hues.ts'
import { readUs } from '../../device/couple/us.ts'
import { HUES, type Hue, PAIRS, type Pair } from '../../journal/hues.ts'
import { hues as messages } from '../messages/hues.ts'
import { useMessages } from '../messages/locale.tsx'
import { settings } from '../messages/settings.ts'
import { ChoiceList } from '../ui/choice.tsx'
import { Page, Quiet, Trouble } from '../ui/page.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useLive, usePhone } from '../world.tsx'
import styles from './hues.module.css'

/** Which two hues, and which of them is one's own: the other is left to the other. */
export function HuesScreen() {
  const m = useMessages(messages)
  const s = useMessages(settings)
  const phone = usePhone()
  const us = useLive(readUs)
  const chosen = useLive(readHues)
  const [said, setSaid] = useState<'kept' | 'full' | null>(null)
  if (!us || !chosen) return <Waiting />
  const isTwo = us.couple !== null && !us.closed
  const { pair, mine } = chosen
  const choose = (next: Partial<Hues>) => {
    // "Kept" is said of this choice, not of the one before.
    setSaid(null)
    chooseHues(phone, next).then(
      (saved) => setSaid(saved.ok ? 'kept' : 'full'),
      () => setSaid('full'),
    )
  }
  const leftTo = (hue: Hue) => m.left(m.names[pair][otherHue(hue)], us.partner?.name ?? m.partner)
  return (
    <Page title={m.title} back={{ href: '/us', label: s.title }}>
      <p>{isTwo ? m.about : m.aboutAlone}</p>
      <ChoiceList
        legend={m.pair}
        options={PAIRS.map((value) => ({
          value,
          label: m.pairs[value],
          mark: <Drawn pair={value} hues={HUES} />,
        }))}
        value={pair}
        onChoose={(value) => choose({ pair: value })}
      />
      <ChoiceList
        legend={m.mine}
        options={HUES.map((value) => ({
          value,
          label: m.names[pair][value],
          ...(isTwo ? { about: leftTo(value) } : {}),
          mark: <Drawn pair={pair} hues={[value]} />,
        }))}
        value={mine}
        onChoose={(value) => choose({ mine: value })}
      />
      {/* Its line is always there: what is chosen next must not move under the finger. */}
      {said !== 'full' && <Quiet live>{said === 'kept' ? m.kept : '\u00A0'}</Quiet>}
      {said === 'full' && <Trouble>{m.full}</Trouble>}
    </Page>
  )
}

/** The hues as they are drawn, by day or by night. */
function Drawn(props: { pair: Pair; hues: readonly Hue[] }) {
  return (
    <span className={styles['drawn']} aria-hidden="true">
      {props.hues.map((hue) => (
        <span
          key={hue}
          className={styles['hue']}
          style={{ '--hue': `var(--${props.pair}-${hue})` } as Record<string, string>}
        />
      ))}
    </span>
  )
}
