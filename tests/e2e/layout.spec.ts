import type { Page } from '@playwright/test'
import { findsNothing } from './axe.ts'
import { expect, test } from './fixtures.ts'
import { SHAPES } from './taps.ts'

/**
 * Every screen on the smallest phone, in a language that needs half as much room again, from left to
 * right and from right to left, and with letters twice as large.
 */

const SMALL = { viewport: { width: 360, height: 640 }, reducedMotion: 'reduce' } as const
const WAYS = [
  { name: 'long words', writing: 'long', size: '100%' },
  { name: 'long words from right to left', writing: 'long-rtl', size: '100%' },
  { name: 'letters twice as large', writing: '', size: '200%' },
] as const

for (const { name, writing, size } of WAYS) {
  test(`nothing is cut off or too small to press: ${name}`, async ({ phone }, info) => {
    test.setTimeout(240_000)
    const { page, context } = await phone('small', SMALL)
    await context.addInitScript((how) => localStorage.setItem('tideline:writing', how), writing)
    await page.goto('/now')
    await page.locator('button[aria-describedby="counts-withdraw"]').click()
    const back = page.locator('a[href^="/pause/"]')
    await expect(back).toBeVisible()
    await holds(page, 'kept', size)
    const id = ((await back.getAttribute('href')) ?? '').split('/').at(-1)
    const screens = [
      '/now',
      '/gallery',
      '/breathe',
      ...['', '/strength', '/when', '/note', '/situations', '/felt', '/request', '/sharing'].map(
        (step) => `/entry/${id}${step}`,
      ),
      `/pause/${id}`,
      '/tide',
      '/week',
      '/us',
      '/us/pairing',
      '/us/journal',
      '/us/devices',
      '/join',
      '/demo/tide',
    ]
    for (const path of screens) {
      await page.goto(path)
      await holds(page, path, size)
      if (path === '/gallery') {
        await page.screenshot({ path: info.outputPath('gallery.png'), fullPage: true })
      }
    }
    if (writing === 'long-rtl') {
      expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl')
    }
    if (writing !== '') await expect(page.getByText(SHAPES.repair, { exact: true })).toHaveCount(0)
  })
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in any piece, ${colorScheme}`, async ({ phone }) => {
    const { page } = await phone('pieces', { colorScheme, reducedMotion: 'reduce' })
    await page.goto('/gallery')
    await findsNothing(page, 'the pieces')
    await page.getByRole('button', { name: 'Open the sheet' }).click()
    await expect(page.getByRole('dialog', { name: 'A sheet' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Open the sheet' })).toBeFocused()
  })
}

/** The page is no wider than the screen, no text is cut off, and whatever can be pressed is large enough. */
async function holds(page: Page, where: string, size: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  const wrong = await page.evaluate((letters) => {
    document.documentElement.style.fontSize = letters
    const found: string[] = []
    const say = (what: string, element: Element) =>
      found.push(`${what}: ${element.tagName} ${(element.textContent ?? '').slice(0, 40)}`)
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth) found.push(`${scrollWidth - clientWidth} px too wide`)
    for (const element of document.querySelectorAll<HTMLElement>('button, a, label, summary')) {
      const box = element.getBoundingClientRect()
      const isShown = box.width > 1 && box.height > 1 && element.checkVisibility()
      // What is reached by a key alone waits outside the screen.
      if (!isShown || box.bottom < 0 || element.closest('[aria-hidden="true"]')) continue
      if (box.left < -1 || box.right > clientWidth + 1) say('outside', element)
      if (
        element.scrollWidth > element.clientWidth + 2 &&
        getComputedStyle(element).display !== 'inline'
      )
        say('cut off', element)
      const isTarget = element.tagName !== 'LABEL' || element.querySelector('input') !== null
      // A link inside a sentence is as high as its line.
      const isInText = getComputedStyle(element).display === 'inline'
      if (isTarget && !isInText && box.height < 43.5) say(`${box.height} px high`, element)
    }
    return found
  }, size)
  expect([where, ...wrong]).toEqual([where])
}
