import { further } from '../messages/further.ts'
import { sayAhead } from '../messages/ahead.ts'
import { useMessages } from '../messages/locale.tsx'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import styles from './around.module.css'

/** What opens next, with two ways to think again. */
export function DueLine(props: {
  count: number
  opensAt: number
  clock: number
  name: string
  onNotYet: () => void
  onKeepMine: () => void
}) {
  const { count, opensAt, clock, name, onNotYet, onKeepMine } = props
  const m = useMessages(further)
  return (
    <div className={styles['aside']}>
      <p>{m.due(count, name, sayAhead(opensAt, clock))}</p>
      <Buttons>
        <Button onClick={onNotYet}>{m.notYet}</Button>
        <Button onClick={onKeepMine}>{m.keepMine}</Button>
      </Buttons>
    </div>
  )
}

/** The offer to share, made on a calm opening only, and where nothing else is asked above it. */
export function PairingOffer(props: { onLater: () => void }) {
  const m = useMessages(further).offer
  return (
    <div className={`${styles['aside']} ${styles['offer']}`}>
      <p>{m.line}</p>
      <Buttons>
        <ButtonLink href="/us/pairing">{m.open}</ButtonLink>
        <Button weight="plain" onClick={props.onLater}>
          {m.later}
        </Button>
      </Buttons>
    </div>
  )
}
