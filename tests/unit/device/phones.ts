import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { expect } from 'vitest'
import { openDatabase } from '../../../src/device/database.ts'
import { openPhone, type Phone } from '../../../src/device/phone.ts'
import { invite } from '../../../src/device/couple/inviter.ts'
import { join } from '../../../src/device/couple/joiner.ts'
import { readCouple } from '../../../src/device/couple/couple.ts'
import { cancelPairing } from '../../../src/device/couple/pairing-end.ts'
import { confirmSame, readPairing, stepPairing } from '../../../src/device/couple/pairing.ts'
import { HAND_OVER_AFTER, keepDevices } from '../../../src/device/person/devices.ts'
import {
  acceptLink,
  answerLink,
  confirmLink,
  offerLink,
  readLinking,
  stepHosting,
  stepLinking,
} from '../../../src/device/person/linking.ts'
import type { Runtime } from '../../../src/device/runtime.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { people } from '../../people.ts'
import { type Files, openWorld, type World } from '../../api/world.ts'

/** Real phones, each with a database of its own, against the real server in this process. */

type Meddled = Response | null

export interface TestPhone {
  readonly phone: Phone
  /** In a tunnel: nothing gets through. */
  offline: boolean
  /** By how much this phone's clock is wrong, in ms. */
  clockError: number
  /** Sees every request before it leaves, and every answer before it arrives; null loses it. */
  meddle: ((request: Request, answer: Response | null) => Meddled | Promise<Meddled>) | null
  /** Kills the app and opens it again on the same disk. */
  restart(): Promise<void>
}

export const ORIGIN = 'http://tideline.test'

export async function openTestPhone(
  world: World,
  zone: string,
  subtle = crypto.subtle,
  tables: Tables = [],
): Promise<TestPhone> {
  const disk = new IDBFactory()
  let phone: Phone
  const test = {
    offline: false,
    clockError: 0,
    meddle: null as TestPhone['meddle'],
    get phone() {
      return phone
    },
    async restart() {
      phone.close()
      phone = await open()
    },
  }
  const runtime: Runtime = {
    database: 'tideline',
    clock: () => world.clock() + test.clockError,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    subtle,
    fetch: async (input, init) => {
      if (test.offline) throw new TypeError('no network')
      const request = new Request(input, init)
      const seen = request.clone()
      const response = await world.fetch(request)
      const answer = test.meddle ? await test.meddle(seen, response) : response
      if (!answer) throw new TypeError('no network')
      return answer
    },
    api: ORIGIN,
    locks: null,
    zone: () => zone,
    indexedDB: disk,
    IDBKeyRange,
  }
  const open = () => openPhone(runtime)
  if (tables.length > 0) {
    const db = openDatabase(runtime)
    for (const [name, rows] of tables) await db.table(name).bulkPut([...rows])
    db.close()
  }
  phone = await open()
  return test
}

/** The newcomer shows its code, the old device reads it, and their owner compares on both. */
export async function announce(old: TestPhone, newcomer: TestPhone, name: string): Promise<void> {
  const offered = await offerLink(newcomer.phone)
  if (!offered.ok) throw new Error(`no code: ${offered.reason}`)
  const answered = await answerLink(old.phone, offered.link)
  if (!answered.ok) throw new Error(`not read: ${answered.reason}`)
  await stepLinking(newcomer.phone)
  const [here, there] = [await stepHosting(old.phone), await readLinking(newcomer.phone)]
  if (here.step !== 'comparing' || there.step !== 'comparing') throw new Error('nothing to compare')
  expect(here.comparison).toEqual(there.comparison)
  await acceptLink(old.phone, name)
  await confirmLink(newcomer.phone)
  await stepHosting(old.phone)
  await stepLinking(newcomer.phone)
}

/** Makes a device one of a person's: announced, and handed the keys a day later. */
export async function link(
  { world, old, newcomer }: { world: World; old: TestPhone; newcomer: TestPhone },
  name = 'kitchen tablet',
): Promise<void> {
  await announce(old, newcomer, name)
  world.advance(HAND_OVER_AFTER)
  await syncOnce(old.phone)
  await keepDevices(old.phone)
  expect(await stepLinking(newcomer.phone)).toEqual({ step: 'linked' })
}

export interface Two {
  readonly world: World
  readonly first: TestPhone
  readonly second: TestPhone
  /** Both phones sync until nothing is left to say. */
  settle(): Promise<void>
  close(): Promise<void>
}

/** All that lies on a phone, by table. */
type Tables = readonly (readonly [table: string, rows: readonly object[]])[]
/** The two as they lie on their disks. */
interface Kept {
  readonly world: Files
  readonly first: Tables
  readonly second: Tables
}

/** The two, each with a phone, not yet paired. */
export async function openTwo(subtle?: SubtleCrypto, kept?: Kept): Promise<Two> {
  const world = await openWorld(undefined, kept?.world)
  const first = await openTestPhone(world, people.first.zone, subtle, kept?.first)
  const second = await openTestPhone(world, people.second.zone, undefined, kept?.second)
  return {
    world,
    first,
    second,
    async settle() {
      for (let round = 0; round < 3; round += 1) {
        await syncOnce(first.phone)
        await syncOnce(second.phone)
      }
    },
    async close() {
      first.phone.close()
      second.phone.close()
      await world.close()
    },
  }
}

let paired: Promise<Kept> | undefined

/**
 * The two, paired: by hand once in a file of tests, which costs as much as many a test, then as they lay.
 * `instead` of two who have done nothing yet, who are put away.
 */
export async function openPair(instead?: Two): Promise<Two> {
  await instead?.close()
  paired ??= keepPair()
  return openTwo(undefined, await paired)
}

/** All that lies on a phone now. */
export const tablesOf = ({ phone }: TestPhone): Promise<Tables> =>
  Promise.all(
    phone.db.tables.map(
      async (table) => [table.name, (await table.toArray()) as object[]] as const,
    ),
  )

async function keepPair(): Promise<Kept> {
  const two = await openTwo()
  await pair(two)
  const [world, first, second] = [
    await two.world.copy(),
    await tablesOf(two.first),
    await tablesOf(two.second),
  ]
  await two.close()
  return { world, first, second }
}

/** Both phones have spoken: now there is something to compare. */
export async function meet({ first, second }: Two): Promise<void> {
  await stepPairing(first.phone)
  await stepPairing(second.phone)
}

/** Pairs the two by link: one invites, the other joins, both compare. */
export async function pair(two: Two): Promise<void> {
  const { first, second } = two
  const invited = await invite(first.phone, people.first.name, 'link')
  if (!invited.ok) throw new Error(`no invite: ${invited.reason}`)
  const shown = await readPairing(first.phone)
  if (shown.step !== 'invited') throw new Error('no link to show')
  const joined = await join(second.phone, shown.link, people.second.name)
  if (!joined.ok) throw new Error(`not joined: ${joined.reason}`)
  await meet(two)
  await confirmSame(first.phone)
  await confirmSame(second.phone)
  for (let round = 0; round < 3; round += 1) {
    await stepPairing(second.phone)
    await stepPairing(first.phone)
  }
  await two.settle()
}

/** Pairs any two of the same world, after what each was in before is over. */
export async function pairAgain(two: Two, first: TestPhone, second: TestPhone): Promise<void> {
  for (const test of [first, second]) await cancelPairing(test.phone)
  const settle = async () => {
    for (const test of [first, second, first, second]) await syncOnce(test.phone)
  }
  await pair({ ...two, first, second, settle })
  expect((await readCouple(first.phone.db))?.closed).toBe(false)
}
