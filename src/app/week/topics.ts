import type { Moment } from '../../device/moments/read.ts'
import { instantOf } from '../../journal/move.ts'
import type { Of } from '../../journal/week.ts'
import type { Loop } from '../tide/loops.ts'
import type { Looked } from './use-looked.ts'

/** Something that can be looked at slowly. What a choice list calls it is its `value`. */
export type Topic =
  | { readonly value: string; readonly of: Of; readonly loop: Loop; readonly at: number }
  | { readonly value: string; readonly of: Of; readonly moment: Moment; readonly marked: boolean }

/** How many moments are offered beside the loops: the newest, for a week may have forty. */
const MOST = 12

/**
 * What there is to choose from: what somebody marked for the week, the loops, and the other moments.
 * A loop that still moves is left alone, as on Tide: there is nothing to work out tonight.
 */
export function topicsOf({ moments, marked, loops, own }: Looked): {
  readonly first: readonly Topic[]
  readonly moments: readonly Topic[]
} {
  const startOf = new Map(moments.map(({ key, move }) => [key, instantOf(move.at)]))
  const fromLoop = (loop: Loop): Topic => ({
    value: `loop ${loop.id}`,
    of: { as: loop.by === 'own' ? 'own' : 'loop', id: loop.id },
    loop,
    at: startOf.get(loop.keys.at(-1) ?? '') ?? 0,
  })
  const fromMoment = (moment: Moment): Topic => ({
    value: `moment ${moment.moveId}`,
    of: { as: 'moment', id: moment.moveId },
    moment,
    marked: marked.includes(moment) || marked.some(({ key }) => key === moment.key),
  })
  const markedKeys = new Set(marked.map(({ key }) => key))
  return {
    first: [
      ...marked.map(fromMoment),
      ...[...loops.filter(({ moving }) => !moving), ...own].map(fromLoop),
    ],
    moments: moments
      .filter(({ key, move }) => !markedKeys.has(key) && move.kind !== 'repair')
      .slice(-MOST)
      .map(fromMoment),
  }
}

/** The places of the moments behind a choice; null where it is not found here, or not written at all. */
export function placesOf(of: Of, { allLoops, moments, marked }: Looked): readonly string[] | null {
  if (of.as === 'loop' || of.as === 'own') {
    return (
      allLoops.find(({ id, by }) => id === of.id && (by === 'own') === (of.as === 'own'))?.keys ??
      null
    )
  }
  if (of.as !== 'moment') return null
  const found = [...moments, ...marked].find(({ moveId }) => moveId === of.id)
  return found ? [found.key] : null
}
