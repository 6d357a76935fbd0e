import { findsNothing } from './axe.ts'
import { people } from '../people.ts'
import { expect, test, testAsTwo } from './fixtures.ts'
import { ALONE, go, holds, holdsEverywhere, isAllWritten, screensOf, SMALL } from './screens.ts'
import { log, SHAPES } from './taps.ts'

/**
 * Every screen on four sizes, by day and by night, in a language that needs half as much room again; on the
 * smallest from right to left too, and in letters twice as large. And nothing on them is in plain English.
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
    // The pieces are for who makes them, and the couple is made up.
    if (path !== '/gallery') await isAllWritten(page, path, ['Noa', 'Remy'])
    await holdsEverywhere(page, `${path} in long words`)
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

/** Forty characters, of which the first part cannot be broken. */
const LONG_NAME = 'Maximiliane-Theodora von Hohenlohe-Langb'

testAsTwo('a name of forty characters holds wherever the other is named', async ({ phone }) => {
  testAsTwo.setTimeout(120_000)
  const [first, second] = [await phone(people.first.name, SMALL), await phone(people.second.name)]
  await second.page.goto('/us')
  await second.page.getByLabel('Your name', { exact: true }).fill(LONG_NAME)
  await second.page.getByRole('button', { name: 'Keep', exact: true }).click()
  await expect(second.page.getByText('Kept.', { exact: true })).toBeVisible()
  await second.page.goto('/tide')
  await log(second.page, { shape: 'withdraw', open: 'now' })
  const { page } = first
  await log(page, { shape: 'pursue', note: 'the door', open: 'now' })
  await go(page, '/us')
  await expect(page.getByText(LONG_NAME, { exact: false }).first()).toBeVisible()

  await go(page, '/tide')
  await page.getByRole('button', { name: 'A loop for us' }).click()
  await page.getByRole('button', { name: 'You reached' }).click()
  await page.getByRole('button', { name: `${LONG_NAME} stepped back` }).click()
  await holdsEverywhere(page, 'drawing a loop')
  await page.getByRole('button', { name: 'Draw it' }).click()
  const drawn = page.locator('a[href*="/loop/own"]').first()
  await drawn.waitFor({ state: 'attached' })
  const loop = (await drawn.getAttribute('href')) ?? ''
  for (const path of [
    '/now',
    '/tide',
    loop,
    '/us',
    '/us/hues',
    '/us/devices',
    '/us/server',
    '/us/account',
    '/us/care',
    '/week',
  ]) {
    await go(page, path)
    await holdsEverywhere(page, `${path}, a long name`)
    await holds(page, `${path}, a long name in large letters`, { letters: '200%' })
    if (path !== loop) continue
    // A fresh drawing is not said to have an end, and each kind has a form of its own.
    await expect(page.getByRole('heading', { name: 'How it ended' })).toHaveCount(0)
    const forms = await page
      .locator('ol svg path')
      .evaluateAll((all) => all.map((each) => each.getAttribute('d')))
    expect(new Set(forms).size).toBe(2)
  }
})
