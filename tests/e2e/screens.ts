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

/** The screens that Tideline has to hold on, and whether it is day or night there. */
export const SIZES = [
  { width: 360, height: 640, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'dark' },
  { width: 820, height: 1180, colorScheme: 'light' },
  { width: 1440, height: 900, colorScheme: 'dark' },
] as const

/** Holds on every size of screen; the page is resized and stands as it is. It ends on the smallest. */
export async function holdsEverywhere(page: Page, where: string): Promise<void> {
  for (const { width, height, colorScheme } of SIZES.toReversed()) {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme })
    await holds(page, `${where}, ${width}×${height} ${colorScheme}`)
  }
}

/**
 * The page is no wider than the screen, no text is cut off, no two things to press lie over each other, and
 * each is large enough. `letters` is their size, `direction` the one in which they run.
 */
export async function holds(
  page: Page,
  where: string,
  { letters = '', direction = 'ltr' }: { letters?: string; direction?: 'ltr' | 'rtl' } = {},
): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  const write = (size: string, run: string) =>
    page.evaluate(
      ([to, dir]) => {
        document.documentElement.style.fontSize = to
        document.documentElement.dir = dir
      },
      [size, run] as const,
    )
  await write(letters, direction)
  // What measures itself, as Tide does, takes a frame to settle.
  await expect
    .configure({ soft: true })
    .poll(() => page.evaluate(findWrong), { message: where })
    .toEqual([])
  await write('', 'ltr')
}

/** Runs in the page. */
function findWrong(): string[] {
  const root = document.documentElement
  const found: string[] = []
  const say = (what: string, element: Element) =>
    found.push(`${what}: ${element.tagName} ${(element.textContent ?? '').slice(0, 40)}`)
  const { scrollWidth, clientWidth } = root
  if (scrollWidth > clientWidth) found.push(`${scrollWidth - clientWidth} px too wide`)

  /** What stands still while the rest goes under it. */
  const layerOf = (element: Element): Element => {
    for (let each: Element | null = element; each; each = each.parentElement) {
      if (/^(fixed|sticky)$/.test(getComputedStyle(each).position)) return each
    }
    return root
  }
  const controls: { element: Element; box: DOMRect; layer: Element }[] = []
  const all = 'button, a, label, summary, input, select, textarea'
  for (const element of document.querySelectorAll<HTMLElement>(all)) {
    const box = element.getBoundingClientRect()
    const isShown = box.width > 1 && box.height > 1 && element.checkVisibility()
    // What is reached by a key alone waits outside the screen.
    if (!isShown || box.bottom < 0 || element.closest('[aria-hidden="true"]')) continue
    if (box.left < -1 || box.right > clientWidth + 1) say('outside', element)
    const isField = /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName)
    // A link inside a sentence is as high as its line.
    const isInText = getComputedStyle(element).display === 'inline'
    if (!isField && !isInText && element.scrollWidth > element.clientWidth + 2) {
      say('cut off', element)
    }
    // A box to tick is pressed by its label.
    const isInside = isField && element.closest('label') !== null
    const isTarget = element.tagName !== 'LABEL' || element.querySelector('input') !== null
    if (!isTarget || isInText || isInside) continue
    if (box.height < 43.5) say(`${box.height} px high`, element)
    if (box.width < 43.5) say(`${box.width} px wide`, element)
    controls.push({ element, box, layer: layerOf(element) })
  }
  controls.forEach(({ element, box, layer }, n) => {
    for (const other of controls.slice(n + 1)) {
      if (other.layer !== layer) continue
      if (element.contains(other.element) || other.element.contains(element)) continue
      const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left)
      const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top)
      if (across > 2 && down > 2)
        say(`over ${(other.element.textContent ?? '').slice(0, 40)}`, element)
    }
  })

  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const parent = node.parentElement
    if (!parent || (node.textContent ?? '').trim() === '' || !parent.checkVisibility()) continue
    if (parent.closest('select, textarea, script, style')) continue
    range.selectNodeContents(node)
    const box = range.getBoundingClientRect()
    if (box.width < 1 || box.bottom < 0) continue
    let isHidden = false
    let [left, right] = [-1, clientWidth + 1]
    for (
      let each: Element | null = parent;
      each && each !== document.body;
      each = each.parentElement
    ) {
      const style = getComputedStyle(each)
      const around = each.getBoundingClientRect()
      // Said to a screen reader alone, or drawn over by a picture.
      isHidden ||= around.width <= 1 || around.height <= 1 || style.clipPath === 'inset(50%)'
      if (/^(auto|scroll)$/.test(style.overflowX)) right = left = Number.NaN
      else if (style.overflowX !== 'visible') {
        left = Math.max(left, around.left - 1)
        right = Math.min(right, around.right + 1)
      }
    }
    if (!isHidden && (box.left < left || box.right > right)) say('text cut off', parent)
  }
  return found
}

/** Axe finds nothing here, and nothing is cut off in letters twice as large. */
export async function isRight(page: Page, where: string): Promise<void> {
  await findsNothing(page, where)
  await holds(page, `${where}, letters twice as large`, { letters: '200%' })
}

/**
 * Every word on the screen goes through the catalogue: in its accented language no letter is left that
 * should carry an accent, apart from `typed`, what people wrote.
 */
export async function isAllWritten(
  page: Page,
  where: string,
  typed: readonly string[] = [],
): Promise<void> {
  const plain = await page.evaluate((own) => {
    const found: string[] = []
    const look = (what: string, text: string | null | undefined) => {
      let rest = text ?? ''
      for (const each of own) rest = rest.replaceAll(each, '')
      if (/[aceginosuyAEIOSU]/.test(rest)) found.push(`${what}: ${rest.trim()}`)
    }
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      // The name of a thing, an address and a code are the same in every language.
      if (node.parentElement?.closest('script, noscript, style, code, [translate="no"]')) continue
      look('text', node.textContent)
    }
    const said = ['aria-label', 'aria-valuetext', 'aria-description', 'placeholder', 'title', 'alt']
    for (const name of said) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        look(name, element.getAttribute(name))
      }
    }
    look('title', document.title.replace(/^Tideline$| · Tideline$/, ''))
    return found
  }, typed)
  // All that is wrong is told at once.
  expect.soft([where, ...plain]).toEqual([where])
}
