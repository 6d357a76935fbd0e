import { IDBKeyRange } from 'fake-indexeddb'
import { openPhone, type Phone } from '../../src/device/phone.ts'
import type { Runtime } from '../../src/device/runtime.ts'
import { Disk, type Handle } from './disk.ts'
import { Locks } from './locks.ts'
import { Network } from './network.ts'
import { Chance } from './random.ts'
import { never, type Server } from './server.ts'
import type { Turns } from './turns.ts'
import { toText } from '../../src/sync/bytes.ts'
import { MAX_CLOCK_SKEW_SECONDS } from '../../src/sync/limits.ts'

export const API = 'http://tideline.test'

const NONCE_BYTES = 24
/** The same as it stands at the beginning of what is sealed. */
const NONCE_LENGTH = 32
/** So far from the server's a clock may be that nothing is said of it, in ms; and what a request takes on its way. */
const LEFT_ALONE = MAX_CLOCK_SKEW_SECONDS * 1000 + 60_000

interface Make {
  readonly person: 0 | 1
  readonly zone: string
  readonly readerZone: string
  readonly tabs: number
  readonly hasLocks: boolean
}

/** One device: a disk, a clock that is wrong, a way to the network, and tabs. */
export class Device {
  readonly name: string
  readonly disk = new Disk()
  readonly network: Network
  /** By how much its clock is wrong, in ms. */
  private error = 0
  /** Whether the server has taken or corrected its time since its clock was set. */
  private isTold = false
  /** What it has sealed, by nonce: the latest it may have taken the time for when it did. */
  private readonly sealed = new Map<string, number>()
  hasBeenFull = false
  readonly person: 0 | 1
  /** The phone that was opened last. */
  phone: Phone | null = null
  /** The partner's zone, in which mornings are counted. */
  readonly readerZone: string
  readonly tabs: readonly Tab[]
  private readonly turns: Turns
  private readonly zone: string
  private readonly locks: Locks | null

  constructor(
    name: string,
    world: { readonly turns: Turns; readonly server: Server; readonly seed: string },
    { person, zone, readerZone, tabs, hasLocks }: Make,
  ) {
    this.name = name
    this.person = person
    this.readerZone = readerZone
    this.turns = world.turns
    this.zone = zone
    this.network = new Network(
      world.turns,
      new Chance(`${world.seed} network ${name}`),
      world.server,
    )
    this.locks = hasLocks ? new Locks() : null
    const subtle = globalThis.crypto.subtle
    this.tabs = Array.from({ length: tabs }, (_, index) => {
      const chance = new Chance(`${world.seed} tab ${name}${index}`)
      return new Tab(this, index, chance, subtle)
    })
  }

  fill(): void {
    this.disk.isFull = true
    this.hasBeenFull = true
  }

  /** Whether its clock was ever wrong. */
  hasBeenWrong = false

  set clockError(error: number) {
    this.error = error
    this.hasBeenWrong ||= error !== 0
    this.isTold = false
  }

  readonly clock = (): number => Math.floor(this.turns.now + this.error)

  /** The earliest it may take the time for, in ms: whoever has been told that its clock is behind knows better. */
  earliestNow(): number {
    return this.isTold ? Math.max(this.clock(), this.turns.now - LEFT_ALONE) : this.clock()
  }

  /**
   * The latest it may have taken the time for when it sealed this, in ms; null where it did not. Who has not been
   * told better goes by a wrong clock.
   */
  sealedAt(sealed: string): number | null {
    return this.sealed.get(sealed.slice(0, NONCE_LENGTH)) ?? null
  }

  private noteNonce(bytes: Uint8Array): void {
    if (bytes.length !== NONCE_BYTES) return
    const { now } = this.turns
    const latest = this.isTold ? now + LEFT_ALONE : Math.max(now, this.clock())
    this.sealed.set(toText(bytes), latest)
  }

  /**
   * What is fetched is asked for with the time of then: an answer says that it was right, or has been corrected. A
   * disk without room for that keeps it from the other tabs, and from this one once it is opened anew.
   */
  private listening(ask: typeof fetch): typeof fetch {
    return async (input, init) => {
      const { error } = this
      const { isFull } = this.disk
      const response = await ask(input, init)
      const isFetched = response.ok && init?.method === 'GET'
      const isKept = !isFull && !this.disk.isFull
      if (isFetched && isKept && this.error === error) this.isTold = true
      return response
    }
  }

  /** A tab of it has died. */
  letGo(): void {
    this.locks?.letGo()
  }

  runtimeFor(tab: Tab, handle: Handle, chance: Chance, subtle: SubtleCrypto): Runtime {
    return {
      database: this.name,
      clock: this.clock,
      random: (count) => {
        const bytes = chance.bytes(count)
        this.noteNonce(bytes)
        return bytes
      },
      subtle,
      fetch: this.listening(
        this.network.fetchFor({
          isDead: tab.lifeOf(handle),
          untilAwake: () => tab.untilAwake(),
        }),
      ),
      api: API,
      locks: this.locks?.forTab(tab.lifeOf(handle)) ?? null,
      zone: () => this.zone,
      indexedDB: handle.indexedDB,
      IDBKeyRange,
    }
  }
}

/** One tab. It dies without a word, and is another one when it is opened again. */
export class Tab {
  readonly name: string
  readonly device: Device
  private readonly chance: Chance
  private readonly subtle: SubtleCrypto
  private handle: Handle | null = null
  private opening: Promise<Phone> | null = null
  private frozen: { promise: Promise<void>; thaw: () => void } | null = null

  constructor(device: Device, index: number, chance: Chance, subtle: SubtleCrypto) {
    this.name = `${device.name}${'ab'[index] ?? index}`
    this.device = device
    this.chance = chance
    this.subtle = subtle
  }

  get isOpen(): boolean {
    return this.handle !== null
  }

  private syncing: { isWanted: boolean } | null = null

  /** Syncs; if it does already, once more when it is done, as the screens' own loop does. */
  async sync(once: () => Promise<unknown>): Promise<void> {
    if (this.syncing) {
      this.syncing.isWanted = true
      return
    }
    const mine = { isWanted: false }
    this.syncing = mine
    try {
      do {
        mine.isWanted = false
        await once()
      } while (mine.isWanted)
    } finally {
      if (this.syncing === mine) this.syncing = null
    }
  }

  /** Tells whether the tab that had this handle is dead. */
  lifeOf(handle: Handle): () => boolean {
    return () => this.handle !== handle
  }

  /** The phone in this tab; opened if need be. */
  open(): Promise<Phone> {
    if (this.opening) return this.opening
    const handle = this.device.disk.handle()
    this.handle = handle
    handle.onDoom = () => {
      if (this.handle === handle) this.kill()
    }
    const runtime = this.device.runtimeFor(this, handle, this.chance, this.subtle)
    const opening = openPhone(runtime).then((phone) => {
      this.device.phone = phone
      return phone
    })
    this.opening = opening
    return this.lifeOf(handle)() ? never() : opening
  }

  kill(): void {
    const { handle } = this
    this.handle = null
    this.opening = null
    this.frozen = null
    this.syncing = null
    this.rest()
    handle?.kill()
    this.device.letGo()
  }

  /** The handle on the disk, while the tab lives. */
  get held(): Handle | null {
    return this.handle
  }

  private stop: (() => void) | null = null

  /** Is kept in sync from now on by itself, as an open screen is. */
  wake(keep: () => () => void): void {
    this.stop ??= keep()
  }

  /** Nobody keeps it in sync any more; what is under way goes on. */
  rest(): void {
    this.stop?.()
    this.stop = null
  }

  freeze(): void {
    if (this.frozen || !this.handle) return
    let thaw = () => undefined as void
    const promise = new Promise<void>((resolve) => {
      thaw = resolve
    })
    this.frozen = { promise, thaw }
  }

  thaw(): void {
    this.frozen?.thaw()
    this.frozen = null
  }

  async untilAwake(): Promise<void> {
    while (this.frozen) await this.frozen.promise
  }
}
