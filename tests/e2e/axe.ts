import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** What the night can change: its colours. */
const COLOURS = ['color-contrast', 'link-in-text-block']

/**
 * Axe over what is on the screen, by day and by night: WCAG 2.2 AA and its best practices. `where` is
 * said when it finds something.
 */
export async function findsNothing(page: Page, where: string): Promise<void> {
  await expect(page.getByRole('heading').first()).toBeVisible()
  const day = await violations(page, (axe) => axe.withTags(TAGS))
  await page.emulateMedia({ colorScheme: 'dark' })
  const night = await violations(page, (axe) => axe.withRules(COLOURS))
  await page.emulateMedia({ colorScheme: 'light' })
  expect([where, ...day, ...night.map((each) => `by night, ${each}`)]).toEqual([where])
}

async function violations(
  page: Page,
  narrow: (axe: AxeBuilder) => AxeBuilder,
): Promise<readonly string[]> {
  // A screen that is still fading in is paler than it will be.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) =>
          playState !== 'running' || effect?.getComputedTiming().endTime === Infinity,
      ),
  )
  // Reading axe itself takes longer than what it does: it stays with the document. There are no frames.
  const isThere = await page.evaluate(() => 'axe' in window)
  const axe = new AxeBuilder({ page, ...(isThere ? { axeSource: ';' } : {}) })
  const found = await narrow(axe.setLegacyMode()).analyze()
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
  )
}
