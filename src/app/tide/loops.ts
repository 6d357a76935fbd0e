import type { Moment } from '../../device/moments/read.ts'
import type { DrawnLoop } from '../../device/loops/own-loops.ts'
import type { Runs } from '../../device/loops/cycles.ts'
import { type LoopNotes, tellDrawn, tellLoops, type Told } from '../../device/loops/loop-notes.ts'
import type { Cycle, Ending } from '../../patterns/detection.ts'

/** A loop as the timeline draws it. */
export interface Loop {
  readonly id: string
  /** `shared`: both see it. `private`: only this phone's owner. `own`: the two drew it themselves. */
  readonly by: 'shared' | 'private' | 'own'
  /** Drawn with weight; the others are drawn faintly. */
  readonly strong: boolean
  /** Too short for a loop: there and back. */
  readonly short: boolean
  readonly ending: Ending | null
  readonly name: string | null
  /** It still moves: it has its ribbon, and no story yet. */
  readonly moving: boolean
  /** What the two say about it. */
  readonly told: Told | null
  /** The ids it rests on: of cards, and in a private loop of own entries too. */
  readonly entries: readonly string[]
  /** Places on the timeline, in the order of time. */
  readonly keys: readonly string[]
}

const NOTHING_SAID: LoopNotes = { names: [], answers: [] }

/** Everything to draw: found in what both see, found by adding what only I see, drawn by the two. */
export function gatherLoops(
  runs: Runs | null,
  own: readonly DrawnLoop[],
  me: string,
  notes: LoopNotes = NOTHING_SAID,
): Loop[] {
  const told = tellLoops(notes, runs?.shared.cycles ?? [])
  const toldDrawn = tellDrawn(notes, own)
  const shared = runs?.shared.cycles ?? []
  const mine = (runs?.own?.cycles ?? []).filter((cycle) =>
    cycle.entries.some((id) => isPrivate(runs?.keyOf[id], id, me)),
  )
  return [
    ...shared.map((cycle) => toLoop(cycle, 'shared', runs, told.get(cycle.id) ?? null)),
    ...mine.map((cycle) => toLoop(cycle, 'private', runs, null)),
    ...own
      .filter(({ keys }) => keys.length > 1)
      .map(
        ({ id, keys }): Loop => ({
          id,
          by: 'own',
          strong: true,
          short: false,
          ending: null,
          name: toldDrawn.get(id)?.name ?? null,
          moving: false,
          told: toldDrawn.get(id) ?? null,
          entries: [],
          keys,
        }),
      ),
  ].filter(({ keys }) => keys.length > 1)
}

/** A private moment's place is its own record; an opened one's id is that of its card. */
function isPrivate(key: string | undefined, id: string, me: string): boolean {
  return key === `${me}/${id}`
}

/** So long a loop has to be quiet before it has a story. */
const QUIET = 12 * 60 * 60 * 1000

/** Tells whether a loop has neither come to rest nor been quiet for twelve hours at `now`. */
export function isMoving({ ending, to }: Pick<Cycle, 'ending' | 'to'>, now: number): boolean {
  return ending === 'open' && now - Date.parse(to) < QUIET
}

function toLoop(
  cycle: Cycle,
  by: 'shared' | 'private',
  runs: Runs | null,
  told: Told | null,
): Loop {
  return {
    id: cycle.id,
    by,
    strong: cycle.highlighted,
    short: cycle.grade === 'exchange',
    ending: cycle.ending,
    name: told?.name ?? null,
    moving: runs !== null && isMoving(cycle, Date.parse(runs.now)),
    told,
    entries: cycle.entries,
    keys: cycle.entries.flatMap((id) => runs?.keyOf[id] ?? []),
  }
}

/** Where a loop's page is. */
export function loopAddress(loop: Pick<Loop, 'id' | 'by'>): string {
  return `/loop/${loop.by === 'shared' ? '' : `${loop.by}-`}${loop.id}`
}

/** What an address of a loop's page means. */
export function readLoopAddress(text: string): { id: string; by: Loop['by'] } {
  const found = /^(private|own)-(.+)$/.exec(text)
  return found ? { by: found[1] as Loop['by'], id: found[2] ?? '' } : { by: 'shared', id: text }
}

/** How often a loop went round: reaching and stepping back, each once, is one time. */
export function countTurns(moments: readonly Pick<Moment, 'move'>[]): number {
  let changes = 0
  let before: string | null = null
  for (const { move } of moments) {
    if (move.kind !== 'pursue' && move.kind !== 'withdraw') continue
    if (move.kind !== before) changes += 1
    before = move.kind
  }
  return Math.floor(changes / 2)
}
