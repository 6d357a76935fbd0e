import { Suspense, useCallback, useEffect, useState } from 'react'
import { type Kind, KINDS } from '../../journal/kind.ts'
import { takeEarlyTaps } from '../early-taps.ts'
import { useMessages } from '../messages/locale.tsx'
import { now } from '../messages/now.ts'
import { ButtonLink } from '../ui/button.tsx'
import { useWorld } from '../world.tsx'
import { isFirstTime, rememberBegun } from './first-time.ts'
import { FourShapes } from './four-shapes.tsx'
import { bringBack, keepMoment, takeBack } from './keep-moment.ts'
import { KeptLine, type LastTap } from './kept.tsx'
import styles from './now.module.css'
import { whenItComes } from './when-it-comes.ts'

/** The lines below need the phone, which is still opening while the four forms are drawn. */
const Below = whenItComes(async () => (await import('./below.tsx')).Below)

/** After this long, in ms, a tap that is not kept yet says so. */
const SLOW_TO_KEEP = 200

/** Now: one tap keeps a moment, before the phone is even open. */
export function NowScreen() {
  const world = useWorld()
  const m = useMessages(now)
  const [last, setLast] = useState<LastTap>({ phase: 'none' })
  const [just, setJust] = useState<Kind | null>(null)
  // Decided once a visit: a sentence that vanished above the forms would move them under the thumb.
  const [first] = useState(() => !world.demo && isFirstTime())
  // The four forms first: what stands below them cannot be drawn before the phone is open.
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    document.title = 'Tideline'
    const open = () => setOpen(true)
    world.opening.then(open, open)
  }, [world])

  async function keep(kind: Kind, tapped = world.runtime.clock()): Promise<void> {
    // Nothing is painted between the finger and the disk, unless the disk is slow.
    const keeping = setTimeout(() => {
      setJust(kind)
      setLast((before) => (before.phase === 'none' ? { phase: 'keeping' } : before))
    }, SLOW_TO_KEEP)
    const kept = await keepMoment(world, kind, tapped).finally(() => clearTimeout(keeping))
    setJust(kind)
    if (!kept.ok) return setLast({ phase: 'failed', full: kept.reason === 'full' })
    navigator.vibrate?.(12)
    if (!world.demo) rememberBegun()
    setLast({ phase: 'kept', id: kept.id, kind, again: kept.again })
  }

  async function onBringBack(id: string): Promise<void> {
    const back = await bringBack(world, id)
    setLast(back ? { phase: 'kept', id, kind: just, again: false } : { phase: 'too-late' })
  }

  const fails = useCallback(() => setLast({ phase: 'failed', full: false }), [])
  useEffect(() => {
    for (const { kind, at } of takeEarlyTaps()) {
      const known = KINDS.find((each) => each === kind)
      if (known) keep(known, at).catch(fails)
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- they are taken over once
  }, [])
  const onUndo = useCallback(
    (id: string) => {
      async function undo(): Promise<void> {
        const isTaken = await takeBack(world, id)
        setJust(null)
        setLast(isTaken ? { phase: 'undone', id } : { phase: 'too-late' })
      }
      undo().catch(fails)
    },
    [world, fails],
  )
  return (
    <div className={styles['now']}>
      <div>
        <h1>{m.title}</h1>
        {first && <p data-first-time>{m.first}</p>}
      </div>
      <FourShapes just={just} onKeep={(kind) => void keep(kind).catch(fails)} />
      <KeptLine
        last={last}
        onUndo={onUndo}
        onBringBack={(id) => void onBringBack(id).catch(fails)}
      />
      {isOpen && (
        <Suspense fallback={null}>
          <Below
            untouched={last.phase === 'none'}
            above={last.phase === 'kept' ? last.id : null}
            onUndo={onUndo}
          />
        </Suspense>
      )}
      {first && last.phase !== 'kept' && (
        <div data-first-time>
          <ButtonLink weight="plain" href="~/demo/tide">
            {m.lookAround}
          </ButtonLink>
        </div>
      )}
    </div>
  )
}
