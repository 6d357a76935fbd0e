import { useMemo } from 'react'
import { readLoopNotes } from '../../device/loops/loop-notes.ts'
import { readOwnLoops } from '../../device/loops/own-loops.ts'
import { type Moment, readMoments, readPlaces } from '../../device/moments/read.ts'
import { readWeekMarks } from '../../device/moments/replies.ts'
import { readAllWeekParts } from '../../device/week/week.ts'
import { spanToLook } from '../../device/week/week-days.ts'
import { talkedAbout } from '../../journal/week-view.ts'
import { gatherLoops, type Loop } from '../tide/loops.ts'
import { useRuns } from '../use-runs.ts'
import { useLive, usePhone } from '../world.tsx'
import { type Glance, glanceAt, placesIn } from './glance.ts'

/** What a week has to look at. Where there are two, only what both may see. */
export interface Looked extends Glance {
  readonly moments: readonly Moment[]
  /** Moments that one of the two would like to talk about in their week, of whatever day, until they have. */
  readonly marked: readonly Moment[]
  /** Every loop that may be looked at, to find one again by its id. */
  readonly allLoops: readonly Loop[]
}

/** Gathers it; undefined until it is read. */
export function useLooked(week: string, zone: string, paired: boolean): Looked | undefined {
  const phone = usePhone()
  const state = useRuns()
  const places = useLive(readPlaces)
  const marks = useLive(readWeekMarks)
  const own = useLive(readOwnLoops)
  const notes = useLive(readLoopNotes)
  const parts = useLive(readAllWeekParts)
  const talked = useMemo(() => talkedAbout(parts?.us ?? [], week), [parts, week])
  const keys = placesIn(places ?? [], spanToLook(week, zone))
  const marked = (marks ?? []).filter(({ card }) => !talked.has(card))
  const markedKeys = paired ? marked.map(({ key }) => key) : []
  const opened = useShownMoments([...new Set([...keys, ...markedKeys])], paired)
  const loops = useMemo(
    () =>
      gatherLoops(state.runs, paired ? (own ?? []) : [], phone.me, notes).filter(
        ({ by }) => !paired || by !== 'private',
      ),
    [state.runs, own, notes, phone.me, paired],
  )
  // What comes late must not push away what a thumb is about to touch.
  const isLooking = state.phase === 'looking' && state.runs === null
  if (!places || !marks || !parts || !own || !notes || !opened || isLooking) return undefined
  const moments = opened.filter(({ key }) => keys.includes(key))
  const toTalk = opened.filter(({ key }) => markedKeys.includes(key))
  return { moments, marked: toTalk, allLoops: loops, ...glanceAt(moments, loops, paired) }
}

/** The moments behind some keys that both may see, or all of them for somebody alone. */
export function useShownMoments(keys: readonly string[], paired: boolean): Moment[] | undefined {
  const wanted = keys.join(' ')
  return useLive(
    async (phone) => {
      const read = await readMoments(phone, wanted === '' ? [] : wanted.split(' '))
      return read.filter((each): each is Moment => 'move' in each && (!paired || isForBoth(each)))
    },
    [wanted, paired],
  )
}

const isForBoth = ({ visible }: Moment): boolean => visible.to === 'us' && visible.open
