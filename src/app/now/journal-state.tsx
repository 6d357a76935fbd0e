import type { Status } from '../../device/sync/status.ts'
import { useMessages } from '../messages/locale.tsx'
import { now } from '../messages/now.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Quiet } from '../ui/page.tsx'
import styles from './journal-state.module.css'

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
