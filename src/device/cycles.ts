import type { Entry } from '../journal/entry.ts'
import { type AuthoredMove, compareMoves } from '../journal/move.ts'
import { detect } from '../patterns/detect.ts'
import type { Detection } from '../patterns/detection.ts'
import { readCursor } from './apply.ts'
import { readOpenCouple } from './couple.ts'
import { keyOf } from './database.ts'
import type { Phone } from './phone.ts'
import { cardId } from './share.ts'

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

/** Runs the detector over this phone's journal. `now` is an instant; it decides what is still open. */
export async function runCycles(phone: Phone, now: string): Promise<Runs> {
  const { shared, own, places, seq } = await readMoves(phone)
  return {
    now,
    seq,
    shared: detect(shared, { now }),
    own: own.length > 0 ? detect([...shared, ...own].toSorted(compareMoves), { now }) : null,
    keyOf: Object.fromEntries(places),
    count: shared.length + own.length,
  }
}

/** The moves of the shared run: every card of the couple that opens on this phone. */
export async function readSharedMoves(phone: Phone): Promise<AuthoredMove[]> {
  return (await readMoves(phone)).shared
}

interface Moves {
  readonly shared: AuthoredMove[]
  readonly own: AuthoredMove[]
  readonly places: Map<string, string>
  readonly seq: number
}

async function readMoves(phone: Phone): Promise<Moves> {
  const { db, vault, me } = phone
  const { records, seq, couple } = await db.transaction('r', db.records, db.state, async () => ({
    records: await db.records.toArray(),
    seq: (await readCursor(phone))?.head ?? 0,
    couple: await readOpenCouple(db),
  }))
  const shared: AuthoredMove[] = []
  const own: AuthoredMove[] = []
  const places = new Map<string, string>()
  const cards = new Set<string>()
  const entries: { key: string; id: string; entry: Entry }[] = []
  for (const { key, envelope } of records) {
    if (envelope.deleted || (envelope.audience === 'us' && envelope.couple !== couple?.id)) continue
    const opened = vault.open(envelope)
    if (!opened.ok) continue
    const { id, author } = envelope
    if (opened.body.type === 'card') {
      shared.push({ ...opened.body.move, id, author })
      if (author === me) cards.add(key)
      else places.set(id, key)
    } else if (opened.body.type === 'entry') {
      entries.push({ key, id, entry: opened.body })
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
