import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useMessages } from '../messages/locale.tsx'
import { tide } from '../messages/tide.ts'
import { type Lane, placeOf } from './geometry.ts'
import { countTurns, type Loop } from './loops.ts'
import { MomentRow, type Names, UnreadableRow } from './moment-row.tsx'
import { type Ribbon, Ribbons } from './ribbons.tsx'
import type { Row } from './rows.ts'
import { LoopRow, RuleRow } from './rule-row.tsx'
import { rememberPlace, useStart } from './start.ts'
import { type Read, useMoments } from './use-moments.ts'
import styles from './timeline.module.css'

/** Heights before a row has been measured, in rem; the first keeps a moment above 56 px. */
const HEIGHTS: Record<Row['type'], number> = { moment: 4.75, rule: 3.75, loop: 3.5 }
/** Where in its row the form of a moment has its middle, in rem. */
const MIDDLE = 1.375
/** Moments are opened in steps of so many rows, so that scrolling by one opens nothing new. */
const STEP = 24

/** The rows of the timeline that are on the screen, with the ribbons behind them. */
export function Timeline(props: {
  rows: readonly Row[]
  loops: readonly Loop[]
  names: Names
  laneOf: (mine: boolean) => Lane
  clock: number
  /** The places chosen for a loop that is being drawn; null when none is. */
  chosen: readonly string[] | null
  onChoose: (chosen: readonly string[]) => void
}) {
  const { rows, loops, names, laneOf, clock, chosen, onChoose } = props
  const m = useMessages(tide)
  const list = useRef<HTMLDivElement>(null)
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const { width, margin, rem } = useMeasure(list)

  // It answers fresh positions on every call, which is what scrolling needs.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => HEIGHTS[rows[index]?.type ?? 'moment'] * rem,
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    overscan: 8,
    scrollMargin: margin,
  })
  useStart(virtualizer, rows)

  const items = virtualizer.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  const indexOf = useMemo(
    () => new Map(rows.map((row, index) => [row.type === 'moment' ? row.place : row.key, index])),
    [rows],
  )
  const crossing = useMemo(
    () => loopsCrossing(loops, indexOf, first, last),
    [loops, indexOf, first, last],
  )
  const read = useMoments(
    useMemo(() => keysAround(rows, first, last, crossing), [rows, first, last, crossing]),
  )

  const startOf = (index: number) => (virtualizer.measurementsCache[index]?.start ?? 0) - margin
  const ribbons = crossing.map((loop) =>
    drawRibbon(loop, read, laneOf, width, (key) => {
      const index = indexOf.get(key)
      return index === undefined ? null : startOf(index) + MIDDLE * rem
    }),
  )
  const top = (items[0]?.start ?? margin) - margin
  const bottom = (items.at(-1)?.end ?? margin) - margin
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

  return (
    <div
      ref={list}
      className={`${styles['timeline']} ${isAlone ? styles['alone'] : ''}`}
      style={{ minBlockSize: virtualizer.getTotalSize() }}
    >
      {width > 0 && <Ribbons ribbons={ribbons} top={top} height={bottom - top} width={width} />}
      <ol className={styles['rows']} aria-label={m.list}>
        {items.map((item) => {
          const row = rows[item.index]
          if (!row) return null
          return (
            <li
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              className={styles['row']}
              style={{ transform: `translateY(${item.start - margin}px)` }}
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
            >
              {row.type === 'rule' && <RuleRow day={row.day} gap={row.gap} now={clock} />}
              {row.type === 'loop' && (
                <LoopRow
                  loop={row.loop}
                  turns={turnsOf(row.loop, read)}
                  onFollow={() => rememberPlace(row.key)}
                />
              )}
              {row.type === 'moment' && (
                <Place
                  place={row.place}
                  read={read}
                  laneOf={laneOf}
                  names={names}
                  clock={clock}
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
  laneOf: (mine: boolean) => Lane
  names: Names
  clock: number
  open: boolean
  chosen: readonly string[] | null
  onToggle: () => void
}) {
  const { place, read, laneOf, names, clock, open, chosen, onToggle } = props
  const moment = read.get(place)
  // Its place is held while it is being opened.
  if (!moment) return <div className={styles['coming']} />
  const lane = laneOf(moment.mine)
  if (!('move' in moment)) return <UnreadableRow moment={moment} lane={lane} />
  const isOpen = moment.visible.to === 'us' && moment.visible.open
  return (
    <MomentRow
      moment={moment}
      lane={lane}
      names={names}
      clock={clock}
      open={open}
      chosen={chosen ? (isOpen ? chosen.includes(place) : null) : undefined}
      onToggle={onToggle}
    />
  )
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

function drawRibbon(
  loop: Loop,
  read: Read,
  laneOf: (mine: boolean) => Lane,
  width: number,
  heightOf: (key: string) => number | null,
): Ribbon {
  const points = loop.keys.flatMap((key) => {
    const moment = read.get(key)
    const y = heightOf(key)
    if (!moment || !('move' in moment) || y === null) return []
    return [{ x: placeOf(laneOf(moment.mine), moment.move.kind) * width, y }]
  })
  return { loop, points }
}

/** The column's width, its distance from the top of the page, and the size of a rem, in pixels. */
function useMeasure(element: React.RefObject<HTMLElement | null>) {
  const [measure, setMeasure] = useState({ width: 0, margin: 0, rem: 16 })
  useLayoutEffect(() => {
    const node = element.current
    if (!node) return
    const look = () => {
      const width = node.clientWidth
      const margin = Math.round(node.getBoundingClientRect().top + window.scrollY)
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
      setMeasure((before) =>
        before.width === width && before.margin === margin && before.rem === rem
          ? before
          : { width, margin, rem },
      )
    }
    look()
    const observer = new ResizeObserver(look)
    observer.observe(node)
    return () => observer.disconnect()
  }, [element])
  return measure
}
