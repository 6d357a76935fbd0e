import type { Locator, Page } from '@playwright/test'

/** How a bench taps on Now, without caring how the page looks. */

export const SHAPES = [
  'Something set me off',
  'I reached for you',
  'I stepped back',
  'I turned back to you',
] as const
export type Shape = (typeof SHAPES)[number]

export async function openNow(page: Page): Promise<void> {
  await page.goto('/now')
  await button(page, SHAPES[0]).waitFor()
}

/**
 * One tap, and the time until its entry was durable. The page's clock goes forward two minutes first,
 * because the same shape twice within a minute is one entry.
 */
export async function tapShape(page: Page, shape: Shape): Promise<number> {
  if (!(await button(page, shape).isVisible())) await openNow(page)
  await page.evaluate(() => {
    const past = Date.now
    Date.now = () => past() + 120_000
  })
  return tapUntil(page, button(page, shape), 'tideline:kept')
}

/** From the finger that lifts, as the browser's own time stamp has it, to the end of that measure. */
export async function tapUntil(page: Page, target: Locator, measure: string): Promise<number> {
  await page.evaluate((name) => {
    performance.clearMeasures(name)
    performance.clearMarks('lifted')
    const mark = ({ timeStamp }: Event) => performance.mark('lifted', { startTime: timeStamp })
    document.addEventListener('click', mark, { capture: true, once: true })
  }, measure)
  await target.tap()
  // Seldom enough not to be in the way: asking at every frame would make the page draw frames.
  await page.waitForFunction((name) => performance.getEntriesByName(name).length > 0, measure, {
    polling: 200,
  })
  return page.evaluate((name) => {
    const [lifted] = performance.getEntriesByName('lifted')
    const [kept] = performance.getEntriesByName(name)
    return lifted && kept ? kept.startTime + kept.duration - lifted.startTime : Number.NaN
  }, measure)
}

function button(page: Page, shape: Shape): Locator {
  return page.getByRole('button', { name: shape }).first()
}
