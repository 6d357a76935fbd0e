import type { ArrivingPull } from '../../sync/api.ts'
import { FIRST_PAGE, MAX_PAGE } from '../../sync/limits.ts'
import { applyOpened, applyRows } from './apply.ts'
import { type Cursor, readCursor, readLife } from './cursor.ts'
import { type OpenedRows, openRows } from './open-rows.ts'
import { reopenRows } from './read-again.ts'
import { type Answer, type Call, callApi } from '../client.ts'
import { refreshMembership } from '../couple/membership.ts'
import type { Phone } from '../phone.ts'
import { notePull, reachOf } from './reach.ts'

/**
 * Brings the feed here: first the newest page, so that a new phone shows this week at once, then what
 * has come since, then page by page the past.
 */
export async function pullFeed(phone: Phone): Promise<Answer<null>> {
  const before = await readCursor(phone)
  if (!before) {
    const first = await pullFirst(phone)
    if (!first.ok) return first
  }
  const newer = await pullNewer(phone, before)
  // Whoever has all of the past does not lose it again.
  return newer.ok && before?.tail !== 0 ? pullOlder(phone) : newer
}

/** Opens what arrived before its key did, and asks for keys where one is missing. */
export async function openRowsAside(phone: Phone): Promise<Answer<null>> {
  if ((await reopenRows(phone)) === 0) return { ok: true, value: null }
  // A key this device has not seen: somebody was paired, or an epoch has risen.
  const refreshed = await refreshMembership(phone)
  if (!refreshed.ok) return refreshed
  await reopenRows(phone)
  return { ok: true, value: null }
}

async function pullFirst(phone: Phone): Promise<Answer<null>> {
  const answer = await askPage(phone, {}, FIRST_PAGE)
  if (!answer.ok) return answer
  const { incarnation, head, rows, more } = answer.value
  const life = await readLife(phone)
  // What another life of the server has accepted is not there: it has to be sent again.
  if (life !== null && life !== incarnation) return { ok: false, reason: 'rewound' }
  const tail = more ? lowest(rows) : 0
  await applyRows(phone, rows, (cursor) => (cursor ? null : { incarnation, head, tail }))
  if (tail > 0) await new Promise((resolve) => setTimeout(resolve, TO_DRAW))
  return { ok: true, value: null }
}

/** The newest page is on the screen before the past takes all of the phone's time; in ms. */
const TO_DRAW = 50

async function pullNewer(phone: Phone, before: Cursor | null): Promise<Answer<null>> {
  for (let known = before; ; known = null) {
    const cursor = known ?? (await readCursor(phone))
    if (!cursor) return { ok: true, value: null }
    const { incarnation, head: after, mark } = cursor
    const answer = await askPage(phone, { incarnation, after, mark })
    if (!answer.ok) return answer
    const { rows, more, head } = answer.value
    const reached = more ? highest(rows) : Math.max(head, cursor.head)
    if (rows.length === 0 && reached === cursor.head) return { ok: true, value: null }
    await applyRows(phone, rows, (now) =>
      now?.incarnation === cursor.incarnation && now.head === cursor.head
        ? { ...now, head: reached }
        : null,
    )
    if (!more) return { ok: true, value: null }
  }
}

/** The next page is fetched and opened while the one before it is put down. */
async function pullOlder(phone: Phone): Promise<Answer<null>> {
  let ahead: { readonly before: number; readonly page: Promise<Answer<Page>> } | null = null
  for (;;) {
    const cursor = await readCursor(phone)
    if (!cursor || cursor.tail === 0) return { ok: true, value: null }
    const page: Promise<Answer<Page>> =
      ahead?.before === cursor.tail ? ahead.page : fetchOlder(phone, cursor)
    const answer = await page
    if (!answer.ok) return answer
    const { opened, tail } = answer.value
    ahead = tail > 0 ? { before: tail, page: fetchOlder(phone, { ...cursor, tail }) } : null
    // Whoever does not need it any more does not need to hear of its failure either.
    ahead?.page.catch(() => undefined)
    await applyOpened(phone, opened, (now) =>
      now?.incarnation === cursor.incarnation && now.tail === cursor.tail ? { ...now, tail } : null,
    )
  }
}

interface Page {
  readonly opened: OpenedRows
  /** Where the past goes on below this page; 0 at its end. */
  readonly tail: number
}

async function fetchOlder(phone: Phone, { incarnation, tail }: Cursor): Promise<Answer<Page>> {
  const answer = await askPage(phone, { incarnation, before: tail })
  if (!answer.ok) return answer
  const { rows, more } = answer.value
  return { ok: true, value: { opened: openRows(phone, rows), tail: more ? lowest(rows) : 0 } }
}

/** Asks for as much at a time as gets through. */
async function askPage(
  phone: Phone,
  query: NonNullable<Call['query']>,
  most = MAX_PAGE,
): Promise<Answer<ArrivingPull>> {
  const reach = reachOf(phone)
  const limit = Math.min(most, reach.page)
  const answer = await callApi(phone, 'pull', { query: { ...query, limit } })
  notePull(reach, limit, answer)
  return answer
}

const lowest = (rows: readonly { seq: number }[]): number =>
  rows.reduce((least, { seq }) => Math.min(least, seq), Number.MAX_SAFE_INTEGER)
const highest = (rows: readonly { seq: number }[]): number =>
  rows.reduce((most, { seq }) => Math.max(most, seq), 0)
