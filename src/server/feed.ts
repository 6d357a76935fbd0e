import type { PullQuery, Seen } from '../sync/api.ts'
import type { Envelope } from '../sync/envelope.ts'
import { MAX_PAGE_BYTES } from '../sync/limits.ts'
import type { Device } from './caller.ts'
import { refuse, type Refusal } from './problem.ts'
import type { Span } from './store/feeds.ts'
import type { Store, Transaction } from './store/store.ts'

/** What a row adds to its envelope: its number, and the names around both. */
const ROW_BYTES = 32

/**
 * A page of the caller's feed, as the text that travels: the rows lie in the database as they go
 * over the wire, and are not read and written again on the way.
 */
export async function pull(
  store: Store,
  caller: Device,
  { incarnation, after, before, mark, limit }: PullQuery,
): Promise<{ text: string } | Refusal> {
  if (after !== undefined && before !== undefined) {
    return refuse('malformed', 'query: after or before, not both')
  }
  const { person } = caller
  return store.read(async (tx) => {
    const rewound = await findRewound(store, tx, person, { incarnation, after, mark })
    if (rewound) return rewound
    const head = await tx.headOf(person)
    const span: Span = after === undefined ? { before: before ?? head + 1 } : { after }
    const measured = await tx.measure(person, span, limit + 1)
    const count = countFitting(measured, limit)
    const numbers = measured.slice(0, count).map((row) => row.seq)
    const low = Math.min(...numbers)
    const high = Math.max(...numbers)
    const rows = count === 0 ? [] : await tx.readRows(person, low, high)
    const texts = rows.map((row) => `{"seq":${row.seq},"record":${row.record}}`)
    if (after === undefined) texts.reverse()
    const more = measured.length > count
    return {
      text: `{"incarnation":"${store.incarnation}","head":${head},"rows":[${texts.join(',')}],"more":${more}}`,
    }
  }, person)
}

/**
 * Whether this is not the database any more in which a phone has seen so much: another life of it, or one
 * whose feed ends before, or has another envelope where the phone has seen one. A number is given once, so
 * where there is an envelope it is the one that was seen; an edit leaves nothing in its place.
 */
export async function findRewound(
  store: Store,
  tx: Transaction,
  person: string,
  { incarnation, after, mark }: Seen,
): Promise<Refusal | null> {
  if (incarnation !== undefined && incarnation !== store.incarnation) {
    return refuse('rewound', 'another incarnation')
  }
  if (after === undefined) return null
  if (after > (await tx.headOf(person))) return refuse('rewound', 'after: beyond the head')
  if (mark === undefined) return null
  const [row] = await tx.readRows(person, after, after)
  const isOther = row !== undefined && (JSON.parse(row.record) as Envelope).tag !== mark
  return isOther ? refuse('rewound', 'mark: another envelope') : null
}

/** How many of these rows fit on a page; at least one, where there is one. */
function countFitting(rows: readonly { bytes: number }[], limit: number): number {
  let bytes = 0
  let count = 0
  for (const row of rows.slice(0, limit)) {
    bytes += row.bytes + ROW_BYTES
    if (count > 0 && bytes > MAX_PAGE_BYTES) break
    count++
  }
  return count
}
