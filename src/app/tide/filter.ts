import type { Mark } from '../../device/moments/marks.ts'
import type { Place } from '../../device/moments/read.ts'
import type { Kind } from '../../journal/move.ts'
import type { Loop } from './loops.ts'

/** What of the timeline is shown. Empty lists and false leave everything. */
export interface Filter {
  readonly kinds: readonly Kind[]
  readonly situations: readonly string[]
  readonly loops: boolean
  readonly mine: boolean
}

export const EVERYTHING: Filter = { kinds: [], situations: [], loops: false, mine: false }

/** Tells whether a filter leaves anything out. */
export const isNarrow = (filter: Filter): boolean =>
  filter.loops || filter.mine || needsMarks(filter)

/** Tells whether moments have to be opened to know which of them fit. */
export const needsMarks = ({ kinds, situations }: Filter): boolean =>
  kinds.length > 0 || situations.length > 0

/**
 * The places and loops that fit. Kinds are alternatives, and so are situations; everything else must
 * hold together. A loop of which a moment is left out is left out too: half a loop would say something
 * that did not happen. Until there are marks (null), every kind and situation fits; a moment of which
 * there is none yet does not.
 */
export function narrow(
  filter: Filter,
  all: { readonly places: readonly Place[]; readonly loops: readonly Loop[] },
  me: string,
  marks: ReadonlyMap<string, Mark> | null,
): { readonly places: readonly Place[]; readonly loops: readonly Loop[] } {
  if (!isNarrow(filter)) return all
  const inLoops = new Set(all.loops.flatMap(({ keys }) => keys))
  const places = all.places.filter(({ key }) => {
    if (filter.mine && !key.startsWith(`${me}/`)) return false
    if (filter.loops && !inLoops.has(key)) return false
    return !needsMarks(filter) || marks === null || fits(filter, marks.get(key))
  })
  const left = new Set(places.map(({ key }) => key))
  return { places, loops: all.loops.filter(({ keys }) => keys.every((key) => left.has(key))) }
}

function fits({ kinds, situations }: Filter, mark: Mark | undefined): boolean {
  if (!mark) return false
  if (kinds.length > 0 && !kinds.includes(mark.kind)) return false
  return situations.length === 0 || situations.some((each) => mark.situations.includes(each))
}
