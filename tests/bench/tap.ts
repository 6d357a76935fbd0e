import type { Locator, Page } from '@playwright/test'
import { type Phone, takePhone } from '../e2e/phone.ts'
import { startServer } from '../e2e/server.ts'
import { serveBarePage } from './bare/serve.ts'
import { type Figure, quantile } from './figures.ts'
import { openNow, shapeButton, SHAPES } from './now-page.ts'

/**
 * One entry from the moment the finger lifts, as the browser stamps it, to the end of its strict transaction, on a
 * processor four times slower. The bare page's tap, by turns on the same machine, tells how much of it is
 * the browser and the disk. Both pages are watched from outside, in the same way: once as by somebody who has looked at
 * the screen for a moment, and once as soon as the form is there, while the app is still starting.
 */
export async function measureTap(taps: number): Promise<Figure[]> {
  const server = await startServer()
  const site = await serveBarePage()
  const phone = await takePhone('slow', server.url)
  const bare = await takePhone('bare', site.url)
  try {
    await watchWrites(phone.page)
    await watchWrites(bare.page)
    await skipTwoMinutesEachTime(phone.page)
    const first = bare.page.getByRole('button').first()
    const slow = [await slowing(phone), await slowing(bare)] as const

    const ours: Record<When, number[]> = { 'at rest': [], 'while starting': [] }
    const theirs: Record<When, number[]> = { 'at rest': [], 'while starting': [] }
    for (let tap = 0; tap < taps * 2; tap++) {
      const when = tap % 2 === 0 ? 'at rest' : 'while starting'
      const shape = SHAPES[tap % SHAPES.length] ?? SHAPES[0]
      await slow[0](4)
      await openNow(phone.page)
      if (when === 'at rest') await phone.page.waitForTimeout(LOOKING)
      ours[when].push(await timeTap(phone.page, shapeButton(phone.page, shape)))
      await slow[0](1)
      await slow[1](4)
      await bare.page.goto('/')
      await first.waitFor()
      if (when === 'at rest') await bare.page.waitForTimeout(LOOKING)
      theirs[when].push(await timeTap(bare.page, first))
      await slow[1](1)
    }
    const figure = (what: string, when: When, share: number): Figure => ({
      what,
      measured: quantile(ours[when], share),
      bound: 50,
      unit: 'ms',
      detail: `${taps} taps, processor ÷ 4; the bare page ${quantile(theirs[when], share).toFixed(0)} ms`,
    })
    return [
      figure('tap to durable, median', 'at rest', 0.5),
      figure('tap to durable, 95 in 100', 'at rest', 0.95),
      figure('tap to durable while the app starts, median', 'while starting', 0.5),
    ]
  } finally {
    await phone.remove()
    await bare.remove()
    await server.remove()
    await site.remove()
  }
}

type When = 'at rest' | 'while starting'

/** How long one looks before one taps, in ms. */
const LOOKING = 5000

/**
 * Makes a phone's processor so many times slower. One phone at a time: the browser does it by keeping a
 * core busy, also while the page rests, and a second one would take away what the first is measured on.
 */
async function slowing(phone: Phone): Promise<(rate: number) => Promise<void>> {
  const devtools = await phone.context.newCDPSession(phone.page)
  return async (rate) => {
    await devtools.send('Emulation.setCPUThrottlingRate', { rate })
  }
}

/** The same shape twice within a minute is one entry: each time the page is opened, its clock is further on. */
async function skipTwoMinutesEachTime(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const opened = Number(localStorage.getItem('opened') ?? 0) + 1
    localStorage.setItem('opened', String(opened))
    const past = Date.now
    Date.now = () => past() + opened * 120_000
  })
}

type Watched = typeof globalThis & { lifted: number; durable: number }

/**
 * Notes when a finger lifted and when the next strict transaction was complete. The end of that is caught on its
 * way down, at the database, before anybody else is told.
 */
async function watchWrites(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched = globalThis as Watched
    window.addEventListener(
      'touchend',
      ({ timeStamp }) => {
        watched.lifted = timeStamp
        watched.durable = Number.NaN
      },
      { capture: true, passive: true },
    )
    // oxlint-disable-next-line typescript/unbound-method -- called with the right `this` below
    const begin = IDBDatabase.prototype.transaction
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      const transaction = begin.call(this, stores, mode, options)
      if (mode !== 'readwrite' || options?.durability !== 'strict') return transaction
      const note = ({ target }: Event) => {
        if (target !== transaction) return
        this.removeEventListener('complete', note, { capture: true })
        if (Number.isNaN(watched.durable)) watched.durable = performance.now()
      }
      this.addEventListener('complete', note, { capture: true })
      return transaction
    }
  })
}

/** A finger stays on the glass for about this long, in ms. */
const TOUCH = 80

async function timeTap(page: Page, target: Locator): Promise<number> {
  const box = await target.boundingBox()
  if (!box) throw new Error('There is nothing to tap.')
  const devtools = await page.context().newCDPSession(page)
  const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }]
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints })
  await page.waitForTimeout(TOUCH)
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  // Seldom enough not to be in the way: asking at every frame would make the page draw frames.
  await page.waitForFunction(() => (globalThis as Watched).durable > 0, null, { polling: 200 })
  await devtools.detach()
  return page.evaluate(() => {
    const { lifted, durable } = globalThis as Watched
    return durable - lifted
  })
}
