import { memo, Suspense, useCallback } from 'react'
import type { Phone } from '../../device/phone.ts'
import { wasCleared } from '../../device/cleared.ts'
import { readPlaces, readToday } from '../../device/moments/read.ts'
import { readStatus } from '../../device/sync/status.ts'
import { readUs } from '../../device/couple/us.ts'
import { useAnswer } from '../use-answer.ts'
import { useLive, usePhone, useWorld } from '../world.tsx'
import { isFirstTime, rememberBegun } from './first-time.ts'
import { JournalState } from './journal-state.tsx'
import { Today } from './today.tsx'
import { whenItComes } from './when-it-comes.ts'

const Further = whenItComes(async () => (await import('./further.tsx')).Further)

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
  const today = useLive(readToday)
  const status = useLive(readStatus)
  const us = useLive(readUs)
  const cleared = useLive(wasCleared)
  const [before] = useAnswer(useCallback(() => readBefore(phone), [phone]))
  if (!today || !status || !us || before.phase !== 'answered') return null

  const clock = phone.runtime.clock()
  const empty = before.value.empty && today.length === 0
  return (
    <>
      {!demo && (us.couple !== null || cleared || !isFirstTime()) && (
        <Suspense fallback={null}>
          <Further us={us} last={before.value.last} untouched={untouched} />
        </Suspense>
      )}
      <Today
        moments={today}
        clock={clock}
        partner={us.partner?.name ?? null}
        above={above}
        onUndo={onUndo}
      />
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
