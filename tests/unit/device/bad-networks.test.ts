import { Dexie } from 'dexie'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ownKey } from '../../../src/device/couple/couple.ts'
import { readPlaces } from '../../../src/device/moments/read.ts'
import { importJournal } from '../../../src/device/file/transfer.ts'
import { keepInSync } from '../../../src/device/sync/keep-in-sync.ts'
import { readStatus } from '../../../src/device/sync/status.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { timeIn } from '../../people.ts'
import { link, type TestPhone } from './phones.ts'
import { addWithNote, beginWithTablet, tablet, two } from './tablet.ts'

/** Networks that are slow, silent or somebody's: what is written leaves all the same, and what is told is heard. */

const PATIENT = { timeout: 15_000, interval: 20 }
beginWithTablet()
let stop = (): void => undefined
beforeEach(() => {
  const page = new EventTarget()
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
})
afterEach(() => {
  stop()
  stop = () => undefined
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** Time runs a hundred times as fast for what waits half a second or longer. */
function hurry(): void {
  const real = globalThis.setTimeout
  const inHaste = (run: () => void, ms = 0) => real(run, ms >= 400 ? ms / 100 : ms)
  vi.stubGlobal('setTimeout', inHaste)
  const timeout = AbortSignal.timeout.bind(AbortSignal)
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms / 100))
}

const pathOf = (request: Request) => new URL(request.url).pathname
const page = (status: number) =>
  new Response('<html>Welcome to the hotel</html>', {
    status,
    headers: { 'content-type': 'text/html' },
  })
const waitingOn = async ({ phone }: TestPhone) => (await readStatus(phone)).waiting
async function syncTimes(times: number, { phone }: TestPhone): Promise<void> {
  for (let round = 0; round < times; round += 1) await syncOnce(phone)
}

/** A journal to take in: so many moments, with so long a note and story. */
const journalOf = (count: number, length: number, words: readonly string[]) =>
  JSON.stringify({
    format: 'tideline-journal',
    version: 1,
    exportedAt: timeIn(0),
    entries: Array.from({ length: count }, (_, n) => ({
      id: `${String(n).padStart(21, 'A')}A`,
      author: 'me',
      move: { kind: 'pursue', at: timeIn(-n) },
      words: Object.fromEntries(words.map((field) => [field, 'x'.repeat(length)])),
    })),
  })

it('a stream whose answer never begins is given up and asked for anew', async () => {
  hurry()
  const { runtime } = two.first.phone
  const real = runtime.fetch
  let streams = 0
  const swallow: typeof fetch = (input, init) => {
    if (!(input as string).includes('/api/pokes')) return real(input, init)
    streams += 1
    return new Promise((_, reject) =>
      init?.signal?.addEventListener('abort', () => reject(new TypeError('given up'))),
    )
  }
  Object.assign(runtime, { fetch: swallow })
  stop = keepInSync(two.first.phone)
  await vi.waitFor(() => expect(streams).toBeGreaterThan(1), PATIENT)
})

it('a question to the database that falls does not end listening', async () => {
  hurry()
  const { phone } = two.first
  let streams = 0
  two.first.meddle = (request, answer) => {
    if (pathOf(request) === '/api/pokes') streams += 1
    return answer
  }
  stop = keepInSync(phone)
  await vi.waitFor(() => expect(streams).toBe(1), PATIENT)
  const get = phone.db.state.get.bind(phone.db.state)
  const falling = vi
    .spyOn(phone.db.state, 'get')
    .mockImplementation(((name: string) =>
      name === 'registered'
        ? Dexie.Promise.reject(new Dexie.QuotaExceededError())
        : get(name)) as never)
  two.world.hub.endAll()
  await new Promise((resolve) => setTimeout(resolve, 300))
  falling.mockRestore()
  await vi.waitFor(() => expect(streams).toBeGreaterThan(1), PATIENT)
})

it('a page in place of the stream is not asked for every second', async () => {
  hurry()
  let streams = 0
  two.first.meddle = (request) => {
    if (pathOf(request) === '/api/pokes') streams += 1
    return page(200)
  }
  stop = keepInSync(two.first.phone)
  // Two and a half minutes.
  await new Promise((resolve) => setTimeout(resolve, 150_000))
  expect(streams).toBeGreaterThan(0)
  expect(streams).toBeLessThan(20)
})

/** So many bytes a second. */
const SLOW = 2_000

function slowDown({ phone: { runtime } }: TestPhone): void {
  const real = runtime.fetch
  const slowly: typeof fetch = async (input, init) => {
    const { signal, ...rest } = init ?? {}
    const pass = (bytes: number) =>
      new Promise<void>((resolve, reject) => {
        setTimeout(resolve, (bytes / SLOW) * 1000)
        signal?.addEventListener('abort', () => reject(signal.reason as Error))
      })
    await pass(((rest.body ?? '') as string).length)
    const response = await real(input, rest)
    const text = await response.text()
    await pass(text.length)
    return new Response(text, response)
  }
  Object.assign(runtime, { fetch: slowly })
}

it('on a slow network a journal still gets out', async () => {
  hurry()
  await importJournal(two.first.phone, journalOf(100, 20, ['note']))
  slowDown(two.first)
  await syncTimes(6, two.first)
  expect(await waitingOn(two.first)).toBe(0)
})

it('on a slow network a journal still comes in', async () => {
  hurry()
  await importJournal(two.first.phone, journalOf(150, 20, ['note']))
  await syncOnce(two.first.phone)
  await link({ world: two.world, old: two.first, newcomer: tablet })
  slowDown(tablet)
  await syncTimes(6, tablet)
  expect(await readPlaces(tablet.phone)).toHaveLength(150)
})

it('a proxy that takes no more than a megabyte gets no more', async () => {
  const { phone } = two.first
  await importJournal(phone, journalOf(100, 3990, ['note', 'story']))
  two.first.meddle = async (request, answer) =>
    (await request.text()).length > 1_000_000 ? page(413) : answer
  await syncOnce(phone)
  expect(await readStatus(phone)).toMatchObject({ waiting: 0, parked: 0 })
})

const REFUSALS: readonly (readonly [what: string, refusal: () => Response])[] = [
  [
    'an error of the API itself',
    () =>
      Response.json(
        { type: 'about:blank', title: 'x', status: 500, reason: 'internal' },
        { status: 500 },
      ),
  ],
  ['the page of a proxy', () => page(502)],
  ['the page of a firewall', () => page(403)],
  ['a page that says it is fine', () => page(200)],
]

it.each(REFUSALS)(
  'one record that only ever gets %s keeps nothing else back',
  async (_, refusal) => {
    const { first, second } = two
    const [bad, good] = [await addWithNote(first, 'the one'), await addWithNote(first, 'another')]
    await addWithNote(second, 'from the other')
    let isBad = true
    const real = first.phone.runtime.fetch
    const guarded: typeof fetch = async (input, init) =>
      isBad && (init?.body as string | undefined)?.includes(bad) ? refusal() : real(input, init)
    Object.assign(first.phone.runtime, { fetch: guarded })
    const cursor = await first.phone.db.state.get('cursor')
    await syncOnce(second.phone)
    await syncTimes(4, first)
    const left = () => first.phone.db.outbox.toArray()
    const keys = (await left()).map(({ key }) => key)
    expect(keys).toContain(ownKey(first.phone, bad))
    expect(keys).not.toContain(ownKey(first.phone, good))
    expect(await readStatus(first.phone)).toMatchObject({ phase: 'waiting', parked: 0 })
    expect(await first.phone.db.state.get('cursor')).not.toEqual(cursor)
    isBad = false
    await syncOnce(first.phone)
    expect(await left()).toEqual([])
  },
)

it('a server that is down for all is asked a few times and no more, and parks nothing', async () => {
  const { first } = two
  for (let n = 0; n < 20; n += 1) await addWithNote(first, `${n}`)
  let asked = 0
  first.meddle = () => {
    asked += 1
    return page(502)
  }
  await syncTimes(10, first)
  expect(asked).toBeLessThan(40)
  first.meddle = null
  await syncTimes(2, first)
  expect(await readStatus(first.phone)).toMatchObject({ phase: 'shared', waiting: 0 })
})

it('a request that was doubled, and whose copy is answered, is sent again at once', async () => {
  const { phone } = two.first
  const real = phone.runtime.fetch
  let sent = 0
  const doubling: typeof fetch = async (input, init) => {
    sent += 1
    if (sent % 2 === 1) await real(input, init)
    return real(input, init)
  }
  Object.assign(phone.runtime, { fetch: doubling })
  await addWithNote(two.first, 'doubled')
  expect(await syncOnce(phone)).toBe('done')
  expect(await readStatus(phone)).toMatchObject({ waiting: 0, parked: 0 })
})
