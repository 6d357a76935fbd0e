import { defaultRangeExtractor, type Range, useWindowVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { instantOf } from '../../journal/move.ts'
import { useMessages } from '../messages/locale.tsx'
import { tide } from '../messages/tide.ts'
import { PauseLine } from '../ui/pause-line.tsx'
import { type Lane, placeOf, REST } from './geometry.ts'
import { countTurns, type Loop, loopAddress } from './loops.ts'
import { MomentRow, UnreadableRow } from './moment-row.tsx'
import { type Ribbon, Ribbons } from './ribbons.tsx'
import { loopRowKey, type Row, rowAt } from './rows.ts'
import { LoopRow, OneSidedRow, RuleRow } from './rule-row.tsx'
import { type Scene, zoneThere } from './scene.ts'
import { type Shore, Shores } from './shores.tsx'
import { rememberPlace, useStart } from './start.ts'
import { useAnchor } from './use-anchor.ts'
import { focusRow, useFocusedRow } from './use-focused-row.ts'
import { useMeasure } from './use-measure.ts'
import { type Read, useMoments } from './use-moments.ts'
import styles from './timeline.module.css'

/** Where in its row the form of a moment has its middle, and how far the shore swells around it, in rem. */
const MIDDLE = 1.875
const SWELL = 1.75
/** Moments are opened in steps of so many rows, so that scrolling by one opens nothing new. */
const STEP = 24
/** So many rows are drawn beyond the screen on either side. */
const OVERSCAN = 8
/** What is jumped to comes to rest below the names, in rem. */
const BELOW_NAMES = 6.5

/** A wish to see a day. Another `turn` is another wish, even for the same day. */
export interface Jump {
  readonly to: number
  readonly turn: number
}

/** The rows of the timeline that are on the screen, with the shores and the ribbons behind them. */
export function Timeline(props: {
  rows: readonly Row[]
  loops: readonly Loop[]
  scene: Scene
  /** The places chosen for a loop that is being drawn; null when none is. */
  chosen: readonly string[] | null
  onChoose: (chosen: readonly string[]) => void
  jump: Jump | null
  /** The loop that is read beside the timeline, where there is room for it. */
  beside: Loop | null
  onBeside: ((loop: Loop) => void) | null
}) {
  const { rows, loops, scene, chosen, onChoose, jump, beside, onBeside } = props
  const { laneOf, clock, names } = scene
  const m = useMessages(tide)
  const [, navigate] = useLocation()
  const list = useRef<HTMLDivElement>(null)
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const measure = useMeasure(list)
  const { width, margin, rem } = measure

  const focused = useFocusedRow(list)
  const indexOf = useMemo(() => new Map(rows.map(({ key }, index) => [key, index])), [rows])
  const withFocused = useCallback(
    (range: Range) => {
      const near = defaultRangeExtractor(range)
      // The row with the keyboard on it stays, however far the rest is scrolled away.
      const held = focused.current === null ? undefined : indexOf.get(focused.current)
      return held === undefined || near.includes(held)
        ? near
        : [...near, held].toSorted((a, b) => a - b)
    },
    [focused, indexOf],
  )

  // It answers fresh positions on every call, which is what scrolling needs.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => heightOf(rows[index]) * rem,
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    overscan: OVERSCAN,
    rangeExtractor: withFocused,
    scrollMargin: margin,
    scrollPaddingStart: BELOW_NAMES * rem,
  })
  useStart(virtualizer, rows)
  useAnchor(virtualizer, rows, indexOf)

  // What is jumped to is also where the keyboard goes on, as soon as it is drawn.
  const goal = useRef<string | null>(null)
  useEffect(() => {
    if (!jump) return
    const index = rowAt(rows, jump.to)
    virtualizer.scrollToIndex(index, { align: 'start' })
    const moment = rows.slice(index).find(({ type }) => type === 'moment')
    goal.current = (moment ?? rows[index])?.key ?? null
    // Only another wish jumps, never rows that came in meanwhile.
    // eslint-disable-next-line react/exhaustive-deps
  }, [jump])
  useEffect(() => {
    if (goal.current !== null && focusRow(list.current, goal.current)) goal.current = null
  })

  const items = virtualizer.getVirtualItems()
  const { startIndex = 0, endIndex = 0 } = virtualizer.range ?? {}
  const drawn = items.filter(
    ({ index }) => index >= startIndex - OVERSCAN && index <= endIndex + OVERSCAN,
  )
  const first = drawn[0]?.index ?? 0
  const last = drawn.at(-1)?.index ?? 0
  const parts = useMemo(() => partsOf(loops), [loops])
  const crossing = useMemo(
    () => loopsCrossing(loops, indexOf, first, last),
    [loops, indexOf, first, last],
  )
  const read = useMoments(
    useMemo(() => keysAround(rows, first, last, crossing), [rows, first, last, crossing]),
  )

  const placed = (key: string): number | null => {
    const index = indexOf.get(key)
    const start = index === undefined ? undefined : virtualizer.measurementsCache[index]?.start
    return start === undefined ? null : start - margin + MIDDLE * rem
  }
  const ribbons = crossing.map((loop) => drawRibbon(loop, read, laneOf, width, placed))
  const near = drawn.flatMap(({ index }) => {
    const row = rows[index]
    return row?.type === 'moment' ? [row.place] : []
  })
  const shores = drawShores(near, read, laneOf, width, placed)
  const top = (drawn[0]?.start ?? margin) - margin
  // Below the last row the shores go on to the end of the column.
  const end = last === rows.length - 1 ? measure.height : 0
  const height = Math.max(end, (drawn.at(-1)?.end ?? margin) - margin) - top
  const isAlone = laneOf(true) === 'alone'

  function toggle(key: string): void {
    if (chosen) {
      onChoose(chosen.includes(key) ? chosen.filter((each) => each !== key) : [...chosen, key])
      return
    }
    const next = new Set(opened)
    if (!next.delete(key)) next.add(key)
    setOpened(next)
  }

  /** Reads a loop beside the timeline; false: there is no room, and its page has to be gone to. */
  function follow(loop: Loop): boolean {
    if (onBeside) onBeside(loop)
    else rememberPlace(loopRowKey(loop))
    return onBeside !== null
  }

  return (
    <div
      ref={list}
      className={`${styles['timeline']} ${isAlone ? styles['alone'] : ''}`}
      style={{ minBlockSize: virtualizer.getTotalSize() }}
    >
      {width > 0 && (
        <>
          <Shores shores={shores} top={top} height={height} width={width} half={SWELL * rem} />
          <Ribbons
            ribbons={ribbons}
            me={scene.me}
            top={top}
            height={height}
            width={width}
            onFollow={(loop) => {
              if (!follow(loop)) navigate(loopAddress(loop))
            }}
          />
        </>
      )}
      <ol className={styles['rows']} aria-label={m.list}>
        {items.map((item) => {
          const row = rows[item.index]
          if (!row) return null
          return (
            <li
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              data-row={row.key}
              className={styles['row']}
              style={{ transform: `translateY(${item.start - margin}px)` }}
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
            >
              {row.type === 'rule' && (
                <RuleRow day={row.day} gap={row.gap} week={row.week} now={clock} />
              )}
              {row.type === 'one-sided' && <OneSidedRow />}
              {row.type === 'pause' && (
                <div className={styles['pause']}>
                  <PauseLine
                    pause={row.pause}
                    name={row.pause.mine ? names.me : (names.partner ?? m.partner)}
                    clock={clock}
                  />
                </div>
              )}
              {row.type === 'loop' && (
                <LoopRow
                  loop={row.loop}
                  turns={turnsOf(row.loop, read)}
                  isOpen={beside !== null && beside.id === row.loop.id && beside.by === row.loop.by}
                  onFollow={(event) => {
                    if (follow(row.loop)) event.preventDefault()
                  }}
                />
              )}
              {row.type === 'moment' && (
                <Place
                  place={row.place}
                  read={read}
                  scene={scene}
                  part={parts.get(row.place) ?? null}
                  open={opened.has(row.place)}
                  chosen={chosen}
                  onToggle={() => toggle(row.place)}
                />
              )}
            </li>
          )
        })}
      </ol>
    </div>
  )
}

function Place(props: {
  place: string
  read: Read
  scene: Scene
  part: Part | null
  open: boolean
  chosen: readonly string[] | null
  onToggle: () => void
}) {
  const { place, read, scene, part, open, chosen, onToggle } = props
  const m = useMessages(tide)
  const moment = read.get(place)
  // Its place is held while it is being opened.
  if (!moment) return <div className={styles['coming']} />
  const lane = scene.laneOf(moment.mine)
  if (!('move' in moment)) return <UnreadableRow moment={moment} lane={lane} />
  const isOpen = moment.visible.to === 'us' && moment.visible.open
  return (
    <MomentRow
      moment={moment}
      lane={lane}
      names={scene.names}
      clock={scene.clock}
      zone={zoneThere(scene.zones, instantOf(moment.move.at))}
      part={part && m.part(part.n, part.of)}
      said={scene.replies.get(moment.moveId)}
      answerable={scene.answerable}
      open={open}
      chosen={chosen ? (isOpen ? chosen.includes(place) : null) : undefined}
      onToggle={onToggle}
    />
  )
}

/** Heights before a row has been measured, in rem; a moment stands above 56 px. */
function heightOf(row: Row | undefined): number {
  if (row?.type === 'rule') {
    const fold = row.gap >= 36 || row.day === null ? 2.5 : 0
    return 0.5 + fold + (row.week === null ? 0 : 2.25) + (row.day === null ? 0 : 1.3125)
  }
  if (row?.type === 'loop') return 4
  return row?.type === 'moment' ? 3.75 : 2.75
}

interface Part {
  readonly n: number
  readonly of: number
}

/** Which part of which loop a moment is; of a highlighted one before all others. */
function partsOf(loops: readonly Loop[]): Map<string, Part> {
  const parts = new Map<string, Part>()
  for (const loop of loops.toSorted((a, b) => Number(a.strong) - Number(b.strong))) {
    if (loop.short) continue
    for (const [n, key] of loop.keys.entries()) parts.set(key, { n: n + 1, of: loop.keys.length })
  }
  return parts
}

function turnsOf(loop: Loop, read: Read): number | null {
  const moments = loop.keys.map((key) => read.get(key))
  const known = moments.filter((each) => each !== undefined && 'move' in each)
  return known.length === loop.keys.length ? countTurns(known) : null
}

function loopsCrossing(
  loops: readonly Loop[],
  indexOf: ReadonlyMap<string, number>,
  first: number,
  last: number,
): Loop[] {
  return loops.filter(({ keys }) => {
    const from = indexOf.get(keys[0] ?? '')
    const to = indexOf.get(keys.at(-1) ?? '')
    return from !== undefined && to !== undefined && from <= last && to >= first
  })
}

function keysAround(
  rows: readonly Row[],
  first: number,
  last: number,
  crossing: readonly Loop[],
): string[] {
  const from = Math.floor(first / STEP) * STEP
  const to = Math.ceil((last + 1) / STEP) * STEP
  const keys = new Set<string>()
  for (const row of rows.slice(from, to)) if (row.type === 'moment') keys.add(row.place)
  for (const loop of crossing) for (const key of loop.keys) keys.add(key)
  return [...keys]
}

type LaneOf = (mine: boolean) => Lane

function drawRibbon(
  loop: Loop,
  read: Read,
  laneOf: LaneOf,
  width: number,
  placed: (key: string) => number | null,
): Ribbon {
  const points = loop.keys.flatMap((key) => {
    const moment = read.get(key)
    const y = placed(key)
    if (!moment || !('move' in moment) || y === null) return []
    return [{ x: placeOf(laneOf(moment.mine), moment.move.kind) * width, y }]
  })
  return { loop, points }
}

/** Both shores, or the one line there is alone, with all that is not at rest on them. */
function drawShores(
  keys: readonly string[],
  read: Read,
  laneOf: LaneOf,
  width: number,
  placed: (key: string) => number | null,
): Shore[] {
  const lanes = [...new Set([laneOf(true), laneOf(false)])]
  return lanes.map((lane) => {
    const points = keys.flatMap((key) => {
      const moment = read.get(key)
      const y = placed(key)
      if (!moment || !('move' in moment) || y === null || laneOf(moment.mine) !== lane) return []
      const place = placeOf(lane, moment.move.kind)
      return place === REST[lane] ? [] : [{ x: place * width, y }]
    })
    return { lane, points }
  })
}
