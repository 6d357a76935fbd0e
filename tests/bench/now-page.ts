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
  await shapeButton(page, SHAPES[0]).waitFor()
}

/** The button of one shape. */
export function shapeButton(page: Page, shape: Shape): Locator {
  return page.getByRole('button', { name: shape }).first()
}
