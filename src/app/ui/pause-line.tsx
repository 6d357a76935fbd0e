import type { Pause } from '../../device/moments/pause.ts'
import { instantOf } from '../../journal/move.ts'
import { sayAhead } from '../messages/ahead.ts'
import { sayMoment, sayRecent } from '../messages/dates.ts'
import { useMessages } from '../messages/locale.tsx'
import { pause as messages } from '../messages/pause.ts'
import { Quiet } from './page.tsx'

/**
 * A pause in one quiet line, by name: "Noa: a pause, back at 20:40". The time is this phone's own.
 * It never says whether its author came back.
 */
export function PauseLine(props: {
  pause: Pick<Pause, 'at' | 'until'>
  /** Whose it is; without a name it is said as "You". */
  name: string | null
  clock: number
}) {
  const { pause, name, clock } = props
  const m = useMessages(messages)
  const who = name ?? m.you
  const until = instantOf(pause.until)
  return (
    <Quiet>
      {until > clock
        ? m.ahead(who, sayAhead(until, clock))
        : `${sayMoment(pause.at, clock)}. ${m.past(who, sayRecent(pause.until, clock))}`}
    </Quiet>
  )
}
