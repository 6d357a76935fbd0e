import { mkdtempSync, rmSync, cpSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { IDBKeyRange } from 'fake-indexeddb'
import { openDatabase } from '../../src/device/database.ts'
import { HAND_OVER_AFTER, keepDevices } from '../../src/device/person/devices.ts'
import {
  acceptLink,
  answerLink,
  confirmLink,
  offerLink,
  readLinking,
  stepHosting,
  stepLinking,
} from '../../src/device/person/linking.ts'
import { invite } from '../../src/device/couple/inviter.ts'
import { confirmSame, readPairing, stepPairing } from '../../src/device/couple/pairing.ts'
import { join as joinInvite } from '../../src/device/couple/joiner.ts'
import type { Phone } from '../../src/device/phone.ts'
import { syncOnce } from '../../src/device/sync/sync.ts'
import { people } from '../people.ts'
import { seedKeys } from './crypto.ts'
import { Device, type Tab } from './device.ts'
import { Chance } from './random.ts'
import { Server } from './server.ts'
import { takeTurns, Turns } from './turns.ts'

/** Two people, two devices each, two tabs on every device, and the server between them. */
export interface World {
  readonly seed: string
  readonly turns: Turns
  readonly server: Server
  /** The first person's two devices, then the second's. */
  readonly devices: readonly [Device, Device, Device, Device]
  /** For what is nobody's own. */
  readonly chance: Chance
  /** What broke that should not. */
  readonly errors: string[]
  close(): Promise<void>
}

/** Whose a tab is. */
export const personOf = (tab: number): 0 | 1 => (tab < 2 * TABS ? 0 : 1)
export const tabOf = ({ devices }: World, tab: number): Tab =>
  devices[Math.floor(tab / TABS)]!.tabs[tab % TABS]!

/** Monday 2 March 2026, seven in the evening. */
const START = Date.UTC(2026, 2, 2, 19)
export const TABS = 2

/** On a disk in memory where there is one: `synchronous=FULL` costs nothing there. */
const FAST = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** What every schedule begins with: the two are paired, and each has added a second device. */
export interface Beginning {
  readonly folder: string
  readonly now: number
  readonly disks: readonly Dump[]
  remove(): void
}
type Dump = Readonly<Record<'records' | 'outbox' | 'state', readonly unknown[]>>

function makeWorld(seed: string, from: Beginning | null): World {
  const folder = mkdtempSync(join(FAST, 'tideline-simulation-'))
  if (from) cpSync(from.folder, folder, { recursive: true })
  const turns = new Turns(from?.now ?? START)
  takeTurns(turns)
  const chance = new Chance(`${seed} server`)
  const server = new Server(turns, chance, folder)
  const parts = { turns, server, seed }
  const make = (name: string, who: 'first' | 'second', hasLocks: boolean) =>
    new Device(name, parts, {
      person: who === 'first' ? 0 : 1,
      zone: people[who].zone,
      readerZone: people[who === 'first' ? 'second' : 'first'].zone,
      tabs: TABS,
      hasLocks,
    })
  // One browser in four has no locks: then two tabs that sync at once have to be harmless.
  const isWithout = chance.below(4)
  const devices = [
    make('a1', 'first', isWithout !== 0),
    make('a2', 'first', isWithout !== 1),
    make('b1', 'second', isWithout !== 2),
    make('b2', 'second', isWithout !== 3),
  ] as const
  return {
    seed,
    turns,
    server,
    devices,
    chance,
    errors: [],
    async close() {
      for (const device of devices) for (const tab of device.tabs) tab.kill()
      await server.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Makes the beginning, once for many schedules. */
export async function begin(): Promise<Beginning> {
  seedKeys('beginning')
  const world = makeWorld('beginning', null)
  const { turns, server, devices } = world
  await turns.runFor(server.start())
  await turns.runFor(pairAndLink(world), 10 * HAND_OVER_AFTER)
  const disks: Dump[] = []
  for (const device of devices) disks.push(await turns.runFor(dump(device)))
  for (const device of devices) for (const tab of device.tabs) tab.kill()
  await server.backUp()
  await server.kill()
  const folder = mkdtempSync(join(FAST, 'tideline-simulation-'))
  server.moveTo(folder)
  await world.close()
  return {
    folder,
    now: turns.now,
    disks,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A world of its own for one schedule, as it is at the beginning. */
export async function openWorld(seed: string, beginning: Beginning): Promise<World> {
  seedKeys(seed)
  const world = makeWorld(seed, beginning)
  const { turns, server, devices } = world
  await turns.runFor(server.start())
  for (const [index, device] of devices.entries()) {
    await turns.runFor(fill(device, beginning.disks[index]!))
  }
  return world
}

/** A world in which nobody has done anything yet. */
export function emptyWorld(seed: string): World {
  seedKeys(seed)
  return makeWorld(seed, null)
}

async function pairAndLink(world: World): Promise<void> {
  const [a1, a2, b1, b2] = await Promise.all(world.devices.map((each) => each.tabs[0]!.open()))
  const invited = await invite(a1!, people.first.name, 'link')
  if (!invited.ok) throw new Error(`no invite: ${invited.reason}`)
  const shown = await readPairing(a1!)
  if (shown.step !== 'invited') throw new Error('no link to show')
  const joined = await joinInvite(b1!, shown.link, people.second.name)
  if (!joined.ok) throw new Error(`not joined: ${joined.reason}`)
  await stepPairing(a1!)
  await stepPairing(b1!)
  await confirmSame(a1!)
  await confirmSame(b1!)
  for (let round = 0; round < 3; round += 1) {
    await stepPairing(b1!)
    await stepPairing(a1!)
  }
  await link(world, a1!, a2!)
  await link(world, b1!, b2!)
  for (let round = 0; round < 3; round += 1) {
    for (const phone of [a1!, b1!, a2!, b2!]) await syncOnce(phone)
  }
}

async function link({ turns }: World, old: Phone, fresh: Phone): Promise<void> {
  const offered = await offerLink(fresh)
  if (!offered.ok) throw new Error(`no code: ${offered.reason}`)
  const shown = await readLinking(fresh)
  if (shown.step !== 'waiting') throw new Error('no code to show')
  await answerLink(old, shown.link)
  await stepLinking(fresh)
  await stepHosting(old)
  await acceptLink(old, 'second device')
  await confirmLink(fresh)
  await stepHosting(old)
  await stepLinking(fresh)
  turns.sleep(HAND_OVER_AFTER)
  await syncOnce(old)
  await keepDevices(old)
  const linked = await stepLinking(fresh)
  if (linked.step !== 'linked') throw new Error(`not linked: ${linked.step}`)
}

async function dump(device: Device): Promise<Dump> {
  const { db } = await device.tabs[0]!.open()
  return {
    records: await db.records.toArray(),
    outbox: await db.outbox.toArray(),
    state: await db.state.toArray(),
  }
}

async function fill(device: Device, { records, outbox, state }: Dump): Promise<void> {
  const db = openDatabase({
    database: device.name,
    indexedDB: device.disk.handle().indexedDB,
    IDBKeyRange,
  } as never)
  await db.transaction('rw', db.records, db.outbox, db.state, async () => {
    await db.records.bulkPut(records as never)
    await db.outbox.bulkPut(outbox as never)
    await db.state.bulkPut(state as never)
  })
  db.close()
}
