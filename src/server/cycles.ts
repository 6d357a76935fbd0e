import type { AuthoredMove } from '../journal/move.ts'
import type { Device } from './caller.ts'
import type { Detect } from './detector.ts'
import type { Store } from './store/store.ts'

/** Without a `now` of the caller's the cycles are of this minute, so that asking again is cheap. */
const MINUTE_MS = 60_000
/** Characters of results that are remembered. */
const MOST_KEPT = 1_000_000

export interface Cycles {
  answer(caller: Device, now: string | undefined): Promise<string>
}

/**
 * The cycles of a couple, computed from the very moves that `moves` shows, and the number of the
 * caller's feed they belong to. Nothing is stored as truth: a result is remembered until the couple's
 * moves change.
 */
export function createCycles(store: Store, clock: () => number, detect: Detect): Cycles {
  const underWay = new Map<string, Promise<string>>()
  const kept = new Map<string, string>()
  let size = 0
  const keep = (key: string, text: string) => {
    kept.set(key, text)
    size += text.length
    for (const [oldest, old] of kept) {
      if (size <= MOST_KEPT) break
      kept.delete(oldest)
      size -= old.length
    }
  }
  /** Two who ask the same at once are answered from one run. */
  const find = (
    key: string,
    journal: string,
    moves: readonly AuthoredMove[],
    now: string,
  ): Promise<string> => {
    const known = underWay.get(key)
    if (known) return known
    const found = detect(journal, moves, now)
      .then((text) => {
        keep(key, text)
        return text
      })
      .finally(() => underWay.delete(key))
    underWay.set(key, found)
    return found
  }
  return {
    async answer(caller, asked) {
      const now = asked ?? new Date(clock() - (clock() % MINUTE_MS)).toISOString()
      const { seq, key, journal, known, moves } = await store.read(async (tx) => {
        const couple = await sharedBy(tx, caller.person)
        const name = `${couple?.id} ${couple?.moves} ${now}`
        const text = kept.get(name)
        return {
          seq: await tx.headOf(caller.person),
          key: name,
          journal: couple?.id ?? '',
          known: text,
          moves: text !== undefined || !couple ? [] : await tx.movesOf(couple.id),
        }
      }, caller.person)
      const text = known ?? (await find(key, journal, moves, now))
      return `{"now":${JSON.stringify(now)},"seq":${seq},${text.slice(1)}`
    },
  }
}

/** The moves themselves, as the server reads them. */
export function readMoves(
  store: Store,
  { person }: Device,
): Promise<{ seq: number; moves: AuthoredMove[] }> {
  return store.read(async (tx) => {
    const couple = await sharedBy(tx, person)
    return {
      seq: await tx.headOf(person),
      moves: couple ? await tx.movesOf(couple.id) : [],
    }
  }, person)
}

async function sharedBy(tx: Parameters<Parameters<Store['transaction']>[0]>[0], person: string) {
  const found = await tx.findPerson(person)
  const couple = found?.couple ? await tx.findCouple(found.couple) : null
  return couple?.isClosed ? null : couple
}
