import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { callApi } from '../../src/device/client.ts'
import { openDatabase } from '../../src/device/database.ts'
import { keepDevices } from '../../src/device/person/devices.ts'
import { openPhone, type Phone } from '../../src/device/phone.ts'
import type { Runtime } from '../../src/device/runtime.ts'
import { chooseSharing } from '../../src/device/moments/share.ts'
import { syncOnce } from '../../src/device/sync/sync.ts'
import { addEntry } from '../../src/device/moments/add-entry.ts'
import { editEntry } from '../../src/device/moments/edit-entry.ts'
import type { Membership } from '../../src/sync/api.ts'
import type { Envelope } from '../../src/sync/envelope.ts'
import { people, timeIn } from '../people.ts'
import {
  link,
  openTestPhone,
  openTwo,
  pair,
  type TestPhone,
  type Two,
} from '../unit/device/phones.ts'

/**
 * A couple as a hostile server has it: everything it was ever handed, and the two phones. Every attack is
 * tried on a copy of the victim's phone, so that one couple does for all of them.
 */
export interface Captured {
  readonly two: Two
  /** The victim's second device. */
  readonly tablet: TestPhone
  /** What the server tells the victim, truthfully. */
  readonly told: Membership
  /** The victim's own shared card, and the partner's, with an earlier revision of each. */
  readonly mine: { readonly first: Envelope; readonly now: Envelope }
  readonly theirs: { readonly first: Envelope; readonly now: Envelope }
  close(): Promise<void>
}

const OPEN = { with: 'us', opens: 'now', words: ['note'] } as const

export async function capture(): Promise<Captured> {
  const two = await openTwo()
  const tablet = await openTestPhone(two.world, people.first.zone)
  await pair(two)
  await link({ world: two.world, old: two.first, newcomer: tablet })
  const rounds = async () => {
    for (const test of [two.first, tablet, two.second, two.first]) {
      await keepDevices(test.phone)
      await syncOnce(test.phone)
    }
  }
  await rounds()
  two.world.advance(20 * 60_000)
  const write = async ({ phone }: TestPhone) => {
    const added = await addEntry(phone, { kind: 'pursue', at: timeIn(1) })
    if (!added.ok) throw new Error(added.reason)
    await editEntry(phone, added.id, { move: { intensity: 2, triggers: ['money'] } })
    await editEntry(phone, added.id, { words: { note: 'as it was' } })
    await chooseSharing(phone, added.id, OPEN)
    await rounds()
    const first = await cardOf(two.first, phone.me)
    await editEntry(phone, added.id, { move: { kind: 'repair' } })
    await rounds()
    return { first, now: await cardOf(two.first, phone.me) }
  }
  const mine = await write(two.first)
  const theirs = await write(two.second)
  const told = await callApi(two.first.phone, 'membership')
  if (!told.ok) throw new Error(told.reason)
  return {
    two,
    tablet,
    mine,
    theirs,
    told: told.value,
    async close() {
      tablet.phone.close()
      await two.close()
    },
  }
}

async function cardOf({ phone }: TestPhone, author: string): Promise<Envelope> {
  const cards = await phone.db.records.where('type').equals('card').toArray()
  const card = cards.find((each) => each.author === author)
  if (!card) throw new Error('no card')
  return card.envelope
}

/** A copy of a phone, on a disk of its own, with nobody to talk to but `fetch`. */
export async function copyOf(
  original: Phone,
  fetch: Runtime['fetch'] = () => Promise.reject(new TypeError('no network')),
): Promise<Phone> {
  const runtime = { ...original.runtime, indexedDB: new IDBFactory(), IDBKeyRange, fetch }
  const copy = openDatabase(runtime)
  for (const table of original.db.tables) {
    await copy.table(table.name).bulkPut(await table.toArray())
  }
  copy.close()
  return openPhone(runtime)
}
