import type { Page } from '@playwright/test'
import { type Figure, quantile } from './figures.ts'

/**
 * Showing only the moments of one situation, in the long journal that `page` has open at Tide: from the
 * tap until the last of them has been found. The first time is on a page that has just been opened and
 * was never asked before; what was opened then is still known the next times.
 */
export async function measureFilter(page: Page, moments: number, again: number): Promise<Figure[]> {
  const first = await filter(page)
  const later: Filtered[] = []
  for (let round = 0; round < again; round += 1) later.push(await filter(page))
  const longest = Math.max(...[first, ...later].map((each) => each.longest))
  const median = quantile(
    later.map((each) => each.ms),
    0.5,
  )
  return [
    {
      what: `showing one situation of ${moments.toLocaleString('en')} moments`,
      measured: first.ms,
      bound: 1000,
      unit: 'ms',
      detail: `the first time; then ${median.toFixed(0)} ms, median of ${again}`,
    },
    {
      what: 'longest task meanwhile',
      measured: longest,
      bound: 50,
      unit: 'ms',
      detail: 'below 50 ms counts as 0',
    },
  ]
}

interface Filtered {
  readonly ms: number
  /** The longest task in ms; 0 where none was above 50. */
  readonly longest: number
}

async function filter(page: Page): Promise<Filtered> {
  await page.getByRole('button', { name: 'Find' }).click()
  const situation = page.getByRole('dialog').getByRole('button', { name: 'in-laws' })
  await situation.waitFor()
  await page.evaluate(() => {
    const seen = { tasks: [] as number[], ms: Number.NaN }
    Object.assign(window, { seen })
    const observer = new PerformanceObserver((list) => {
      for (const each of list.getEntries()) seen.tasks.push(each.duration)
    })
    observer.observe({ type: 'longtask' })
    const start = (event: MouseEvent) => {
      const from = event.timeStamp
      const look = () => {
        // `innerText` would lay the page out at every frame, on the app's account.
        if (document.body.textContent.includes('Not everything is shown.')) {
          // The task that drew it is still on its way to the observer.
          seen.ms = performance.now() - from
          setTimeout(() => observer.disconnect(), 500)
        } else requestAnimationFrame(look)
      }
      look()
    }
    document.addEventListener('click', start, { capture: true, once: true })
  })
  await situation.click()
  await page.waitForFunction(() => (window as unknown as Seen).seen.ms > 0)
  await page.waitForTimeout(700)
  const { ms, tasks } = await page.evaluate(() => (window as unknown as Seen).seen)
  await page.keyboard.press('Escape')
  await page.getByRole('main').getByRole('button', { name: 'Show everything' }).click()
  return { ms, longest: Math.max(0, ...tasks) }
}

interface Seen {
  readonly seen: { readonly ms: number; readonly tasks: number[] }
}
