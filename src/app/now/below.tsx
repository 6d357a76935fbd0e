import { lazy, memo, Suspense, useCallback, useState } from 'react'
import type { Phone } from '../../device/phone.ts'
import { readPlaces, readToday } from '../../device/read.ts'
import { dueSoon, keepMine, postpone } from '../../device/share.ts'
import { readStatus } from '../../device/status.ts'
import { readUs } from '../../device/us.ts'
import { useMessages } from '../messages/locale.tsx'
import { sharing } from '../messages/sharing.ts'
import { useAnswer } from '../use-answer.ts'
import { useLive, usePhone, useWorld } from '../world.tsx'
import { DueLine, JournalState, PairingOffer } from './around.tsx'
import { isCalm, restOffer } from './calm.ts'
import { isFirstTime, rememberBegun } from './first-time.ts'
import { Today } from './today.tsx'

const Further = lazy(async () => ({ default: (await import('./further.tsx')).Further }))

/** The quiet lines below the four forms, as soon as the phone is open. A tap alone does not draw them again. */
export const Below = memo(function Below(props: {
  /** Nothing was tapped on this visit yet. */
  untouched: boolean
  /** The moment whose Undo stands above. */
  above: string | null
  onUndo: (id: string) => void
}) {
  const { untouched, above, onUndo } = props
  const phone = usePhone()
  const { demo } = useWorld()
  const s = useMessages(sharing)
  const today = useLive(readToday)
  const status = useLive(readStatus)
  const us = useLive(readUs)
  const due = useLive(dueSoon)
  const [before] = useAnswer(useCallback(() => readBefore(phone), [phone]))
  const [offered, setOffered] = useState(true)
  if (!today || !status || !us || before.phase !== 'answered') return null

  const clock = phone.runtime.clock()
  const name = us.partner ? (us.partner.name ?? s.them) : null
  const empty = before.value.empty && today.length === 0
  const offer = offered && !demo && !us.couple && untouched && isCalm(before.value.last, clock)
  return (
    <>
      {!demo && (us.couple !== null || !isFirstTime()) && (
        <Suspense fallback={null}>
          <Further name={name ?? s.them} untouched={untouched} />
        </Suspense>
      )}
      {due && name !== null && (
        <DueLine
          count={due.ids.length}
          opensAt={due.opensAt}
          clock={clock}
          name={name}
          onNotYet={() => void postpone(phone, due.ids)}
          onKeepMine={() => void keepMine(phone, due.ids)}
        />
      )}
      <Today moments={today} clock={clock} partner={name} above={above} onUndo={onUndo} />
      {offer && (
        <PairingOffer
          onLater={() => {
            restOffer(clock)
            setOffered(false)
          }}
        />
      )}
      {!empty && !demo && <JournalState status={status} paired={us.couple !== null} />}
    </>
  )
})

/** What was here when the screen opened: whether anything, and when the last moment was. */
async function readBefore(phone: Phone): Promise<{ empty: boolean; last: number | null }> {
  const places = await readPlaces(phone)
  if (places.length > 0) rememberBegun()
  return { empty: places.length === 0, last: places.at(-1)?.at ?? null }
}
