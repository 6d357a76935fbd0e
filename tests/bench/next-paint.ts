import type { Page } from '@playwright/test'
import { takePhone } from '../e2e/phone.ts'
import { startServer } from '../e2e/server.ts'
import { SHAPES } from '../e2e/taps.ts'
import { type Figure, quantile } from './figures.ts'

interface Action {
  readonly name: string
  readonly act: (page: Page) => Promise<void>
  /** What has to be there first, and is not timed. */
  readonly at?: string
}

const tap = (role: 'button' | 'link', name: string) => (page: Page) =>
  page.getByRole(role, { name }).first().tap()

/** What a person does on the way of the end-to-end stories, one touch or key each. */
const ACTIONS: readonly Action[] = [
  { name: 'something set me off', act: tap('button', SHAPES.trigger) },
  { name: 'undo', act: tap('button', 'Undo') },
  { name: 'bring it back', act: tap('button', 'Bring it back') },
  { name: 'stepped back', act: tap('button', SHAPES.withdraw) },
  { name: 'add a little more', act: tap('link', 'Add a little more') },
  { name: 'how strong', act: (page) => page.getByLabel('strongly').tap() },
  { name: 'next', act: tap('button', 'Next') },
  { name: 'an hour earlier', act: tap('button', 'An hour earlier') },
  { name: 'next to the note', act: tap('button', 'Next') },
  { name: 'a letter of a note', act: (page) => page.getByRole('textbox').press('a') },
  { name: 'enough for now', act: tap('button', 'Enough for now') },
  {
    name: 'one of today’s',
    act: (page) => page.getByRole('button', { name: /^You stepped back/ }).tap(),
  },
  { name: 'the whole moment', act: tap('link', 'Change') },
  { name: 'what set it off', act: tap('link', 'What set it off') },
  { name: 'a situation', act: tap('button', 'a tone') },
  { name: 'on the surface', act: tap('button', 'Next') },
  { name: 'looking for a word', act: (page) => page.getByRole('textbox').press('t') },
  { name: 'a feeling', act: tap('button', 'trapped') },
  { name: 'breathe', at: '/now', act: tap('button', SHAPES.pursue) },
  { name: 'breathe for a minute', act: tap('link', 'Breathe for a minute') },
  { name: 'to Tide', act: tap('link', 'Tide') },
  { name: 'to Week', act: tap('link', 'Week') },
  { name: 'to us', act: tap('link', 'Us: sharing') },
  { name: 'the made-up couple’s Week', at: '/demo/tide', act: tap('link', 'Week') },
  { name: 'back to their Tide', act: tap('link', 'Tide') },
  {
    name: 'one of their moments',
    act: (page) => page.getByRole('listitem').getByRole('button').last().tap(),
  },
]

/** From the finger or the key to the next frame, on a processor four times slower: the slowest action. */
export async function measureNextPaint(rounds: number): Promise<Figure> {
  const server = await startServer()
  const times = new Map<string, number[]>()
  try {
    for (let round = 0; round < rounds; round += 1) {
      const phone = await takePhone('paint', server.url)
      try {
        await walk(phone.page, times)
      } finally {
        await phone.remove()
      }
    }
  } finally {
    await server.remove()
  }
  const medians = [...times].map(([name, all]) => ({ name, ms: quantile(all, 0.5) }))
  const slowest = medians.toSorted((a, b) => b.ms - a.ms)
  return {
    what: 'touch to next paint, the slowest action',
    measured: slowest[0]?.ms ?? Number.NaN,
    bound: 100,
    unit: 'ms',
    detail: `${slowest
      .slice(0, 3)
      .map(({ name, ms }) => `${name} ${ms.toFixed(0)}`)
      .join(', ')}; ${medians.length} actions, median of ${rounds}, processor ÷ 4`,
  }
}

async function walk(page: Page, times: Map<string, number[]>): Promise<void> {
  await page.goto('/now')
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  for (const { name, at, act } of ACTIONS) {
    if (at !== undefined) await page.goto(at)
    await page.waitForTimeout(600)
    await listen(page)
    await act(page)
    await page.waitForTimeout(600)
    const known = times.get(name) ?? []
    known.push(await slowestEvent(page))
    times.set(name, known)
  }
}

/** Notes how long the page takes from each event to the frame that shows it (Event Timing). */
async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: number[] = []
    Object.assign(window, { seen })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { interactionId?: number })[]) {
        if (entry.interactionId) seen.push(entry.duration)
      }
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
  })
}

/** The longest; what was faster than the API tells counts as its threshold, 16 ms. */
const slowestEvent = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(16, ...(Reflect.get(window, 'seen') as number[])))
