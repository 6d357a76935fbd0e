import { Suspense, useCallback, useEffect, useState } from 'react'
import type { Kind } from '../../journal/move.ts'
import type { Phone } from '../../device/phone.ts'
import { readPlaces, readToday } from '../../device/read.ts'
import { dueSoon, keepMine, postpone } from '../../device/share.ts'
import { readStatus } from '../../device/status.ts'
import { readUs } from '../../device/us.ts'
import { deleteEntry, undoDelete } from '../../device/write.ts'
import { useMessages } from '../messages/locale.tsx'
import { now } from '../messages/now.ts'
import { sharing } from '../messages/sharing.ts'
import { ButtonLink } from '../ui/button.tsx'
import { useAnswer } from '../use-answer.ts'
import { useLive, usePhone, useWorld } from '../world.tsx'
import { DueLine, JournalState, PairingOffer } from './around.tsx'
import { isCalm, restOffer } from './calm.ts'
import { isFirstTime, rememberBegun } from './first-time.ts'
import { FourShapes } from './four-shapes.tsx'
import { keepMoment } from './keep-moment.ts'
import { KeptLine, type LastTap } from './kept.tsx'
import { Today } from './today.tsx'
import styles from './now.module.css'

/** Now: one tap keeps a moment, before the phone is even open. */
export function NowScreen() {
  const world = useWorld()
  const m = useMessages(now)
  const [last, setLast] = useState<LastTap>({ phase: 'none' })
  const [just, setJust] = useState<Kind | null>(null)
  // Decided once a visit: a sentence that vanished above the forms would move them under the thumb.
  const [first] = useState(() => !world.demo && isFirstTime())
  useEffect(() => {
    document.title = 'Tideline'
  }, [])

  async function keep(kind: Kind): Promise<void> {
    setJust(kind)
    setLast((before) => (before.phase === 'none' ? { phase: 'keeping' } : before))
    const kept = await keepMoment(world, kind)
    if (!kept.ok) return setLast({ phase: 'failed', full: kept.reason === 'full' })
    navigator.vibrate?.(12)
    if (!world.demo) rememberBegun()
    setLast({ phase: 'kept', id: kept.id, again: kept.again })
  }

  async function undo(id: string): Promise<void> {
    const phone = await world.opening
    const saved = await deleteEntry(phone, id)
    setJust(null)
    setLast(saved.ok ? { phase: 'undone', id } : { phase: 'too-late' })
  }

  async function bringBack(id: string): Promise<void> {
    const phone = await world.opening
    const back = await undoDelete(phone, id)
    setLast(back ? { phase: 'kept', id, again: false } : { phase: 'too-late' })
  }

  const fails = () => setLast({ phase: 'failed', full: false })
  const onUndo = (id: string) => void undo(id).catch(fails)
  return (
    <div className={styles['now']}>
      <div>
        <h1>{m.title}</h1>
        {first && <p>{m.first}</p>}
      </div>
      <FourShapes just={just} onKeep={(kind) => void keep(kind).catch(fails)} />
      <KeptLine last={last} onUndo={onUndo} onBringBack={(id) => void bringBack(id).catch(fails)} />
      <Suspense fallback={null}>
        <Around last={last} onUndo={onUndo} />
      </Suspense>
      {first && (
        <ButtonLink weight="plain" href="~/demo/tide">
          {m.lookAround}
        </ButtonLink>
      )}
    </div>
  )
}

/** The quiet lines below, as soon as the phone is open. */
function Around(props: { last: LastTap; onUndo: (id: string) => void }) {
  const { last, onUndo } = props
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
  const offer =
    offered && !demo && !us.couple && last.phase === 'none' && isCalm(before.value.last, clock)
  return (
    <>
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
      <Today
        moments={today}
        clock={clock}
        partner={name}
        above={last.phase === 'kept' ? last.id : null}
        onUndo={onUndo}
      />
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
}

/** What was here when the screen opened: whether anything, and when the last moment was. */
async function readBefore(phone: Phone): Promise<{ empty: boolean; last: number | null }> {
  const places = await readPlaces(phone)
  if (places.length > 0) rememberBegun()
  return { empty: places.length === 0, last: places.at(-1)?.at ?? null }
}
