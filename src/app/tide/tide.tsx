import { useMemo, useState } from 'react'
import { readOwnLoops } from '../../device/own-loops.ts'
import { readPlaces } from '../../device/read.ts'
import { readUs } from '../../device/us.ts'
import { frame } from '../messages/frame.ts'
import { useMessages } from '../messages/locale.tsx'
import { tide } from '../messages/tide.ts'
import { ButtonLink, Buttons } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useRuns } from '../use-runs.ts'
import { useLive, usePhone } from '../world.tsx'
import { DrawLoop } from './draw-loop.tsx'
import type { Lane } from './geometry.ts'
import { gatherLoops } from './loops.ts'
import type { Names } from './moment-row.tsx'
import { buildRows, dayNamer } from './rows.ts'
import { TideEnd } from './tide-end.tsx'
import { Timeline } from './timeline.tsx'
import styles from './tide.module.css'

/** Tide: both people's moments on one clock, and the loops they make together. */
export function TideScreen() {
  const m = useMessages(tide)
  const f = useMessages(frame)
  const phone = usePhone()
  const places = useLive(readPlaces)
  const us = useLive(readUs)
  const own = useLive(readOwnLoops)
  const state = useRuns()
  const [chosen, setChosen] = useState<readonly string[] | null>(null)

  const loops = useMemo(
    () => gatherLoops(state.runs, own ?? [], phone.me),
    [state.runs, own, phone.me],
  )
  const rows = useMemo(() => buildRows(places ?? [], loops, dayNamer()), [places, loops])
  if (!places || !us || !own) return <Waiting />
  if (places.length === 0) {
    return (
      <Page title={m.empty}>
        <p>{m.emptyMore}</p>
        <Buttons>
          <ButtonLink href="/now">{f.toNow}</ButtonLink>
        </Buttons>
      </Page>
    )
  }

  const paired = us.couple !== null
  const names: Names = { me: us.me.name, partner: us.partner && (us.partner.name ?? m.partner) }
  const laneOf = (mine: boolean): Lane => {
    if (!paired) return 'alone'
    return mine === (us.side === 'left') ? 'left' : 'right'
  }
  return (
    <div className={styles['tide']}>
      <h1 className={styles['title']}>{m.title}</h1>
      {paired && <LaneNames side={us.side} me={names.me ?? m.you} partner={names.partner ?? ''} />}
      <Timeline
        rows={rows}
        loops={loops}
        names={names}
        laneOf={laneOf}
        clock={phone.runtime.clock()}
        chosen={chosen}
        onChoose={setChosen}
      />
      <TideEnd state={state} paired={paired} clock={phone.runtime.clock()}>
        {paired && !us.closed && <DrawLoop chosen={chosen} onChoose={setChosen} />}
      </TideEnd>
    </div>
  )
}

function LaneNames(props: { side: 'left' | 'right'; me: string; partner: string }) {
  const { side, me, partner } = props
  const m = useMessages(tide)
  const [left, right] = side === 'left' ? [me, partner] : [partner, me]
  return (
    <div className={styles['names']}>
      <p className={styles['nameLeft']}>{left}</p>
      <p className={styles['nameRight']}>{right}</p>
      <p className={styles['legend']}>{m.legend}</p>
    </div>
  )
}
