import type { Database } from './database.ts'

/**
 * All that the phone takes from the world. The app fills it from the browser; a simulation fills it
 * with a clock, a disk and a network of its own.
 */
export interface Runtime {
  /** Name of the database; the demo couple has one of its own. */
  readonly database: string
  /** Milliseconds since 1970, by this phone. Never orders or refuses anything. */
  readonly clock: () => number
  readonly random: (bytes: number) => Uint8Array<ArrayBuffer>
  readonly subtle: SubtleCrypto
  readonly fetch: typeof globalThis.fetch
  /** Origin of the API. Null: this phone has no network, ever. */
  readonly api: string | null
  /** One tab at a time talks to the API. Null where the browser has no locks: two are harmless. */
  readonly locks: LockManager | null
  /** IANA name of the time zone the phone is in. */
  readonly zone: () => string
  /**
   * How many minutes east of UTC this phone is at an instant. A browser knows it at once, while it takes long
   * to say the name of its zone for the first time. Absent: it follows from the zone.
   */
  readonly offsetAt?: (instant: number) => number
  /**
   * The key that an app lock keeps; resolves when its owner has opened it, and answers the same when
   * asked again. Asked only where a lock stands; absent where nobody could open one.
   */
  readonly unlock?: (db: Database) => Promise<CryptoKey>
  readonly indexedDB: IDBFactory
  readonly IDBKeyRange: typeof IDBKeyRange
}

/** The runtime of a browser's window or worker. */
export function browserRuntime(
  database = 'tideline',
  {
    api = globalThis.location.origin,
    unlock,
  }: { api?: string | null; unlock?: NonNullable<Runtime['unlock']> } = {},
): Runtime {
  return {
    database,
    clock: () => Date.now(),
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    subtle: crypto.subtle,
    fetch: (input, init) => globalThis.fetch(input, init),
    api,
    locks: navigator.locks ?? null,
    ...(unlock ? { unlock } : {}),
    zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    offsetAt: (instant) => -new Date(instant).getTimezoneOffset(),
    indexedDB: globalThis.indexedDB,
    IDBKeyRange: globalThis.IDBKeyRange,
  }
}
