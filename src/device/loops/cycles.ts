import type { Entry } from '../../journal/entry.ts'
import { type AuthoredMove, compareMoves } from '../../journal/move.ts'
import type { Detection } from '../../patterns/detection.ts'
import { KeptDetectors } from '../../patterns/kept-detectors.ts'
import { readCursor } from '../sync/cursor.ts'
import { readCouple } from '../couple/couple.ts'
import { keyOf } from '../database.ts'
import type { Phone } from '../phone.ts'
import { cardId } from '../moments/card.ts'
import { SaidMemory } from '../moments/said.ts'

/** What the detector found on this phone. Derived, and never kept as truth. */
export interface Runs {
  readonly now: string
  /** The feed's number this phone had reached. */
  readonly seq: number
  /** Over what both may see, own cards that still wait for a network included: the same on both phones. */
  readonly shared: Detection
  /** Over all that this phone's owner may see. Only they see what it adds. Null where it adds nothing. */
  readonly own: Detection | null
  /** From the detector's ids to places on the timeline. */
  readonly keyOf: Readonly<Record<string, string>>
  /** How many moves were read. */
  readonly count: number
}

/** Two runs of a journal of a lifetime. */
const MOST_MOVES = 250_000

/** What one run leaves for the next: what records said, and what was found in them. */
export class RunMemory {
  readonly detectors = new KeptDetectors(MOST_MOVES)
  readonly said = new SaidMemory()
}

/**
 * Runs the detector over this phone's journal. `now` is an instant; it decides what is still open. With
 * the `memory` of an earlier run only what has changed since is opened and found again.
 */
export async function runCycles(
  phone: Phone,
  now: string,
  memory = new RunMemory(),
): Promise<Runs> {
  const { shared, own, places, seq } = await readMoves(phone, memory)
  const { detectors } = memory
  return {
    now,
    seq,
    shared: detectors.detect('shared', shared, now),
    own: own.length > 0 ? detectors.detect('own', [...shared, ...own], now) : null,
    keyOf: Object.fromEntries(places),
    count: shared.length + own.length,
  }
}

/** The moves of the shared run: every card of the couple that opens on this phone. */
export async function readSharedMoves(phone: Phone): Promise<AuthoredMove[]> {
  return (await readMoves(phone, new RunMemory())).shared
}

interface Moves {
  readonly shared: AuthoredMove[]
  readonly own: AuthoredMove[]
  readonly places: Map<string, string>
  readonly seq: number
}

async function readMoves(phone: Phone, memory: RunMemory): Promise<Moves> {
  const { db, me } = phone
  const { records, seq, couple } = await db.transaction('r', db.records, db.state, async () => ({
    records: await db.records.toArray(),
    seq: (await readCursor(phone))?.head ?? 0,
    couple: await readCouple(db),
  }))
  const shared: AuthoredMove[] = []
  const own: AuthoredMove[] = []
  const places = new Map<string, string>()
  const cards = new Set<string>()
  const entries: { key: string; id: string; entry: Pick<Entry, 'move' | 'sharing'> }[] = []
  for (const record of records) {
    const { key, envelope } = record
    if (envelope.deleted || (envelope.audience === 'us' && envelope.couple !== couple?.id)) continue
    const said = memory.said.read(phone, record)
    if (said === null) continue
    const { id, author } = envelope
    if (said.type === 'card') {
      shared.push({ ...said.move, id, author })
      if (author === me) cards.add(key)
      else places.set(id, key)
    } else if (said.type === 'entry') {
      entries.push({ key, id, entry: said })
    }
  }
  for (const { key, id, entry } of entries) {
    const { sharing } = entry
    const card = cardId(phone, id, sharing.number)
    if (sharing.number > 0 && cards.has(keyOf({ author: me, id: card }))) places.set(card, key)
    else if (sharing.with === 'us' || sharing.loops) {
      own.push({ ...entry.move, id, author: me })
      places.set(id, key)
    }
  }
  return { shared: shared.toSorted(compareMoves), own, places, seq }
}
