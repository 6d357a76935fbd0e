import { lazy, Suspense, useDeferredValue, useEffect, useMemo, useState } from 'react'
import { readLoopNotes } from '../../device/loops/loop-notes.ts'
import { readOwnLoops } from '../../device/loops/own-loops.ts'
import { readPauses } from '../../device/moments/pause.ts'
import { readReplies, type Said } from '../../device/moments/replies.ts'
import { readRhythm } from '../../device/couple/rhythm.ts'
import { readUs, type Us } from '../../device/couple/us.ts'
import { isZone } from '../../device/moments/zones.ts'
import { FIRST_DAY } from '../../journal/rhythm.ts'
import { ExitButton } from '../exit-button.tsx'
import { frame } from '../messages/frame.ts'
import { useMessages } from '../messages/locale.tsx'
import { tide } from '../messages/tide.ts'
import { ButtonLink, Buttons } from '../ui/button.tsx'
import { Page, Quiet } from '../ui/page.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useStanding } from '../use-news.ts'
import { useRuns } from '../use-runs.ts'
import { useLive, usePhone } from '../world.tsx'
import { DrawLoop } from './draw-loop.tsx'
import { Find } from './find.tsx'
import { NewsLine } from './news-line.tsx'
import { isNarrow, narrow, needsMarks } from './filter.ts'
import type { Phone } from '../../device/phone.ts'
import type { Lane } from './geometry.ts'
import { gatherLoops, type Loop } from './loops.ts'
import { buildRows, phoneCalendar, type Row } from './rows.ts'
import type { Scene } from './scene.ts'
import { recallFilter, rememberFilter } from './start.ts'
import { TideEnd } from './tide-end.tsx'
import { type Jump, Timeline } from './timeline.tsx'
import { useDrawing } from './use-drawing.ts'
import { useMarks } from './use-marks.ts'
import { usePlaces } from './use-places.ts'
import { useWide } from './use-wide.ts'
import styles from './tide.module.css'

const Beside = lazy(async () => ({ default: (await import('./beside.tsx')).Beside }))

const NOTHING_DRAWN: { rows: readonly Row[]; loops: readonly Loop[] } = { rows: [], loops: [] }
const NOTHING_SAID: ReadonlyMap<string, Said> = new Map()

/** Tide: both people's moments on one clock, and the loops they make together. */
export function TideScreen() {
  const m = useMessages(tide)
  const f = useMessages(frame)
  const phone = usePhone()
  const { places, news } = usePlaces()
  const us = useLive(readUs)
  const own = useLive(readOwnLoops)
  const pauses = useLive(readPauses)
  const notes = useLive(readLoopNotes)
  const replies = useLive(readReplies)
  const weekDay = useLive(readRhythm)?.day ?? FIRST_DAY
  // Found in a worker, and drawn in small steps between which a touch is noticed.
  const state = useStanding(useDeferredValue(useRuns()), news.waiting.size > 0)
  const isWide = useWide()
  const drawing = useDrawing(phone)
  // What is asked about the loop comes first, the rows that can be chosen a moment after.
  const choosable = useDeferredValue(drawing.chosen)
  const [filter, setFilter] = useState(recallFilter)
  const [finding, setFinding] = useState<'never' | 'closed' | 'open'>('never')
  const [jump, setJump] = useState<Jump | null>(null)
  const [picked, setPicked] = useState<Loop | null>(null)
  useEffect(() => {
    document.title = `${m.title} · Tideline`
  }, [m.title])
  const isMarked = needsMarks(filter)
  // Whoever opens the sheet may choose something next: the moments are looked through meanwhile.
  const { marks, isLooking } = useMarks(isMarked || finding !== 'never')
  const asked = isMarked ? marks : null

  const loops = useMemo(
    () => gatherLoops(state.runs, own ?? [], phone.me, notes),
    [state.runs, own, phone.me, notes],
  )
  const shown = useMemo(
    () => narrow(filter, { places: places ?? [], loops }, phone.me, asked),
    [filter, places, loops, phone.me, asked],
  )
  const isPaired = us?.couple != null
  const rows = useMemo(() => {
    const oneSided = isPaired ? (state.runs?.shared.oneSided ?? []) : []
    const beside = isNarrow(filter)
      ? { loops: shown.loops }
      : {
          loops: shown.loops,
          pauses: pauses ?? [],
          oneSided: oneSided.map(({ to }) => Date.parse(to)),
        }
    // A week begins on the day after the one on which it is looked back on.
    return buildRows(shown.places, beside, phoneCalendar((weekDay + 1) % 7))
  }, [shown, pauses, filter, state.runs, isPaired, weekDay])
  // What stands around it is there first, and the rows are drawn in small steps between which a touch is noticed.
  const drawn = useDeferredValue(
    useMemo(() => ({ rows, loops: shown.loops }), [rows, shown.loops]),
    NOTHING_DRAWN,
  )
  const scene = useMemo(
    () => us && makeScene(us, phone, replies ?? NOTHING_SAID, m.partner),
    [us, phone, replies, m.partner],
  )

  if (!places || !scene || !us || !own) return <Waiting />
  const arrived = (
    <NewsLine
      name={scene.names.partner ?? m.partner}
      news={news}
      onGo={(key) => {
        const at = places.find((place) => place.key === key)?.at
        if (at !== undefined) setJump((before) => ({ to: at, turn: (before?.turn ?? 0) + 1 }))
      }}
    />
  )
  if (places.length === 0) {
    return (
      <Page title={m.empty}>
        <p>{m.emptyMore}</p>
        {arrived}
        <Buttons>
          <ButtonLink href="/now">{f.toNow}</ButtonLink>
        </Buttons>
      </Page>
    )
  }

  const beside = isWide ? besideOf(loops, picked) : null
  const clock = scene.clock
  return (
    <div className={`${styles['tide']} ${beside ? styles['wide'] : ''}`}>
      <div className={styles['column']}>
        <h1 className={styles['title']}>{m.title}</h1>
        <header className={styles['names']}>
          {isPaired && (
            <LaneNames
              side={us.side}
              me={scene.names.me ?? m.you}
              partner={scene.names.partner ?? ''}
            />
          )}
          <div className={styles['middle']}>
            <button
              type="button"
              className={styles['find']}
              aria-haspopup="dialog"
              onClick={() => setFinding('open')}
            >
              {m.find.open}
            </button>
            <ExitButton />
          </div>
          {isNarrow(filter) ? (
            <p className={styles['legend']}>
              {isMarked && isLooking ? m.find.looking : m.find.narrowed}{' '}
              <button
                type="button"
                className={styles['all']}
                onClick={() => setFilter(rememberFilter(null))}
              >
                {m.find.all}
              </button>
            </p>
          ) : (
            isPaired && <p className={styles['legend']}>{m.legend}</p>
          )}
        </header>
        {rows.length === 0 && !(isMarked && isLooking) && (
          <div className={styles['none']}>
            <Quiet live>{m.find.none}</Quiet>
          </div>
        )}
        <Timeline
          rows={drawn.rows}
          loops={drawn.loops}
          scene={scene}
          chosen={choosable}
          onChoose={drawing.choose}
          jump={jump}
          beside={beside}
          onBeside={beside ? setPicked : null}
        />
        <TideEnd state={state} paired={isPaired}>
          {isPaired && !us.closed && <DrawLoop drawing={drawing} />}
        </TideEnd>
        {arrived}
      </div>
      {beside && (
        <Suspense fallback={<Waiting />}>
          <Beside key={`${beside.by} ${beside.id}`} loop={beside} takesFocus={picked !== null} />
        </Suspense>
      )}
      {finding !== 'never' && (
        <Suspense fallback={null}>
          <Find
            open={finding === 'open'}
            filter={filter}
            span={{ first: places[0]?.at ?? clock, last: places.at(-1)?.at ?? clock }}
            paired={isPaired}
            onFilter={(next) => setFilter(rememberFilter(next))}
            onDay={(to) => {
              setFinding('closed')
              setJump((before) => ({ to, turn: (before?.turn ?? 0) + 1 }))
            }}
            onClose={() => setFinding('closed')}
          />
        </Suspense>
      )}
    </div>
  )
}

function makeScene(
  us: Us,
  { me, runtime }: Phone,
  replies: ReadonlyMap<string, Said>,
  unnamed: string,
): Scene {
  const { partner, couple, side, closed } = us
  const [here, there] = [runtime.zone(), partner?.zone ?? null]
  return {
    me,
    names: { me: us.me.name, partner: partner && (partner.name ?? unnamed) },
    laneOf: (mine): Lane => {
      if (couple === null) return 'alone'
      return mine === (side === 'left') ? 'left' : 'right'
    },
    clock: runtime.clock(),
    zones: { here, there: there !== null && there !== here && isZone(there) ? there : null },
    replies,
    answerable: couple !== null && !closed,
  }
}

/** The loop to read beside the timeline: the one picked, or else the last that has a story. */
function besideOf(loops: readonly Loop[], picked: Loop | null): Loop | null {
  const same = picked && loops.find(({ by, id }) => by === picked.by && id === picked.id)
  if (same) return same
  const told = loops.filter((each) => !each.moving && each.by !== 'private')
  return told.findLast(({ strong, by }) => strong && by === 'shared') ?? told.at(-1) ?? null
}

function LaneNames(props: { side: 'left' | 'right'; me: string; partner: string }) {
  const { side, me, partner } = props
  const [left, right] = side === 'left' ? [me, partner] : [partner, me]
  return (
    <>
      <p className={styles['nameLeft']}>{left}</p>
      <p className={styles['nameRight']}>{right}</p>
    </>
  )
}
