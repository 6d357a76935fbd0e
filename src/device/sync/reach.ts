import { MAX_BATCH, MAX_PAGE } from '../../sync/limits.ts'
import type { Answer } from '../client.ts'
import type { Database } from '../database.ts'
import type { Phone } from '../phone.ts'

/** How much goes over this network at a time: half after it did not get through, and slowly more again. */
export interface Reach {
  /** Most rows of a push, and of a page of the feed. */
  batch: number
  page: number
  /** Records that did not get through even alone, or wait for a key: the others pass them. */
  readonly aside: Set<string>
  /** How many in a row did not get through alone. */
  stopped: number
}

const reaches = new WeakMap<Database, Reach>()

/** The reach of this phone, known until the app is closed. */
export function reachOf({ db }: Phone): Reach {
  const known = reaches.get(db)
  if (known) return known
  const reach = { batch: MAX_BATCH, page: MAX_PAGE, aside: new Set<string>(), stopped: 0 }
  reaches.set(db, reach)
  return reach
}

/** Learns from how a push of so many rows ended. */
export function notePush(reach: Reach, rows: number, answer: Answer<unknown>): void {
  if (answer.ok) reach.stopped = 0
  if (answer.ok && rows >= reach.batch) reach.batch = widened(reach.batch, MAX_BATCH)
  else if (!answer.ok && (answer.hindrance || UNFIT.has(answer.reason))) reach.batch = half(rows)
}

/** Learns from how asking for a page of at most so many rows ended. */
export function notePull(
  reach: Reach,
  limit: number,
  answer: Answer<{ readonly more: boolean }>,
): void {
  if (!answer.ok && answer.hindrance) reach.page = half(limit)
  else if (answer.ok && answer.value.more) reach.page = widened(reach.page, MAX_PAGE)
}

/** Something in it, or all of it together, is not what the API takes. */
const UNFIT: ReadonlySet<string> = new Set(['malformed', 'too-large'])

const half = (count: number): number => Math.ceil(count / 2)
const widened = (count: number, most: number): number => Math.min(most, count + most / 20)
