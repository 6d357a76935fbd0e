import { defaultRangeExtractor, type Range, useWindowVirtualizer } from '@tanstack/react-virtual'
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { useMessages } from '../messages/locale.tsx'
import { tide } from '../messages/tide.ts'
import {
  blocksAround,
  drawShores,
  loopsCrossing,
  partsOf,
  placesIn,
  ribbonPoints,
  turnsOf,
} from './drawing.ts'
import { type Loop, loopAddress } from './loops.ts'
import { Ribbon } from './ribbons.tsx'
import { heightOf, loopRowKey, type Row, rowAt } from './rows.ts'
import type { Scene } from './scene.ts'
import { showOpened } from './show-opened.ts'
import { Shores, ShoresOn } from './shores.tsx'
import { rememberPlace, startAt, useStart } from './start.ts'
import { TimelineRow } from './timeline-row.tsx'
import { useAnchor } from './use-anchor.ts'
import { focusRow, useFocusedRow } from './use-focused-row.ts'
import { useMeasure } from './use-measure.ts'
import { useMoments } from './use-moments.ts'
import styles from './timeline.module.css'

/** Where in its row the form of a moment has its middle, and how far the shore swells around it, in rem. */
const MIDDLE = 1.875
const SWELL = 1.75
/** So many rows are drawn beyond the screen on either side, and so many more are opened already. */
const OVERSCAN = 8
const AHEAD = 8
/** What is jumped to comes to rest below the names, in rem. */
const BELOW_NAMES = 6.5

/** A wish to see a day. Another `turn` is another wish, even for the same day. */
export interface Jump {
  readonly to: number
  readonly turn: number
}

interface TimelineProps {
  rows: readonly Row[]
  loops: readonly Loop[]
  scene: Scene
  /** The places chosen for a loop that is being drawn; null when none is. */
  chosen: readonly string[] | null
  /** Chooses a place for it, or lets it go again. */
  onChoose: (place: string) => void
  jump: Jump | null
  /** The loop that is read beside the timeline, where there is room for it. */
  beside: Loop | null
  onBeside: ((loop: Loop) => void) | null
}

/** The rows of the timeline that are on the screen, with the shores and the ribbons behind them. */
export const Timeline = memo(function Timeline(props: TimelineProps) {
  const { rows, loops, scene, chosen, onChoose, jump, beside, onBeside } = props
  const { laneOf } = scene
  const m = useMessages(tide)
  const [, navigate] = useLocation()
  const list = useRef<HTMLDivElement>(null)
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const { width, margin, rem } = useMeasure(list)

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
    estimateSize: (index) => Math.round((rows[index] ? heightOf(rows[index]) : 0) * rem),
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    overscan: OVERSCAN,
    rangeExtractor: withFocused,
    scrollMargin: margin,
    scrollPaddingStart: BELOW_NAMES * rem,
    // Enough is drawn beyond the screen: a scroll event need not wait for what comes next.
    useFlushSync: false,
    // What comes in above moves the place that is looked at before it is drawn: else what stands there for a moment,
    // and is not meant, would be drawn first.
    initialOffset: startAt,
    anchorTo: 'end',
    // But not so that what opens at the end pushes what was read away.
    scrollEndThreshold: -1,
  })
  useStart(virtualizer, rows)
  const lookAgain = useAnchor(virtualizer, rows, indexOf)

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

  // What a finger has opened is brought to where it can be read, once there is room for it.
  const tapped = useRef<string | null>(null)
  useEffect(() => {
    if (tapped.current === null) return
    const index = indexOf.get(tapped.current) ?? -1
    const room = virtualizer.measurementsCache[index]?.size
    if (!showOpened(list.current, index, room)) return
    tapped.current = null
    // Known at once: rows that come in before the window has told of it would lead back to where it was.
    virtualizer.scrollOffset = window.scrollY
    lookAgain()
  })

  const items = virtualizer.getVirtualItems()
  const { startIndex = 0, endIndex = 0 } = virtualizer.range ?? {}
  const first = Math.max(0, startIndex - OVERSCAN)
  const last = Math.min(rows.length - 1, endIndex + OVERSCAN)
  const blocks = blocksAround(first, last, AHEAD, rows.length)
  const [from, to] = [blocks[0]?.from ?? 0, blocks.at(-1)?.to ?? 0]
  const parts = useMemo(() => partsOf(loops), [loops])
  const crossing = useMemo(
    () => loopsCrossing(loops, indexOf, { from, to }),
    [loops, indexOf, from, to],
  )
  const read = useMoments(
    useMemo(() => {
      const near = blocksAround(from, to - 1, 0, rows.length)
      // At the end it is the newest that are looked at.
      const ordered = to === rows.length ? near.toReversed() : near
      return [...ordered.map((block) => placesIn(rows, block)), ...crossing.map(({ keys }) => keys)]
    }, [rows, from, to, crossing]),
  )

  const total = virtualizer.getTotalSize()
  const startOf = (index: number): number =>
    index < rows.length ? (virtualizer.measurementsCache[index]?.start ?? margin) - margin : total
  const downOf = (key: string): number | null => {
    const index = indexOf.get(key)
    return index === undefined ? null : startOf(index) + MIDDLE * rem
  }
  const column = { read, laneOf, width, downOf }
  const lanes = useMemo(() => [...new Set([laneOf(true), laneOf(false)])], [laneOf])

  const isChoosing = chosen !== null
  const toggle = useCallback(
    (key: string) => {
      if (isChoosing) {
        onChoose(key)
        return
      }
      tapped.current = key
      setOpened((before) => {
        const next = new Set(before)
        if (!next.delete(key)) next.add(key)
        return next
      })
    },
    [isChoosing, onChoose],
  )
  /** Reads a loop beside the timeline; where there is no room, its page has to be gone to. */
  const follow = useCallback(
    (loop: Loop, event?: { preventDefault: () => void }) => {
      if (onBeside) {
        event?.preventDefault()
        onBeside(loop)
        return
      }
      rememberPlace(loopRowKey(loop))
      // A link goes there by itself.
      if (!event) navigate(loopAddress(loop))
    },
    [onBeside, navigate],
  )
  const isOpen = (row: Row): boolean =>
    row.type === 'moment'
      ? opened.has(row.place)
      : row.type === 'loop' && beside?.id === row.loop.id && beside.by === row.loop.by

  return (
    <div
      ref={list}
      className={`${styles['timeline']} ${lanes.length === 1 ? styles['alone'] : ''}`}
      style={{ minBlockSize: total }}
    >
      {width > 0 && (
        <div className={styles['drawing']}>
          {blocks.map((block) => {
            const top = startOf(block.from)
            return (
              <Shores
                key={block.from}
                shores={drawShores(placesIn(rows, block), top, column)}
                top={top}
                height={startOf(block.to) - top}
                width={width}
                half={SWELL * rem}
              />
            )
          })}
          <ShoresOn lanes={lanes} top={total} />
          {crossing.map((loop) => (
            <Ribbon
              key={`${loop.by} ${loop.id}`}
              loop={loop}
              points={ribbonPoints(loop, column)}
              me={scene.me}
              width={width}
              onFollow={follow}
            />
          ))}
        </div>
      )}
      <ol className={styles['rows']} aria-label={m.list}>
        {items.map(({ index, key, start }) => {
          const row = rows[index]
          if (!row) return null
          return (
            <TimelineRow
              key={key}
              row={row}
              index={index}
              count={rows.length}
              start={start - margin}
              scene={scene}
              moment={row.type === 'moment' ? read.get(row.place) : undefined}
              part={parts.get(row.key) ?? null}
              turns={row.type === 'loop' ? turnsOf(row.loop, read) : null}
              open={isOpen(row)}
              chosen={chosen && chosen.includes(row.key)}
              measure={virtualizer.measureElement}
              onToggle={toggle}
              onFollow={follow}
            />
          )
        })}
      </ol>
    </div>
  )
})
