import { useState } from 'react'
import type { AuthoredMove } from '../../journal/move.ts'
import type { Us } from '../../device/couple/us.ts'
import { sayMoment } from '../messages/dates.ts'
import { entry } from '../messages/entry.ts'
import { kinds } from '../messages/kinds.ts'
import { useMessages } from '../messages/locale.tsx'
import { settings } from '../messages/settings.ts'
import { useSaySituation } from '../messages/situations.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { usePhone } from '../world.tsx'
import { nameOf } from './name-of.ts'
import styles from './server.module.css'

const PAGE = 50

/** The moves that the API can read, newest first, as it can read them. */
export function MovesTable(props: { moves: readonly AuthoredMove[]; us: Us }) {
  const { moves, us } = props
  const m = useMessages(settings)
  const k = useMessages(kinds)
  const e = useMessages(entry)
  const saySituation = useSaySituation()
  const clock = usePhone().runtime.clock()
  const [shown, setShown] = useState(PAGE)
  return (
    <>
      {/* It scrolls sideways where it is too wide, and the keyboard has to reach that. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={styles['wide']} aria-label={m.server.moves} tabIndex={0}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">{m.server.when}</th>
              <th scope="col">{m.server.who}</th>
              <th scope="col">{m.server.what}</th>
              <th scope="col">{m.server.strength}</th>
              <th scope="col">{m.server.situations}</th>
            </tr>
          </thead>
          <tbody>
            {moves
              .toReversed()
              .slice(0, shown)
              .map((move) => (
                <tr key={move.id}>
                  <td>{sayMoment(move.at, clock)}</td>
                  <td>{nameOf(move.author, us, m)}</td>
                  <td>{k.short[move.kind]}</td>
                  <td>{move.intensity ? e.strengths[move.intensity] : m.server.notSaid}</td>
                  <td>{(move.triggers ?? []).map(saySituation).join(', ') || m.server.notSaid}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </section>
      {moves.length > shown && (
        <Buttons>
          <Button onClick={() => setShown(shown + PAGE)}>{m.server.more}</Button>
        </Buttons>
      )}
    </>
  )
}
