import { now } from '../messages/now.ts'
import { sayAhead } from '../messages/dates.ts'
import { useMessages } from '../messages/locale.tsx'
import type { Status } from '../../device/status.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { Quiet } from '../ui/page.tsx'
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
  const m = useMessages(now)
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

/** The offer to share, made on a calm opening only. */
export function PairingOffer(props: { onLater: () => void }) {
  const m = useMessages(now).offer
  return (
    <div className={styles['aside']}>
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

/** Where the whole journal stands, quietly. */
export function JournalState(props: { status: Status; paired: boolean }) {
  const { status, paired } = props
  const m = useMessages(now).state
  if (status.phase === 'parked') {
    return (
      <div className={styles['state']}>
        <Quiet>{m.parked}</Quiet>
        <ButtonLink weight="plain" href="/us/parked">
          {m.see}
        </ButtonLink>
      </div>
    )
  }
  return (
    <div className={styles['state']}>
      <Quiet live>
        {status.phase === 'shared' ? (paired ? m.shared : m.upToDate) : m[status.phase]}
      </Quiet>
    </div>
  )
}
