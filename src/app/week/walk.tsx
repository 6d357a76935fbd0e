import { useState } from 'react'
import { Redirect, useLocation } from 'wouter'
import type { Step } from '../../journal/week-steps.ts'
import { OwnersLock, useOwnersLock } from '../lock/owners-lock.tsx'
import { useMessages } from '../messages/locale.tsx'
import { sharing } from '../messages/sharing.ts'
import { walk as messages } from '../messages/walk.ts'
import { Button } from '../ui/button.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useRuns } from '../use-runs.ts'
import { useWorld } from '../world.tsx'
import { Beginning } from './beginning.tsx'
import { HoldButton } from './hold.tsx'
import { personOf } from './people.ts'
import { StepShown } from './steps.tsx'
import {
  endTogether,
  isTogether,
  useBackTrap,
  useTogetherMode,
  useWholeScreen,
} from './together.ts'
import { Stopped } from './stopped.tsx'
import { backFrom, onFrom, useWalk, type Walking } from './use-walk.ts'
import styles from './walk.module.css'

/** The walk through a week: one screen at a time, left and taken up again wherever it stands. */
export function WalkScreen(props: { week: string }) {
  const s = useMessages(sharing)
  const walking = useWalk(props.week, s.them)
  // The loops are found while the good things are said, and are there when they are asked for.
  useRuns()
  return walking ? <Walk walking={walking} /> : <Waiting />
}

function Walk(props: { walking: Walking }) {
  const { walking } = props
  const { view, step, seat, us } = walking
  const m = useMessages(messages)
  const [, go] = useLocation()
  const { demo } = useWorld()
  const state = view.place?.state ?? null
  // A walk that was stopped earlier begins again with the question whether it is calm enough.
  const [isResumed, setResumed] = useState(state === 'walking' || isTogether())
  const [isBusy, setBusy] = useState(false)
  const [isUnlocking, setUnlocking] = useState(false)
  const isLocked = useOwnersLock()
  const [shown, setShown] = useState<Step | null>(step)
  // The other has gone on. Whoever is in the middle of a sentence stays until they come along.
  if (step !== shown && (!isBusy || view.place?.by === us.me.id || shown === null)) setShown(step)

  const isBetween = seat === 'one-phone' && state !== null && isResumed
  // The made-up couple's evening shuts nobody's own journal.
  useTogetherMode(isBetween && !demo)
  const here = shown ?? 'calm'
  const before = backFrom(here, walking)
  const goBack = () => {
    if (before !== null && state === 'walking') void walking.move({ step: before })
  }
  useBackTrap(isBetween, isUnlocking ? () => setUnlocking(false) : goBack)
  useWholeScreen(isBetween)

  function leave(): void {
    endTogether()
    go('/week')
  }
  const out =
    isBetween && !isLocked ? (
      <HoldButton label={m.hold.label(us.me.name ?? '')} onHeld={leave} />
    ) : (
      <div>
        <Button weight="main" onClick={isBetween ? () => setUnlocking(true) : leave}>
          {isBetween ? m.hold.unlock(us.me.name ?? '') : m.end.leave}
        </Button>
      </div>
    )
  if (isUnlocking) {
    return (
      <>
        <OwnersLock onOpen={leave} />
        <div className={styles['stay']}>
          <Button onClick={() => setUnlocking(false)}>{m.back}</Button>
        </div>
      </>
    )
  }

  if (state === 'stopped' && isResumed) {
    return <Stopped full={walking.full} onGoOn={() => void walking.move({})} out={out} />
  }
  if (state === 'finished' && !isResumed) return <Redirect to={`/week/past/${view.week}`} replace />
  const isCalm = seat !== 'two-phones' || view.calm.includes(us.me.id)
  if (!isResumed || state === null || !isCalm) {
    return (
      <Beginning walking={walking} onBegun={() => setResumed(true)} onLeave={leave} out={out} />
    )
  }
  const isAhead = step !== null && shown !== step
  return (
    <StepShown
      key={here}
      step={here}
      walking={walking}
      out={out}
      onBusy={setBusy}
      ways={{
        on: () => {
          if (isAhead) setShown(step)
          else void walking.move({ step: onFrom(here, walking), ...endIf(onFrom(here, walking)) })
        },
        ...(before === null ? {} : { back: goBack }),
        stop: () => void walking.move({ step: here, state: 'stopped' }),
      }}
      aside={
        isAhead && (
          <p className={styles['ahead']}>
            {m.elsewhere(personOf(walking.people, view.place?.by ?? null).name)}{' '}
            <Button weight="plain" onClick={() => setShown(step)}>
              {m.comeAlong}
            </Button>
          </p>
        )
      }
    />
  )
}

const endIf = (step: Step) => (step === 'end' ? ({ state: 'finished' } as const) : {})
