import type { Page } from '@playwright/test'
import { findsNothing } from './axe.ts'
import { expect } from './fixtures.ts'

/** Going through many screens on one page, and looking at how each is laid out. */

/** The smallest phone. */
export const SMALL = { viewport: { width: 360, height: 640 }, reducedMotion: 'reduce' } as const

/** What one person alone can go to, besides a moment's own screens. */
export const ALONE = [
  '/breathe',
  '/tide',
  '/week',
  '/week/days',
  '/week/day',
  '/us',
  '/us/pairing',
  '/us/hues',
  '/us/devices',
  '/us/words',
  '/us/recover',
  '/us/server',
  '/us/journal',
  '/us/parked',
  '/us/lock',
  '/us/care',
  '/us/account',
  '/us/about',
  '/join',
  '/loop/gone',
  '/entry/gone',
  '/nowhere',
] as const

/** The screens of one moment: the whole, its questions, and the promise to be back. */
export const screensOf = (id: string): readonly string[] => [
  ...[
    '',
    '/strength',
    '/when',
    '/note',
    '/situations',
    '/felt',
    '/underneath',
    '/story',
    '/needed',
    '/request',
    '/sharing',
  ].map((step) => `/entry/${id}${step}`),
  `/pause/${id}`,
]

/** Goes to another screen as a link does, without starting the app anew. */
export async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    document.querySelector('h1')?.setAttribute('data-before', '')
    history.pushState(null, '', to)
  }, path)
  await expect(page.locator('h1:not([data-before])').first()).toBeVisible()
  // The browser's history keeps titles, and no lock covers it: what somebody did is in none of them.
  await expect(page).not.toHaveTitle(
    /reached|stepped back|turned back|set (me|you|them) off|back at \d/i,
  )
}

/**
 * The page is no wider than the screen, no text is cut off, and whatever can be pressed is large enough.
 * `letters` is their size, `direction` the one in which they run.
 */
export async function holds(
  page: Page,
  where: string,
  { letters = '', direction = 'ltr' }: { letters?: string; direction?: 'ltr' | 'rtl' } = {},
): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  const wrong = await page.evaluate(
    ([size, run]) => {
      const root = document.documentElement
      root.style.fontSize = size
      root.dir = run
      const found: string[] = []
      const say = (what: string, element: Element) =>
        found.push(`${what}: ${element.tagName} ${(element.textContent ?? '').slice(0, 40)}`)
      const { scrollWidth, clientWidth } = root
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
      root.style.fontSize = ''
      root.dir = 'ltr'
      return found
    },
    [letters, direction] as const,
  )
  expect([where, ...wrong]).toEqual([where])
}

/** Axe finds nothing here, and nothing is cut off in letters twice as large. */
export async function isRight(page: Page, where: string): Promise<void> {
  await findsNothing(page, where)
  await holds(page, `${where}, letters twice as large`, { letters: '200%' })
}
