import type { Experiment } from '../../journal/week.ts'
import { useMessages } from '../messages/locale.tsx'
import { week as messages } from '../messages/week.ts'
import { Quiet } from '../ui/page.tsx'
import type { Person } from './people.ts'
import styles from './plan.module.css'

/** An experiment: what, in the words it was written in, and who and when. */
export function Plan(props: {
  plan: Pick<Experiment, 'what' | 'who' | 'when'>
  people: readonly Person[]
}) {
  const { what, who, when } = props.plan
  const m = useMessages(messages)
  const isBoth = props.people.length > 1 && who.length !== 1
  const name = props.people.find(({ id }) => id === who[0])?.name ?? ''
  return (
    <div>
      <p className={styles['what']}>{what}</p>
      <Quiet>{m.withWho(isBoth ? m.both : name === '' ? m.you : name, when)}</Quiet>
    </div>
  )
}
