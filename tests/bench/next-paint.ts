import type { Locator, Page } from '@playwright/test'
import { takePhone } from '../e2e/phone.ts'
import { startServer } from '../e2e/server.ts'
import { SHAPES } from '../e2e/taps.ts'
import { type Figure, quantile } from './figures.ts'

interface Action {
  readonly name: string
  readonly target: (page: Page) => Locator
  /** Pressed there; without one it is touched. */
  readonly key?: string
  /** What has to be there first, and is not timed. */
  readonly at?: string
}

const button =
  (name: string | RegExp) =>
  (page: Page): Locator =>
    page.getByRole('button', { name }).first()
const link =
  (name: string) =>
  (page: Page): Locator =>
    page.getByRole('link', { name }).first()
const field = (page: Page): Locator => page.getByRole('textbox')

/** What a person does on the way of the end-to-end stories, one touch or key each. */
const ACTIONS: readonly Action[] = [
  { name: 'something set me off', target: button(SHAPES.trigger) },
  { name: 'undo', target: button('Undo') },
  { name: 'bring it back', target: button('Bring it back') },
  { name: 'stepped back', target: button(SHAPES.withdraw) },
  { name: 'add a little more', target: link('Add a little more') },
  { name: 'how strong', target: (page) => page.getByLabel('strongly') },
  { name: 'next', target: button('Next') },
  { name: 'an hour earlier', target: button('An hour earlier') },
  { name: 'next to the note', target: button('Next') },
  { name: 'a letter of a note', target: field, key: 'a' },
  { name: 'enough for now', target: button('Enough for now') },
  { name: 'one of today’s', target: button(/^You stepped back/) },
  { name: 'the whole moment', target: link('Change') },
  { name: 'what set it off', target: link('What set it off') },
  { name: 'a situation', target: button('a tone') },
  { name: 'on the surface', target: button('Next') },
  { name: 'looking for a word', target: field, key: 't' },
  { name: 'a feeling', target: button('trapped') },
  { name: 'breathe', at: '/now', target: button(SHAPES.pursue) },
  { name: 'breathe for a minute', target: link('Breathe for a minute') },
  { name: 'to Tide', target: link('Tide') },
  { name: 'to Week', target: link('Week') },
  { name: 'to us', target: link('Us: sharing') },
  { name: 'the made-up couple’s Week', at: '/demo/tide', target: link('Week') },
  { name: 'back to their Tide', target: link('Tide') },
  {
    name: 'one of their moments',
    target: (page) => page.getByRole('listitem').getByRole('button').last(),
  },
  { name: 'a loop of their own', target: button('A loop for us') },
]

/** A screen comes to rest before it is touched, and so does what the tool asks of it, in ms. */
const RESTS = 600

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
  for (const { name, at, target, key } of ACTIONS) {
    if (at !== undefined) {
      await page.goto(at)
      await isLoaded(page)
    }
    await page.waitForTimeout(RESTS)
    const aim = await aimAt(page, target(page), key)
    await listen(page)
    await page.waitForTimeout(RESTS)
    await aim()
    await page.waitForTimeout(RESTS)
    const known = times.get(name) ?? []
    known.push(await slowestEvent(page))
    times.set(name, known)
  }
}

/** A screen that was gone to by its address has loaded: there was no long task for a second. */
const isLoaded = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let timer = setTimeout(resolve, 1000)
        new PerformanceObserver(() => {
          clearTimeout(timer)
          timer = setTimeout(resolve, 1000)
        }).observe({ type: 'longtask' })
      }),
  )

/**
 * Finds where to touch, or brings the keys there, and answers how to do it. Looking for a button by its
 * name takes the page itself up to 80 ms, which is no part of what the person waits for.
 */
async function aimAt(
  page: Page,
  target: Locator,
  key: string | undefined,
): Promise<() => Promise<void>> {
  if (key !== undefined) {
    await target.focus()
    return () => page.keyboard.press(key)
  }
  const box = await standing(target)
  return () => page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2)
}

/** So often it is looked where something stands, before it has to. */
const LOOKS = 50

/**
 * Where it stands, once it has stood there twice: what is being drawn anew may go away while it is looked for, and
 * another may be what is to be touched then.
 */
async function standing(
  target: Locator,
): Promise<NonNullable<Awaited<ReturnType<Locator['boundingBox']>>>> {
  let before = ''
  for (let look = 0; look < LOOKS; look += 1) {
    await target.scrollIntoViewIfNeeded().catch(() => undefined)
    const box = await target.boundingBox()
    if (box && JSON.stringify(box) === before) return box
    before = JSON.stringify(box)
  }
  throw new Error('There is nothing that stands still to touch.')
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
