import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { SMALL } from './screens.ts'

/** A moment that is opened while the loops are still being looked for, on the smallest phone. */

test('a moment opened as the loops come in can be read, in letters twice as large too', async ({
  phone,
}) => {
  const { page, errors } = await phone('small', SMALL)
  await page.addInitScript(holdLoops)
  for (const letters of ['100%', '200%']) {
    await page.goto('/demo/tide')
    const list = page.getByRole('list', { name: 'Moments, oldest first' })
    await expect(list.getByRole('button').first()).toBeAttached()
    await page.evaluate((size) => (document.documentElement.style.fontSize = size), letters)
    await openLast(page)
    const count = () => list.getByRole('listitem').first().getAttribute('aria-setsize')
    const before = await count()
    await page.evaluate(() => dispatchEvent(new Event('release-loops')))
    // They come in as rows of their own.
    await expect.poll(count, { timeout: 30_000 }).not.toBe(before)
    // Where it stands is put right in the frame after.
    await expect.poll(() => page.evaluate(whatIsHidden), { message: letters }).toEqual([])
  }
  expect(errors).toEqual([])
})

/** A thumb scrolls the last moment to just above the bars, and opens it. */
async function openLast(page: Page): Promise<void> {
  const list = page.getByRole('list', { name: 'Moments, oldest first' })
  // A hand is laid on the screen: from here on nothing brings it to its end.
  await page.evaluate(() => dispatchEvent(new Event('touchstart')))
  const down = await page.evaluate(() => {
    const bars = [...document.querySelectorAll('nav, nav ~ *, [class*="demo_"]')]
    const tops = bars.map((each) => each.getBoundingClientRect().top)
    return Math.min(...tops.filter((top) => top > innerHeight / 2))
  })
  const last = list.getByRole('button').last()
  await last.evaluate((moment, bars) => {
    scrollBy({ top: moment.getBoundingClientRect().bottom - bars + 8, behavior: 'instant' })
  }, down)
  await last.tap()
  await expect(list.locator('[aria-expanded="true"]')).toHaveCount(1)
}

/** In the page: what of the opened moment's head and first words something else lies on, or the screen does not show. */
function whatIsHidden(): string[] {
  const head = document.querySelector('[aria-expanded="true"]')
  const words = head?.nextElementSibling?.querySelector('p')
  return [head, words].flatMap((part, n) => {
    const name = n === 0 ? 'head' : 'words'
    if (!part) return [`${name}: gone`]
    const { left, top, width } = part.getBoundingClientRect()
    const first = document.elementFromPoint(left + width / 2, top + 12)
    return first && part.contains(first) ? [] : [`${name}: at ${Math.round(top)}`]
  })
}

/** In the page: nobody is told of any loops until they are released. */
function holdLoops(): void {
  // oxlint-disable-next-line typescript/unbound-method -- called with the right `this` below
  const post = Worker.prototype.postMessage
  let isHeld = true
  Worker.prototype.postMessage = function (...given: [unknown]) {
    const [message] = given as [{ question?: { about?: string } }]
    const send = () => post.apply(this, given)
    if (!isHeld || message.question?.about !== 'loops') return send()
    addEventListener('release-loops', send, { once: true })
  }
  addEventListener('release-loops', () => (isHeld = false), { once: true })
}
