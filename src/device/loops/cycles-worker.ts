import { layOutDemo } from '../demo-season.ts'
import { type MarksFound, readMarks } from '../moments/marks.ts'
import { openPhone, type Phone } from '../phone.ts'
import { browserRuntime } from '../runtime.ts'
import { RunMemory, type Runs, runCycles } from './cycles.ts'

/**
 * What has to open a whole journal works here, beside the screen, so that no frame is dropped: the
 * detector, what a filter asks of every moment, and the season of the made-up couple. The worker opens the same database, with its own view
 * of the keys, and keeps in memory what it has opened. It tells `{ id, part }`, and at the end
 * `{ id, done }` or `{ id, failed }`.
 */
export interface Asked {
  readonly id: number
  readonly database: string
  /** What an app lock gave, where one stands. */
  readonly key: CryptoKey | null
  readonly question: Question
}
export type Question =
  | { readonly about: 'loops'; readonly now: string }
  | { readonly about: 'moments' }
  | { readonly about: 'demo' }
/** What is told of each. */
export interface Parts {
  readonly loops: Runs
  readonly moments: MarksFound
  readonly demo: never
}
export type Told =
  | { readonly id: number; readonly part: Parts[Question['about']] }
  | { readonly id: number; readonly done: true }
  | { readonly id: number; readonly failed: true }

const phones = new Map<string, Promise<Phone>>()
/** By database and person: who has left takes along what was read. */
let memory: { readonly of: string; readonly runs: RunMemory } | null = null

self.addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  const { id } = data
  const tell = (told: Told) => self.postMessage(told)
  answer(data, (part) => tell({ id, part })).then(
    () => tell({ id, done: true }),
    () => tell({ id, failed: true }),
  )
})

async function answer(
  { database, key, question }: Asked,
  tell: (part: Parts[Question['about']]) => void,
): Promise<void> {
  const unlock = () => (key ? Promise.resolve(key) : Promise.reject(new Error('locked')))
  const opening = phones.get(database) ?? openPhone(browserRuntime(database, { api: null, unlock }))
  phones.set(database, opening)
  opening.catch(() => phones.delete(database))
  const phone = await opening
  await phone.reopen()
  if (question.about === 'demo') {
    await layOutDemo(phone)
    return
  }
  const of = `${database} ${phone.me}`
  if (memory?.of !== of) memory = { of, runs: new RunMemory() }
  const { runs } = memory
  if (question.about === 'loops') tell(await runCycles(phone, question.now, runs))
  else await readMarks(phone, runs.said, tell)
}
