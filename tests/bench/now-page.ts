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
    performance.clearMeasures('tideline:kept')
    const past = Date.now
    Date.now = () => past() + 120_000
  })
  await button(page, shape).tap()
  await page.waitForFunction(() => performance.getEntriesByName('tideline:kept').length > 0)
  return page.evaluate(() => performance.getEntriesByName('tideline:kept')[0]?.duration ?? 0)
}

function button(page: Page, shape: Shape): Locator {
  return page.getByRole('button', { name: shape }).first()
}
