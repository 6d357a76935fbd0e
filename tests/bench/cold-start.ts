import type { Page } from '@playwright/test'
import { type Phone, takePhone } from '../e2e/phone.ts'
import { startServer } from '../e2e/server.ts'
import { serveBarePage } from './bare/serve.ts'
import { type Figure, quantile } from './figures.ts'
import { gzippedSize } from './initial-script.ts'
import { openNow, shapeButton, SHAPES } from './now-page.ts'

/**
 * From nothing to usable without a network: four forms are seen, and a tap on one is noted and kept. The other
 * side is the bare page's buttons and rows, seen. Then from nothing to the app that has taken the page over,
 * and to an open phone. The browser is started anew for every run, both servers are gone, and Tideline and
 * the bare page take turns, so that a busy moment of the machine hits both.
 */
export async function measureColdStart(dist: string, runs: number): Promise<Figure[]> {
  const site = await serveBarePage()
  const server = await startServer()
  const tideline = await takePhone('cold', server.url)
  const bare = await takePhone('bare', site.url)
  try {
    const scripts = await visitTideline(tideline, dist)
    await visitBare(bare)
    await server.stop()
    await site.stop()

    const [ours, theirs]: [number[][], number[][]] = [[], []]
    for (let run = 0; run < runs; run++) {
      const starts = [await coldStart(tideline, Object.keys(STEPS)), await coldStart(bare, [SEEN])]
      // The first of each fills the disk cache of the system; it does not count.
      if (run === 0) continue
      ours.push(starts[0]!)
      theirs.push(starts[1]!)
    }
    const rows = theirs.map(([seen = Number.NaN]) => seen)
    const figures = Object.values(STEPS).map((what, step) =>
      compare(
        what,
        ours.map((start) => start[step] ?? Number.NaN),
        rows,
      ),
    )
    return [scripts, ...figures]
  } finally {
    await tideline.remove()
    await bare.remove()
    await server.remove()
    await site.remove()
  }
}

/** The bare page shows nothing before it has read its rows, so its first paint is of its rows. */
const SEEN = 'first-contentful-paint'
/** What is marked on the way, in order. */
const STEPS = {
  [SEEN]: 'offline cold start, against a bare page',
  'tideline:ready': 'the same until the app has taken over',
  'tideline:open': 'the same until the phone is open',
}

function compare(what: string, tideline: readonly number[], bare: readonly number[]): Figure {
  const [ours, theirs] = [quantile(tideline, 0.5), quantile(bare, 0.5)]
  const spread = (values: readonly number[]) =>
    `${quantile(values, 0.5).toFixed(0)} ms (${quantile(values, 0.1).toFixed(0)}–${quantile(values, 0.9).toFixed(0)})`
  return {
    what,
    measured: ours / theirs,
    bound: 1.3,
    unit: 'times',
    detail: `${spread(tideline)} to ${spread(bare)}, ${tideline.length} runs each`,
  }
}

/** One start of the browser, and the times from the navigation to the marks. */
async function coldStart(phone: Phone, marks: readonly string[]): Promise<number[]> {
  const page = await phone.restart()
  await page.goto('/')
  const times: number[] = []
  for (const mark of marks) times.push(await markTime(page, mark))
  return times
}

async function markTime(page: Page, mark: string): Promise<number> {
  await page.waitForFunction((name) => performance.getEntriesByName(name).length > 0, mark, {
    polling: 50,
  })
  return page.evaluate((name) => performance.getEntriesByName(name)[0]?.startTime ?? 0, mark)
}

/** The first visit: what a browser really loads before a tap can be on the disk, then some rows. */
async function visitTideline(phone: Phone, dist: string): Promise<Figure> {
  await openNow(phone.page)
  const open = await markTime(phone.page, 'tideline:open')
  const files = await phone.page.evaluate(
    (limit) =>
      performance
        .getEntriesByType('resource')
        .filter((entry) => entry.startTime < limit && new URL(entry.name).pathname.endsWith('.js'))
        .map((entry) => new URL(entry.name).pathname.slice(1)),
    open,
  )
  for (const shape of SHAPES) await shapeButton(phone.page, shape).tap()
  await phone.page.getByText('Kept.').waitFor()
  await isKept(phone.page)
  const unique = new Set(files.filter((file) => file.startsWith('assets/')))
  return {
    what: 'JavaScript fetched before the first tap',
    measured: gzippedSize(dist, unique) / 1000,
    bound: 150,
    unit: 'KB',
    detail: `${unique.size} files, as seen by the browser`,
  }
}

async function visitBare(phone: Phone): Promise<void> {
  await phone.page.goto('/')
  for (const button of await phone.page.getByRole('button').all()) await button.tap()
  await isKept(phone.page)
}

async function isKept(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
}
