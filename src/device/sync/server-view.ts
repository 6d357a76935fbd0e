import type { AuthoredMove } from '../../journal/move.ts'
import type { Cycle, Detection } from '../../patterns/detection.ts'
import { detect } from '../../patterns/detect.ts'
import type { Reason } from '../../sync/problem.ts'
import { readCursor } from './cursor.ts'
import { callApi } from '../client.ts'
import { readSharedMoves } from '../loops/cycles.ts'
import { readOpenCouple } from '../couple/couple.ts'
import type { Phone } from '../phone.ts'
import { syncOnce } from './sync.ts'

/** What the API can read of the couple, and what it makes of it, beside what this phone makes of it. */
export interface ServerView {
  readonly now: string
  readonly seq: number
  readonly moves: readonly AuthoredMove[]
  readonly cycles: readonly Cycle[]
  /** This phone's shared run for the same instant. */
  readonly phone: Detection
  /**
   * `same`: byte for byte. `not-caught-up`: one of the two has moved on, or this phone has cards that
   * wait for a network; ask again.
   */
  readonly comparison: 'same' | 'different' | 'not-caught-up'
  /** Ids of the cycles that only one of them has, or that differ. */
  readonly different: readonly string[]
}

/** Asks the API for its moves and cycles and compares. Sends what waits first. */
export async function fetchServerView(
  phone: Phone,
): Promise<{ ok: true; view: ServerView } | { ok: false; reason: 'offline' | 'alone' | Reason }> {
  if (!(await readOpenCouple(phone.db))) return { ok: false, reason: 'alone' }
  const end = await syncOnce(phone)
  if (end !== 'done') return { ok: false, reason: end }
  const told = await callApi(phone, 'cycles', {
    query: { now: new Date(phone.runtime.clock()).toISOString() },
  })
  if (!told.ok) return told
  const read = await callApi(phone, 'moves')
  if (!read.ok) return read
  const { now, seq, ...detection } = told.value
  const mine = detect(await readSharedMoves(phone), { now })
  // What a newer API says beside it is no difference.
  const theirs = Object.fromEntries(Object.entries(detection).filter(([name]) => name in mine))
  const [cursor, waiting] = await Promise.all([readCursor(phone), phone.db.outbox.count()])
  const isSame = JSON.stringify(theirs) === JSON.stringify(mine)
  const hasCaughtUp = cursor?.head === seq && waiting === 0
  const cycles = detection.cycles as unknown as readonly Cycle[]
  const view: ServerView = {
    now,
    seq,
    moves: read.value.moves,
    cycles,
    phone: mine,
    comparison: isSame ? 'same' : hasCaughtUp ? 'different' : 'not-caught-up',
    different: differing(cycles, mine.cycles),
  }
  return { ok: true, view }
}

function differing(theirs: readonly Cycle[], mine: readonly Cycle[]): string[] {
  const texts = (cycles: readonly Cycle[]) =>
    new Map(cycles.map((each) => [each.id, JSON.stringify(each)]))
  const [a, b] = [texts(theirs), texts(mine)]
  const ids = new Set([...a.keys(), ...b.keys()])
  return [...ids].filter((id) => a.get(id) !== b.get(id))
}
