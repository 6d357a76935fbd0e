import { findsNothing } from './axe.ts'
import { expect, test } from './fixtures.ts'
import { ALONE, go, holds, screensOf, SMALL } from './screens.ts'
import { SHAPES } from './taps.ts'

/**
 * Every screen on the smallest phone in a language that needs half as much room again, from left to
 * right and from right to left. Letters twice as large are looked at together with axe.
 */

test('nothing is cut off or too small to press in long words, from either side', async ({
  phone,
}, info) => {
  test.setTimeout(180_000)
  const { page, context } = await phone('small', SMALL)
  await context.addInitScript(() => localStorage.setItem('tideline:writing', 'long-rtl'))
  await page.goto('/now')
  await page.locator('button[aria-describedby="counts-withdraw"]').click()
  const back = page.locator('a[href^="/pause/"]')
  await expect(back).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await expect(page.getByText(SHAPES.repair, { exact: true })).toHaveCount(0)
  const id = ((await back.getAttribute('href')) ?? '').split('/').at(-1) ?? ''
  for (const path of ['/now', ...screensOf(id), ...ALONE, '/demo/tide', '/gallery']) {
    if (path !== '/now') await go(page, path)
    await holds(page, `${path} in long words`)
    await holds(page, `${path} in long words, from right to left`, { direction: 'rtl' })
    await holds(page, `${path} in long words and large letters`, { letters: '200%' })
  }
  await page.screenshot({ path: info.outputPath('gallery.png'), fullPage: true })
})

test('axe finds nothing in any piece, and the sheet gives the focus back', async ({ phone }) => {
  const { page } = await phone('pieces', { reducedMotion: 'reduce' })
  await page.goto('/gallery')
  await findsNothing(page, 'the pieces')
  await holds(page, 'the pieces, letters twice as large', { letters: '200%' })
  await page.getByRole('button', { name: 'Open the sheet' }).click()
  await expect(page.getByRole('dialog', { name: 'A sheet' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Open the sheet' })).toBeFocused()
})
