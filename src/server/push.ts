import { hash } from 'node:crypto'
import type { Push, PushResult, Seen } from '../sync/api.ts'
import { digestedBytes, type Envelope } from '../sync/envelope.ts'
import type { Reason } from '../sync/problem.ts'
import { judge } from '../sync/revision.ts'
import type { Device } from './caller.ts'
import type { Hub } from './hub.ts'
import { findRewound } from './feed.ts'
import { isRefusal, refuse, type Refusal } from './problem.ts'
import type { StoredCouple } from './store/membership.ts'
import type { StoredRecord } from './store/records.ts'
import type { Store, Transaction } from './store/store.ts'

/** The digest of `sync`, by the engine's own SHA-256. */
const digestOf = (record: Envelope): string =>
  hash('sha256', digestedBytes(record), 'buffer').toString('base64url', 0, 16)

/** What a push came to: the answer, and the rows that moved in each reader's feed. */
interface Pushed {
  readonly prev: number
  readonly seq: number
  readonly results: readonly PushResult[]
  readonly moved: readonly Moved[]
}

interface Moved {
  readonly person: string
  readonly prev: number
  readonly seq: number
  readonly places: readonly { seq: number; record: StoredRecord }[]
}

/**
 * Takes a batch: judges record by record in their order, numbers what counts in the feed of each of
 * its readers, commits, and only then acknowledges and pokes.
 */
export async function push(
  { store, hub }: { store: Store; hub: Hub },
  caller: Device,
  { records }: Push,
  seen: Seen,
): Promise<{ answer: object } | Refusal> {
  const pushed = await store.transaction(async (tx) => {
    // What does not wait for another's answer is asked at once: on PostgreSQL it travels together, in this
    // order. So a device that is being removed, or a couple that is being left, is seen as it is afterwards.
    const [, device, rewound] = await Promise.all([
      tx.holdMembership(caller.person, namedBy(records)),
      tx.findDevice(caller.key),
      findRewound(store, tx, caller.person, seen),
    ])
    if (!device || device.isRevoked) return refuse('revoked')
    // What a restored server has lost comes first, and what was written over it after that.
    if (rewound) return rewound
    const taken = await takeBatch(tx, caller, records)
    await tx.announce(
      taken.moved.map(({ person, prev, seq }) => ({
        type: 'moved',
        person,
        prev,
        seq,
        except: caller.device,
      })),
    )
    return taken
  }, caller.person)
  if (isRefusal(pushed)) return pushed
  const { incarnation } = store
  for (const { person, prev, seq, places } of pushed.moved) {
    const rows = places.map((place) => ({ seq: place.seq, record: place.record.text }))
    hub.poke(person, { incarnation, prev, seq, rows }, caller.device)
  }
  const { prev, seq, results } = pushed
  return { answer: { incarnation, prev, seq, results } }
}

/** The couples that records say they are for. */
const namedBy = (records: readonly Envelope[]): string[] => [
  ...new Set(records.flatMap(({ couple }) => couple ?? [])),
]

async function takeBatch(
  tx: Transaction,
  caller: Device,
  records: readonly Envelope[],
): Promise<Pushed> {
  const author = caller.person
  const known = await readKnown(tx, caller, records)
  const batch = new Batch(author, known)
  const results = records.map((record) => batch.take(record))
  await batch.keep(tx)
  const moved = batch.moved()
  const own = moved.find((each) => each.person === author)
  const head = known.heads.get(author) ?? 0
  return { prev: head, seq: own?.seq ?? head, results, moved }
}

/** All that has to be known to judge a batch, read at once. */
interface Known {
  readonly current: ReadonlyMap<string, StoredRecord>
  readonly places: ReadonlyMap<string, number>
  readonly superseded: ReadonlySet<string>
  readonly devices: ReadonlySet<string>
  readonly personEpoch: number
  readonly couples: ReadonlyMap<string, StoredCouple>
  /** Ids that the partner uses, by couple. */
  readonly taken: ReadonlyMap<string, ReadonlySet<string>>
  readonly heads: ReadonlyMap<string, number>
}

async function readKnown(
  tx: Transaction,
  { person: author, device }: Device,
  records: readonly Envelope[],
): Promise<Known> {
  const own = records.filter((record) => record.author === author)
  const ids = [...new Set(own.map((record) => record.id))]
  const couples = new Map<string, StoredCouple>()
  for (const couple of await Promise.all(namedBy(own).map((id) => tx.findCouple(id)))) {
    if (couple?.members.includes(author)) couples.set(couple.id, couple)
  }
  // A private push locks its author's feed alone; the partner's does not even wait for it. What both
  // may write is read after the lock, not to be overtaken by the other's push.
  const readers = new Set([author, ...[...couples.values()].flatMap((couple) => couple.members)])
  const heads = await tx.lockHeads([...readers])
  const [current, devices, person, ...others] = await Promise.all([
    ids.length === 0 ? new Map() : tx.recordsOf(author, ids),
    // The device that sends is known already, and most send nothing but what they wrote themselves.
    own.every((record) => record.device === device) ? new Set([device]) : tx.devicesOf(author),
    own.some((record) => record.audience === 'me') ? tx.findPerson(author) : null,
    ...[...couples.keys()].map((id) => tx.idsOfPartner(id, author, ids)),
  ])
  const taken = new Map([...couples.keys()].map((id, n) => [id, others[n] as ReadonlySet<string>]))
  const held = [...current.keys()]
  const [places, superseded] =
    held.length === 0
      ? [new Map(), new Set<string>()]
      : await Promise.all([tx.placesOf(author, author, held), tx.supersededOf(author, held)])
  return {
    current,
    places,
    superseded,
    devices,
    personEpoch: person?.epoch ?? 0,
    couples,
    taken,
    heads,
  }
}

/** A batch while it is judged: what is current after the records so far, and what moved where. */
class Batch {
  private readonly author: string
  private readonly known: Known
  private readonly kept = new Map<string, StoredRecord>()
  private readonly replaced: StoredRecord[] = []
  private readonly heads: Map<string, number>
  /** Per reader: the number each record has now. */
  private readonly places = new Map<string, Map<string, number>>()
  private readonly changedMoves = new Set<string>()

  constructor(author: string, known: Known) {
    this.author = author
    this.known = known
    this.heads = new Map(known.heads)
  }

  take(record: Envelope): PushResult {
    const { id, rev } = record
    const refused = (reason: Reason): PushResult => ({ id, rev, result: 'refused', reason })
    if (record.author !== this.author) return refused('not-yours')
    if (!this.known.devices.has(record.device)) return refused('unknown-device')
    const current = this.kept.get(id) ?? this.known.current.get(id) ?? null
    const digest = digestOf(record)
    const verdict = judge(current?.envelope ?? null, record, this.wasAccepted(digest))
    // What was acknowledged once is acknowledged again, whatever has become of the couple since.
    if (verdict === 'again') return { id, rev, result: 'accepted', seq: this.placeOf(id) }
    const reason = this.objectionTo(record)
    if (reason) return refused(reason)
    if (verdict === 'audience') return refused('audience')
    if (verdict === 'stale' && current) {
      return { id, rev, result: 'stale', seq: this.placeOf(id), current: current.envelope }
    }
    const text = JSON.stringify(record)
    const seq = this.store({ envelope: record, digest, text }, current)
    return { id, rev, result: 'accepted', seq }
  }

  /** Writes what was judged to count. */
  async keep(tx: Transaction): Promise<void> {
    if (this.kept.size === 0) return
    const places = [...this.places].flatMap(([person, numbers]) =>
      [...numbers].map(([id, seq]) => ({ person, seq, author: this.author, id })),
    )
    await Promise.all([
      tx.keepSuperseded(this.replaced),
      tx.keepRecords([...this.kept.values()]),
      tx.number(places),
      tx.setHeads(
        new Map([...this.places.keys()].map((each) => [each, this.heads.get(each) ?? 0])),
      ),
      ...[...this.changedMoves].map((couple) => tx.countMoves(couple)),
    ])
  }

  /** What moved in each reader's feed, in the order of its numbers. */
  moved(): Moved[] {
    return [...this.places].map(([person, numbers]) => ({
      person,
      prev: this.known.heads.get(person) ?? 0,
      seq: this.heads.get(person) ?? 0,
      places: [...numbers]
        .sort(([, a], [, b]) => a - b)
        .flatMap(([id, seq]) => {
          const record = this.kept.get(id)
          return record ? [{ seq, record }] : []
        }),
    }))
  }

  private wasAccepted(digest: string): boolean {
    return this.known.superseded.has(digest) || this.replaced.some((each) => each.digest === digest)
  }

  private placeOf(id: string): number {
    return this.places.get(this.author)?.get(id) ?? this.known.places.get(id) ?? 0
  }

  private objectionTo(record: Envelope): Reason | null {
    if (record.audience === 'me') return record.epoch > this.known.personEpoch ? 'epoch' : null
    const couple = this.known.couples.get(record.couple)
    if (!couple) return 'no-couple'
    if (couple.isClosed && !record.deleted) return 'closed'
    if (record.epoch > couple.epoch) return 'epoch'
    return this.known.taken.get(couple.id)?.has(record.id) ? 'id-taken' : null
  }

  private store(record: StoredRecord, current: StoredRecord | null): number {
    const { id, couple: coupleId, move } = record.envelope
    if (current) this.replaced.push(current)
    this.kept.set(id, record)
    const couple = coupleId === null ? undefined : this.known.couples.get(coupleId)
    if (couple && (move || current?.envelope.move)) this.changedMoves.add(couple.id)
    for (const person of couple?.members ?? [this.author]) {
      // Whoever has deleted their account has no feed any more.
      if (this.known.heads.has(person)) this.number(person, id)
    }
    return this.placeOf(id)
  }

  private number(person: string, id: string): void {
    const seq = (this.heads.get(person) ?? 0) + 1
    this.heads.set(person, seq)
    const numbers = this.places.get(person) ?? new Map<string, number>()
    numbers.set(id, seq)
    this.places.set(person, numbers)
  }
}
