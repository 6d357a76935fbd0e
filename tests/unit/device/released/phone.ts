import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import type { Phone } from '../../../../src/device/phone.ts'
import type { Runtime } from '../../../../src/device/runtime.ts'

/**
 * Phones as released versions have left them on the disk, kept as JSON: every table with its indexes and
 * rows. A new version has to open each of them. `make.ts` writes the one of today.
 */
export interface Released {
  /** IndexedDB's own version number; Dexie's times ten. */
  readonly version: number
  /** When it was written, in ms: its clock goes on from there. */
  readonly now: number
  /** What its owner reads on it: notes by the id of their moment. */
  readonly notes: Readonly<Record<string, string>>
  readonly stores: readonly {
    readonly name: string
    readonly keyPath: string
    readonly autoIncrement: boolean
    readonly indexes: readonly { readonly name: string; readonly keyPath: string | string[] }[]
    readonly rows: readonly unknown[]
  }[]
}

/** Writes down what is on a phone's disk. Its keys have to be extractable. */
export async function writeDown(
  { db, runtime }: Phone,
  notes: Released['notes'],
): Promise<Released> {
  const native = db.backendDB()
  const stores = await Promise.all(
    [...native.objectStoreNames].map(async (name) => {
      const store = native.transaction(name).objectStore(name)
      const indexes = [...store.indexNames].map((each) => {
        return { name: each, keyPath: store.index(each).keyPath }
      })
      const rows = await Promise.all((await db.table(name).toArray()).map(toJson))
      const { keyPath, autoIncrement } = store
      return { name, keyPath: keyPath as string, autoIncrement, indexes, rows }
    }),
  )
  return { version: native.version, now: runtime.clock(), notes, stores }
}

/** Puts such a phone on a disk, and gives the runtime to open it with. */
export async function putBack(released: Released): Promise<Runtime> {
  const disk = new IDBFactory()
  const rows = new Map<string, unknown[]>()
  for (const { name, rows: texts } of released.stores) {
    rows.set(name, await Promise.all(texts.map(fromJson)))
  }
  await new Promise<void>((resolve, reject) => {
    const opening = disk.open('tideline', released.version)
    opening.addEventListener('error', () => reject(new Error('it could not be put back')))
    opening.addEventListener('success', () => {
      opening.result.close()
      resolve()
    })
    opening.addEventListener('upgradeneeded', () => {
      for (const { name, keyPath, autoIncrement, indexes } of released.stores) {
        const store = opening.result.createObjectStore(name, { keyPath, autoIncrement })
        for (const index of indexes) store.createIndex(index.name, index.keyPath)
        for (const row of rows.get(name) ?? []) store.put(row)
      }
    })
  })
  return {
    database: 'tideline',
    clock: () => released.now,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    subtle: crypto.subtle,
    fetch: async () => Promise.reject(new TypeError('no network')),
    api: null,
    locks: null,
    zone: () => 'Europe/Berlin',
    indexedDB: disk,
    IDBKeyRange,
  }
}

/** WebCrypto that lets its keys out, so that they can be written down. */
export const openHanded: SubtleCrypto = new Proxy(crypto.subtle, {
  get: (subtle, name) =>
    name === 'generateKey'
      ? (algorithm: AesKeyGenParams, _extractable: boolean, usages: KeyUsage[]) =>
          subtle.generateKey(algorithm, true, usages)
      : (Reflect.get(subtle, name) as (...given: unknown[]) => unknown).bind(subtle),
})

const BYTES = '$bytes'
const KEY = '$key'

async function toJson(value: unknown): Promise<unknown> {
  if (value instanceof CryptoKey) {
    const raw = new Uint8Array(await crypto.subtle.exportKey('raw', value))
    return { [KEY]: Buffer.from(raw).toString('base64'), usages: value.usages }
  }
  if (value instanceof ArrayBuffer) return { [BYTES]: Buffer.from(value).toString('base64') }
  if (ArrayBuffer.isView(value)) {
    const { buffer, byteOffset, byteLength } = value
    const text = Buffer.from(buffer, byteOffset, byteLength).toString('base64')
    return { [BYTES]: text, view: true }
  }
  return throughout(value, toJson)
}

async function fromJson(value: unknown): Promise<unknown> {
  const read = (value ?? {}) as {
    [BYTES]?: string
    [KEY]?: string
    view?: true
    usages?: KeyUsage[]
  }
  if (read[KEY] !== undefined) {
    const raw = Buffer.from(read[KEY], 'base64')
    return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, read.usages ?? [])
  }
  if (read[BYTES] !== undefined) {
    const bytes = Uint8Array.from(Buffer.from(read[BYTES], 'base64'))
    return read.view ? bytes : bytes.buffer
  }
  return throughout(value, fromJson)
}

/** The same of everything inside. */
async function throughout(
  value: unknown,
  change: (inner: unknown) => Promise<unknown>,
): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map(change))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(async ([name, inner]) => [name, await change(inner)])
  return Object.fromEntries((await Promise.all(entries)) as [string, unknown][])
}
