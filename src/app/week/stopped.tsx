import type { ReactNode } from 'react'
import { useMessages } from '../messages/locale.tsx'
import { walk } from '../messages/walk.ts'
import { Button } from '../ui/button.tsx'
import { Stack } from '../ui/page.tsx'
import { WalkPage } from './walk-page.tsx'

/**
 * After *Let's stop here*: all is kept, nothing is owed. `out` leads back to the owner's journal and is the way
 * that is meant; going on stands under it, quietly.
 */
export function Stopped(props: { full: boolean; onGoOn: () => void; out: ReactNode }) {
  const { full, onGoOn, out } = props
  const m = useMessages(walk).stopped
  return (
    <WalkPage title={m.title} about={m.about} full={full}>
      <Stack>
        {out}
        <div>
          <Button weight="plain" onClick={onGoOn}>
            {m.on}
          </Button>
        </div>
      </Stack>
    </WalkPage>
  )
}
