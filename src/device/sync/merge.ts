import { type Body, type Card, entryIn } from '../../journal/body.ts'
import { carryBoth } from '../../journal/carry-both.ts'
import type { Entry } from '../../journal/entry.ts'
import { mergeEntries } from '../../journal/merge.ts'
import { changedIn, mergeApart } from '../../journal/merge-apart.ts'
import { readSharedWrite, standForBoth } from '../../journal/shared-write.ts'
import { mergeWeekParts } from '../../journal/week-merge.ts'
import { digestEnvelope, type Envelope, type EnvelopeHead } from '../../sync/envelope.ts'
import { keyOf, type OutboxRow, type StoredRecord } from '../database.ts'
import { findCommonBase } from './common-base.ts'
import { isLate, readClosed } from './late-rows.ts'
import { keepPast } from '../moments/past.ts'
import type { Phone } from '../phone.ts'
import {
  numberWrite,
  putWrites,
  readWrites,
  type SharedWrites,
  spendWrites,
} from '../shared-writes.ts'
import { storedRecord } from '../stored-record.ts'
import { isHeldBack } from '../undo.ts'
import { checkCardsOf } from '../moments/withdraw-cards.ts'

/**
 * What happens when another device of the same person was faster: the server answers `stale` with
 * what is current, and this phone joins the two. Its own values win where both changed the same; the
 * other texts are kept beside the entry. Against a delete every edit loses, and is kept as well.
 *
 * `isRestored` tells that the server has been restored since this phone last heard of it. Answers false
 * where the current one cannot be opened, or came too late: then nothing changes.
 */
export async function mergeStale(
  phone: Phone,
  row: OutboxRow,
  current: Envelope,
  seq: number,
  isRestored = false,
): Promise<boolean> {
  const { db, vault } = phone
  if (keyOf(current) !== row.key || isLate(current, await readClosed(db))) return false
  const there = openBody(phone, current)
  const record = await db.records.get(row.key)
  if (!there || !record) return false
  if (record.envelope.deleted && !current.deleted) return leaveToDelete(phone, row)
  const theirs = there.body
  const here = openBody(phone, record.envelope)
  const common = await findCommonBase(phone, row, record, current, isRestored)
  const base = common && openBody(phone, common)
  const plan =
    !here || isOvertaken(row, record, current, here)
      ? { body: theirs, lost: [], joined: null }
      : planMerge(base, here, there, record.envelope.rev > current.rev ? 'mine' : 'theirs')

  const isTheirs = plan.joined === null
  const writes = await readWrites(phone)
  const numbered =
    plan.joined && record.envelope.device !== vault.device
      ? numberAnew(phone, plan.joined, writes)
      : { joined: plan.joined, writes }
  const envelope =
    numbered.joined === null
      ? current
      : vault.seal(
          headOver(phone, current, record.envelope.rev),
          numbered.joined,
          moveOf(plan.body),
        )
  if (!envelope) return false
  const next = storedRecord(envelope, there.isKnown ? plan.body : { type: 'unknown' }, phone, seq)
  await db.transaction('rw', db.records, db.outbox, db.state, async () => {
    const now = await db.records.get(row.key)
    // Written meanwhile: the newer edit is refused as stale in its turn, and merged then.
    if (now?.digest !== record.digest) return
    // So is another shared write: this one is looked at again, and gets the number after it.
    if (JSON.stringify(await readWrites(phone)) !== JSON.stringify(writes)) return
    if (numbered.writes !== writes) await putWrites(db, numbered.writes)
    await db.outbox.where('key').equals(row.key).delete()
    await db.records.put(next)
    if (isTheirs) await spendWrites({ db, device: vault.device }, here?.raw, there.raw)
    if (!isTheirs) await db.outbox.add(waitingRow(envelope, current))
    for (const each of plan.lost) await keepPast(phone, row.envelope.id, each)
    if (current.audience === 'me') await checkCardsOf(phone, [row.key])
  })
  return true
}

/**
 * Whether what is there was made by somebody who knew what is here: the same device, later. Or a record that
 * was only brought back to a restored server, and not edited here, is older than what another device has
 * brought back already. Of a type this version does not know nothing was edited here.
 */
function isOvertaken(
  row: OutboxRow,
  { digest, envelope }: StoredRecord,
  current: Envelope,
  { body, isKnown }: Known,
): boolean {
  if (!isKnown) return current.rev >= envelope.rev
  if (current.device === envelope.device && current.rev > envelope.rev) return true
  // Of two moments each text is looked at.
  if (entryIn(body)) return false
  return row.again === 1 && row.digest === digest && current.rev > row.envelope.rev
}

/**
 * It was deleted here meanwhile, and a delete beats every edit: this one waits until the delete can
 * not be undone any more, and is overtaken by it then.
 */
async function leaveToDelete({ db, runtime }: Phone, row: OutboxRow): Promise<true> {
  const now = runtime.clock()
  await db.transaction('rw', db.outbox, async () => {
    const last = await db.outbox.where('key').equals(row.key).last()
    if (last && last.n > row.n && isHeldBack(last, now)) {
      await db.outbox.update(row.n, { heldUntil: last.heldUntil! })
    } else {
      await db.outbox.delete(row.n)
    }
  })
  return true
}

interface Plan {
  readonly body: Body
  /** Texts of a moment that are to be kept beside it. */
  readonly lost: readonly Entry[]
}

/** What becomes of both. `joined` is it with the fields that only a newer version knows; null: it is theirs. */
function planMerge(
  base: Known | null,
  here: Known,
  there: Known,
  later: 'mine' | 'theirs',
): Plan & { readonly joined: Body | null } {
  const plan = joinBodies(base?.body ?? null, here, there)
  if (there.body.type === 'gone') return { ...plan, joined: null }
  const [mine, theirs] = [here, there].map((each) => each.body.type === plan.body.type && each)
  const known = [mine || there, theirs || here] as const
  const joined = noteChanges(carryBoth(plan.body, base, ...known, later), there, here)
  const isTheirs = plan.body === there.body && isSame(joined, there.raw)
  return { ...plan, joined: isTheirs ? null : joined }
}

function joinBodies(base: Body | null, { body: mine, raw }: Known, other: Known): Plan {
  const theirs = other.body
  const [here, there, begun] = [entryIn(mine), entryIn(theirs), base && entryIn(base)]
  if (theirs.type === 'gone') return { body: theirs, lost: here ? [here] : [] }
  if (here && there) {
    const { entry, lost } = begun
      ? withLost(mergeEntries(begun, here, there))
      : mergeApart({ entry: here, raw }, { entry: there, raw: other.raw })
    const shell = isSameMoment(base, mine) ? theirs : mine
    const body = shell.type === 'pause' ? { ...shell, entry } : entry
    return { body: isSame(body, theirs) ? theirs : body, lost }
  }
  // Everything else is one choice, not a text: the later one counts as a whole, and stands for the
  // shared writes of the other as well. A card is two: which moment it shows, and which words.
  const wins = chooseWhole(base, mine, theirs)
  const [own, their] = [readSharedWrite(mine), readSharedWrite(theirs)]
  if (!own || !their) return { body: wins, lost: [] }
  const stands = standForBoth(own.stands, their.stands)
  return { body: { ...wins, write: own.write, stands } as Body, lost: [] }
}

const withLost = ({ entry, lost }: ReturnType<typeof mergeEntries>) => ({
  entry,
  lost: lost ? [lost] : [],
})

function chooseWhole(base: Body | null, mine: Body, theirs: Body): Body {
  if (mine.type === 'card' && theirs.type === 'card') return mergeCards(base, mine, theirs)
  if (mine.type === 'week' && theirs.type === 'week') return mergeWeekParts(mine, theirs) ?? mine
  if (
    (mine.type === 'rhythm' && theirs.type === 'rhythm') ||
    (mine.type === 'hues' && theirs.type === 'hues')
  ) {
    return mine.turn >= theirs.turn ? mine : theirs
  }
  return mine
}

/** Whether this device left alone what the moment is, a pause or none, and until when. */
function isSameMoment(base: Body | null, mine: Body): boolean {
  if (base?.type === 'pause' && mine.type === 'pause') {
    return base.until === mine.until && base.ended === mine.ended
  }
  return base?.type === mine.type
}

/** Words that one device took off a card stay off, whatever the other one corrected of its move. */
function mergeCards(base: Body | null, mine: Card, theirs: Card): Card {
  if (base?.type !== 'card') return mine
  return {
    ...mine,
    move: isSame(mine.move, base.move) ? theirs.move : mine.move,
    words: isSame(mine.words, base.words) ? theirs.words : mine.words,
  }
}

/** What was in an envelope. Of a type this version does not know the body is all of it. */
interface Known {
  readonly body: Body
  readonly raw: unknown
  readonly isKnown: boolean
}

const openBody = ({ vault }: Phone, envelope: Envelope): Known | null => {
  const opened = vault.open(envelope)
  if (!opened.ok) return null
  const { body, raw } = opened
  return body.type === 'unknown'
    ? { body: raw as Body, raw, isKnown: false }
    : { body, raw, isKnown: true }
}

/** Whatever the order of the fields. */
function isSame(a: unknown, b: unknown): boolean {
  const sorted = (_: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([x], [y]) => (x < y ? -1 : 1)))
      : value
  return JSON.stringify(a, sorted) === JSON.stringify(b, sorted)
}

/** Since when each text of a moment is as it is, whichever of the two it comes from. */
function noteChanges(body: Body, ...from: readonly (Known | null)[]): Body {
  const entry = entryIn(body)
  const revisions = from.flatMap((each) => {
    const before = each && entryIn(each.body)
    return before ? [{ entry: before, raw: each.raw }] : []
  })
  return entry ? { ...body, ...changedIn(entry, ...revisions) } : body
}

/**
 * What another device wrote and this one brings back to a restored server is a shared write of this one: under
 * the number of that device it would look as if all up to there had been kept back.
 */
function numberAnew({ vault }: Phone, joined: Body, writes: SharedWrites) {
  if (!readSharedWrite(joined)) return { joined, writes }
  const write = writes.count + 1
  const take = () => ({ write, spent: writes.spent })
  const anew = numberWrite(joined, joined, vault.device, false, take)
  return { joined: anew, writes: { count: write, spent: 0 } }
}

const moveOf = (body: Body) => (body.type === 'card' ? body.move : null)

const headOver = ({ vault }: Phone, current: Envelope, rev: number): EnvelopeHead => {
  const { move: _move, sealed: _sealed, tag: _tag, ...head } = current
  const epoch =
    head.audience === 'me' ? vault.epoch : (vault.coupleEpoch(head.couple) ?? head.epoch)
  return {
    ...head,
    epoch,
    device: vault.device,
    // A restored server may have an older one than the partner: they must not take this for older still.
    rev: Math.max(current.rev, rev) + 1,
    base: digestEnvelope(current),
    deleted: false,
  }
}

/** An outbox row for an edit of what the server has. */
export const waitingRow = (envelope: Envelope, base: Envelope | null) => ({
  key: keyOf(envelope),
  envelope,
  digest: digestEnvelope(envelope),
  base,
  sent: 0 as const,
})
