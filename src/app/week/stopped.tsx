import type { ReactNode } from 'react'
import { useMessages } from '../messages/locale.tsx'
import { walk } from '../messages/walk.ts'
import { WalkPage } from './walk-page.tsx'

/** After *Let's stop here*: all is kept, nothing is owed. `out` leads back to the owner's journal. */
export function Stopped(props: { full: boolean; onGoOn: () => void; out: ReactNode }) {
  const { full, onGoOn, out } = props
  const m = useMessages(walk).stopped
  return (
    <WalkPage title={m.title} about={m.about} beside={{ label: m.on, act: onGoOn }} full={full}>
      {out}
    </WalkPage>
  )
}
