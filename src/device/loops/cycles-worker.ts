import { RunMemory, runCycles } from './cycles.ts'
import { openPhone, type Phone } from '../phone.ts'
import { browserRuntime } from '../runtime.ts'

/**
 * The detector beside the screen, so that no frame is dropped. It opens the same database, and its
 * own view of the keys, and answers `{ id, now, database }` with `{ id, runs }` or `{ id, failed }`.
 */
interface Ask {
  readonly id: number
  readonly database: string
  readonly now: string
  /** What an app lock gave, where one stands. */
  readonly key: CryptoKey | null
}

const phones = new Map<string, Promise<Phone>>()
/** By database and person: who has left takes along what was read. */
let memory: { readonly of: string; readonly runs: RunMemory } | null = null

self.addEventListener('message', (event: MessageEvent<Ask>) => {
  const { id, database, now, key } = event.data
  answer(database, now, key).then(
    (runs) => self.postMessage({ id, runs }),
    () => self.postMessage({ id, failed: true }),
  )
})

async function answer(database: string, now: string, key: CryptoKey | null) {
  const unlock = () => (key ? Promise.resolve(key) : Promise.reject(new Error('locked')))
  const opening = phones.get(database) ?? openPhone(browserRuntime(database, { api: null, unlock }))
  phones.set(database, opening)
  opening.catch(() => phones.delete(database))
  const phone = await opening
  await phone.reopen()
  const of = `${database} ${phone.me}`
  if (memory?.of !== of) memory = { of, runs: new RunMemory() }
  return runCycles(phone, now, memory.runs)
}
