import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { build } from 'vite'
import type { JournalFile } from '../../../src/journal/export.ts'
import { SURFACE, UNDERNEATH } from '../../../src/app/messages/feelings.ts'
import { KINDS } from '../../../src/journal/move.ts'
import { type Phone, takePhone } from '../../e2e/phone.ts'
import { type RunningServer, startServer } from '../../e2e/server.ts'
import type { Random } from '../couples/random.ts'
import type { BareBench } from './bare-page/main.ts'
import { type BareServer, startBareServer } from './bare-server.ts'
import type { PhoneBench } from './phone-page/acts.ts'

/** The two servers, and a phone of one of a couple with a long journal: where the benches take place. */
export interface Stage {
  readonly random: Random
  /** Whether the parts also print where the time of each round went (`legs.ts`). */
  readonly tells: boolean
  readonly server: RunningServer
  readonly bare: BareServer
  /** Noa's phone, with the journal on it. */
  readonly noa: Phone
  readonly remy: Phone
  /** Noa's twelve words: with them any empty phone is one of hers. */
  readonly words: string
  /** The feed with the journal, page by page, as the server says it. */
  readonly pages: readonly string[]
  remove(): Promise<void>
}

const ROOT = resolve(import.meta.dirname, '../../..')

/** Sets everything up: two phones pair, and the journal of the one goes to the server. */
export async function setStage(random: Random, moments: number, tells: boolean): Promise<Stage> {
  const scratch = await mkdtemp(join(tmpdir(), 'tideline-bench-sync-'))
  await buildPage('bare-page', scratch)
  // Beside the app, so that the real server serves it, under the real policy, from the app's own origin.
  const beside = join(ROOT, 'dist/bench')
  await buildPage('phone-page', beside)
  const server = await startServer()
  const bare = await startBareServer(scratch)
  const noa = await takePhone('noa', server.url)
  const remy = await takePhone('remy', server.url)
  async function remove(): Promise<void> {
    await noa.remove()
    await remy.remove()
    await server.remove()
    await bare.stop()
    await rm(scratch, { recursive: true, force: true })
    await rm(beside, { recursive: true, force: true })
  }
  try {
    await openBench(noa.page)
    await openBench(remy.page)
    await pair(noa.page, remy.page)
    await on(noa.page, (bench, text) => bench.import(text), journalOf(random, moments))
    await on(noa.page, (bench) => bench.sync(), null)
    const words = await on(noa.page, (bench) => bench.words(), null)
    const reader = await emptyPhone(server, words)
    const pages = await on(reader.page, (bench) => bench.pagesOfFeed(), null)
    await reader.remove()
    bare.pages = pages
    return { random, tells, server, bare, noa, remy, words, pages, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** A phone with nothing on it that has just become one of Noa's. */
export async function emptyPhone(server: RunningServer, words: string): Promise<Phone> {
  const phone = await takePhone('empty', server.url)
  await openBench(phone.page)
  await on(phone.page, (bench, typed) => bench.recover(typed), words)
  return phone
}

/** Opens the phone without a face. */
export async function openBench(page: Page): Promise<void> {
  await page.goto('/bench/index.html')
  await on(page, (bench) => bench.open(), null)
}

/** Calls something in a phone without a face. */
export const on = <T, A>(
  page: Page,
  call: (bench: PhoneBench, given: A) => T | Promise<T>,
  given: A,
): Promise<T> => inPage(page, call, given)

/** The same in the bound's page. */
export const onBare = <T, A>(
  page: Page,
  call: (bench: BareBench, given: A) => T | Promise<T>,
  given: A,
): Promise<T> => inPage(page, call, given)

function inPage<T, A>(
  page: Page,
  call: (bench: never, given: A) => T | Promise<T>,
  given: A,
): Promise<T> {
  // The function goes over as text: it must not use anything from around it.
  return page.evaluate(`(async () => {
    try {
      return await (${call.toString()})(await globalThis.bench, ${JSON.stringify(given)})
    } catch (error) {
      // The names of a database's own errors are lost on the way otherwise.
      throw new Error([error?.name, error?.message, error?.inner?.message].join(': '))
    }
  })()`)
}

async function pair(first: Page, second: Page): Promise<void> {
  const link = await on(first, (bench) => bench.invite(), null)
  await on(second, (bench, given) => bench.join(given), link)
  for (const step of ['comparing', 'comparing', 'paired', 'paired'] as const) {
    if (step === 'paired') for (const page of [first, second]) await confirm(page)
    for (const page of [first, second]) await on(page, (bench) => bench.stepPairing(), null)
  }
  for (let round = 0; round < 3; round += 1) {
    for (const page of [second, first]) {
      await on(page, (bench) => bench.stepPairing(), null)
      await on(page, (bench) => bench.sync(), null)
    }
  }
}

const confirm = (page: Page): Promise<void> => on(page, (bench) => bench.confirmSame(), null)

/** Moments of three years, a few a day, most of them with words. */
function journalOf(random: Random, moments: number): string {
  const end = Date.now() - 24 * 3_600_000
  const entries = Array.from({ length: moments }, (_, n): JournalFile['entries'][number] => ({
    id: `${String(n).padStart(21, 'A')}A`,
    author: 'me',
    move: {
      kind: random.pick(KINDS),
      at: new Date(end - (moments - n) * 9_000_000).toISOString(),
    },
    words: random.chance(0.7) ? { note: noteOf(random) } : {},
  }))
  const file: JournalFile = {
    format: 'tideline-journal',
    version: 1,
    exportedAt: new Date(end).toISOString(),
    entries,
  }
  return JSON.stringify(file)
}

/** A note of some length, as words come. */
export function noteOf(random: Random): string {
  const length = 5 + Math.min(300, Math.floor(random.exponential(25)))
  return Array.from({ length }, () => random.pick([...SURFACE, ...UNDERNEATH])).join(' ')
}

async function buildPage(name: string, outDir: string): Promise<void> {
  await build({
    root: join(import.meta.dirname, name),
    base: './',
    configFile: false,
    logLevel: 'silent',
    build: {
      outDir,
      emptyOutDir: true,
      target: 'chrome120',
      modulePreload: { polyfill: false },
    },
  })
}
