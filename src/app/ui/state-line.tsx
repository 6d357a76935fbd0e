import type { Moment } from '../../device/moments/read.ts'
import { sayAhead } from '../messages/ahead.ts'
import { useMessages } from '../messages/locale.tsx'
import { sharing } from '../messages/sharing.ts'
import { Quiet } from './page.tsx'

/** Who sees a moment, and whether it has got there. */
export function StateLine(props: { moment: Moment; partner: string | null; clock: number }) {
  const { moment, partner, clock } = props
  const m = useMessages(sharing)
  const name = partner ?? m.them
  return <Quiet>{`${sayVisible(moment, name, clock, m)} ${sayState(moment, m)}`}</Quiet>
}

function sayVisible(moment: Moment, name: string, clock: number, m: typeof sharing): string {
  const { visible } = moment
  if (visible.to === 'me') return visible.loops ? m.state.me : m.state['me-out']
  if (!visible.open) return m.state.opens(sayAhead(Date.parse(visible.opensAt), clock))
  if (moment.state === 'waiting') return m.state.willSee(name)
  return visible.words.length > 0 ? m.state.openWords(name) : m.state.open(name)
}

function sayState(moment: Moment, m: typeof sharing): string {
  return `${m.state[moment.state]}.`
}
