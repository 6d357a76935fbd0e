import type { Envelope } from '../../src/sync/envelope.ts'
import type { Book, Ledger } from './ledger.ts'
import type { World } from './world.ts'

/**
 * Reads along at the server's door. What has been said to both cannot be unsaid, so it is judged when
 * it is said: no card before its author gave the entry, or before the time they chose, on a device that
 * knows what time it is. What lies open already may be written over at any time.
 */
export function witness(world: World, ledger: Ledger): (body: string) => void {
  const known = new Map<string, Book>()
  const sent = new Map<string, number>()
  const open = new Set<string>()
  return (body) => {
    const { records } = JSON.parse(body) as { records: readonly Envelope[] }
    for (const { id, sealed, move, deleted, tag } of records) {
      sent.set(tag, (sent.get(tag) ?? 0) + 1)
      if (sent.get(tag)! > MOST_TIMES) throw new Error(`${id} is sent for ever`)
      if (move === null || deleted) continue
      const latest = world.devices
        .map((each) => each.sealedAt(sealed))
        .find((each) => each !== null)
      nameCards(world, ledger, known)
      const book = known.get(id)
      if (!book || latest === undefined) continue
      world.errors.push(...objectionsTo(book, open.has(id) ? Infinity : latest))
      open.add(id)
    }
  }
}

/** Whatever becomes of its answers, nothing is sent so often. */
const MOST_TIMES = 300

/** A card's id is derived from its entry: of each entry the first few. */
const MOST_NUMBERS = 6

function nameCards(world: World, ledger: Ledger, known: Map<string, Book>): void {
  const named = new Set(known.values()).size
  for (const book of [...ledger.books.values()].slice(named)) {
    const phone = world.devices.find((each) => each.person === book.person && each.phone)?.phone
    if (!phone) return
    for (let number = 1; number <= MOST_NUMBERS; number += 1) {
      known.set(phone.vault.deriveId('card', `${book.id}/${number}`), book)
    }
  }
}

/** `latest`: what its device may have taken the time for when it sealed the card, in ms. */
function objectionsTo(book: Book, latest: number): string[] {
  const given = book.shares.flatMap(({ choice, heard }) =>
    choice.with !== 'me' && heard !== 'refused' ? [choice.opensFrom] : [],
  )
  if (given.length === 0) return [`${book.id} was shown, and nobody gave it`]
  return Math.min(...given) > latest ? [`${book.id} was opened before its time`] : []
}
