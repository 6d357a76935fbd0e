import type { Locator, Page } from '@playwright/test'
import { people } from '../people.ts'
import { findsNothing } from './axe.ts'
import { countDrafts } from './drafts.ts'
import { expect, test, testAsTwo } from './fixtures.ts'
import { log } from './taps.ts'

/** What two people say about a loop and a moment, and how Tide is walked through without looking. */

const names = { first: people.first.name, second: people.second.name }
const yesterday = () => new Date(Date.now() - 24 * 3600 * 1000).toISOString().slice(0, 10)
const LOOP = /twice round; it came to rest/

testAsTwo(
  'one names a loop, the other saw it differently in a tunnel, and both see both',
  async ({ phone }) => {
    test.setTimeout(240_000)
    const first = await phone(names.first, { reducedMotion: 'reduce' })
    const second = await phone(names.second, { reducedMotion: 'reduce' })
    await goRound(first.page, second.page)

    await first.page.goto('/tide')
    await first.page.getByRole('link', { name: LOOP }).click()
    await first.page.getByRole('button', { name: 'Give it a name' }).click()
    await findsNothing(first.page, 'naming a loop')
    await first.page.getByLabel('What you two call it').fill('our Sunday-night loop')
    await first.page.keyboard.press('Enter')
    const title = { level: 1, name: 'our Sunday-night loop' }
    await expect(first.page.getByRole('heading', title)).toBeVisible()
    // It is called so in its owner's own week too, where it was not drawn with that name.
    await first.page.goto('/week/days')
    await first.page.getByRole('link', { name: title.name }).click({ timeout: 30_000 })
    await expect(first.page.getByRole('heading', title)).toBeVisible()

    const { page } = second
    await page.goto('/tide')
    await expect(page.getByRole('link', { name: 'our Sunday-night loop' })).toBeVisible({
      timeout: 30_000,
    })
    await page.evaluate(() => navigator.serviceWorker.ready)
    await second.offline(true)
    await page.getByRole('link', { name: 'our Sunday-night loop' }).click()
    await page.getByRole('button', { name: 'Not how I saw it' }).click()
    await page.getByLabel('How you saw it, if you like').fill('I was ill that day')
    // The browser takes the page away in the middle of it.
    await expect.poll(() => page.evaluate(countDrafts, 'line-draft/')).toBe(1)
    await page.reload()
    await expect(page.getByLabel('How you saw it, if you like')).toHaveValue('I was ill that day')
    await page.getByRole('button', { name: 'Keep it' }).click()
    await expect.poll(() => page.evaluate(countDrafts, 'line-draft/')).toBe(0)
    // The browser's history keeps titles, and no lock covers it.
    await expect(page).toHaveTitle('Tideline')
    await expect(page.getByText(`${names.second} saw it differently.`)).toBeVisible()
    await findsNothing(page, 'a loop seen differently')
    await second.offline(false)

    // It stays whole for the one who recognises it, with the other's line, and room for one of their own.
    await expect(first.page.getByText('I was ill that day')).toBeVisible({ timeout: 30_000 })
    await expect(first.page.getByRole('heading', { name: 'Seen differently' })).toBeVisible()
    await first.page.getByRole('button', { name: 'Add how I saw it' }).click()
    await first.page.getByLabel('How you saw it, if you like').fill('It felt long to me')
    await first.page.getByRole('button', { name: 'Keep it' }).click()
    await expect(page.getByText('It felt long to me')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText(`${names.first} recognises it`, { exact: false })).toBeVisible()
    await page.getByRole('link', { name: 'Back to Tide' }).click()
    await expect(page.getByRole('link', { name: 'seen differently' })).toBeVisible()

    await thankFor(page)
    await first.page.goto('/tide')
    await first.page.getByRole('button', { name: 'You reached, Yesterday' }).first().click()
    const thanks = first.page.getByText(`${names.second}: thank you for telling me.`)
    await expect(thanks).toBeVisible({ timeout: 30_000 })
    await opensWhileOneReads(page, first.page, thanks)
    await choosesHues(first.page, page)
    expect([first.errors, second.errors]).toEqual([[], []])
  },
)

/** Reaching and stepping back, twice, and a turning back, all of them opened. */
async function goRound(first: Page, second: Page): Promise<void> {
  const day = yesterday()
  await log(first, { shape: 'pursue', day, time: '18:00', open: 'now' })
  await log(second, { shape: 'withdraw', day, time: '19:00', open: 'now' })
  await log(first, { shape: 'pursue', day, time: '20:00', open: 'now' })
  await log(second, { shape: 'withdraw', day, time: '20:40', open: 'now' })
  await log(second, { shape: 'repair', day, time: '22:30', open: 'now' })
}

/** What the other opens now waits until it is asked for, and then moves nothing of what is read. */
async function opensWhileOneReads(other: Page, reading: Page, read: Locator): Promise<void> {
  const news = reading.getByText(`${names.second} opened something to you.`)
  await expect(news).toHaveCount(0)
  await log(other, { shape: 'repair', open: 'now' })
  await expect(news).toBeVisible({ timeout: 30_000 })
  const opened = reading.getByRole('button', { name: `${names.second} turned back, Today` })
  await expect(opened).toHaveCount(0)
  await findsNothing(reading, 'something was opened while Tide is read')
  // The tool scrolls the page to what it taps, which a finger that reaches it does not.
  const bring = reading.getByRole('button', { name: 'Bring it in' })
  await bring.scrollIntoViewIfNeeded()
  const above = await read.boundingBox()
  await bring.click()
  await expect(opened).toHaveCount(1)
  expect((await read.boundingBox())?.y).toBeCloseTo(above?.y ?? 0, 0)
  await reading.getByRole('button', { name: 'Go there' }).click()
  await expect(opened).toBeFocused()
  await expect(news).toHaveCount(0)
  // Seen here, it is no news on Now.
  await reading.getByRole('link', { name: 'Now', exact: true }).click()
  await expect(reading.getByRole('button', { name: 'I stepped back' })).toBeVisible()
  await expect(news).toHaveCount(0)
}

/** One chooses two hues and takes one of them: the other has the other, and at the next start from the first picture on. */
async function choosesHues(page: Page, other: Page): Promise<void> {
  const drawn = (on: Page) => on.locator('html').getAttribute('data-hues')
  expect(await drawn(page)).toBe(await drawn(other))
  await page.getByRole('link', { name: 'Us: sharing, devices, your journal' }).click()
  await page.getByRole('link', { name: 'Your two colours' }).click()
  await expect(page.getByText('Moss and slate blue', { exact: true })).toBeVisible()
  await findsNothing(page, 'choosing hues')
  await page.getByText('Moss and slate blue', { exact: true }).click()
  await expect(page.getByText(`Moss is ${names.second}’s then.`)).toBeVisible()
  // Which of the two they have goes by their sides, and those by chance: they change.
  const isMoss = await page.getByRole('radio', { name: 'Moss', exact: true }).isChecked()
  const wanted = isMoss ? 'Slate blue' : 'Moss'
  await page.getByText(wanted, { exact: true }).click()
  await expect(page.getByRole('radio', { name: wanted, exact: true })).toBeChecked()
  await expect(page.getByText('Kept.', { exact: true })).toBeVisible()
  // The pair and who has which of it are two choices, and the other may see the first one for a while.
  const chosen = 'moor second'
  await expect.poll(() => drawn(page)).toBe(chosen)
  await expect.poll(() => drawn(other), { timeout: 30_000 }).toBe(chosen)
  await other.route('**/assets/shell-*.js', () => undefined)
  await other.reload({ waitUntil: 'commit' })
  await expect.poll(() => drawn(other)).toBe(chosen)
}

/** Opens the other's first reaching, thanks for it, and keeps an own side of it. */
async function thankFor(page: Page): Promise<void> {
  const moment = page.getByRole('button', { name: `${names.first} reached, Yesterday` }).first()
  await moment.click()
  await findsNothing(page, 'an opened moment')
  // Nothing was said yet, so nothing is pressed, and there is no request to say yes to.
  const replies = page.getByRole('group', { name: 'If you like' })
  await expect(replies.getByRole('button', { pressed: true })).toHaveCount(0)
  await expect(replies.getByRole('button', { name: 'Yes, I will' })).toHaveCount(0)
  await replies.getByRole('button', { name: 'Thank you for telling me' }).click()
  await expect(replies.getByRole('button', { pressed: true })).toHaveText(
    'Thank you for telling me',
  )
  await page.getByRole('button', { name: 'Add my side' }).click()
  await page.getByRole('button', { name: 'I stepped back' }).click()
  await expect(page.getByText('Kept. Only you can see it.')).toBeVisible()
  await expect(
    page.getByRole('button', { name: 'You stepped back, Yesterday, 18:00. Only you see this.' }),
  ).toBeVisible()
}

test('Tide by keyboard and by ear: in the order of the story, to a day, and only some of it', async ({
  phone,
}) => {
  test.setTimeout(120_000)
  const { page, errors } = await phone('mine', { reducedMotion: 'reduce', isMobile: false })
  await page.goto('/demo/tide')
  const list = page.getByRole('list', { name: 'Moments, oldest first' })
  await expect(list.getByRole('button').first()).toBeVisible()
  // Said once the loops have been found: they come in as rows of their own.
  await expect(page.getByText(/between us\.|stands out from chance|Not enough yet/)).toBeVisible({
    timeout: 30_000,
  })

  await test.step('what is heard comes in the order in which it happened', async () => {
    const heard = await list
      .getByRole('listitem')
      .evaluateAll((items) => items.map((item) => Number(item.getAttribute('aria-posinset'))))
    expect(heard).toEqual(heard.toSorted((a, b) => a - b))
    await expect(list.getByRole('button').last()).toHaveAccessibleName(/, \d{1,2}:\d\d\./)
  })

  await test.step('the arrow keys walk from moment to moment', async () => {
    await list.getByRole('button').last().focus()
    const last = await focusedRow(page)
    for (let step = 0; step < 20; step += 1) await page.keyboard.press('ArrowUp')
    const above = await focusedRow(page)
    expect(above).toBeLessThan(last - 19)
    await page.keyboard.press('ArrowDown')
    expect(await focusedRow(page)).toBeGreaterThan(above)
    await expect(page.locator(':focus')).toBeInViewport()
  })

  await test.step('a day can be gone to, and the keyboard goes on there', async () => {
    await page.getByRole('button', { name: 'Find' }).press('Enter')
    await expect(page.getByRole('dialog', { name: 'Find' })).toBeVisible()
    await findsNothing(page, 'finding')
    const day = new Date(Date.now() - 60 * 24 * 3600 * 1000)
    await page.getByLabel('Go to a day').fill(day.toISOString().slice(0, 10))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    const focused = list.locator(':focus')
    await expect(focused).toBeInViewport()
    const month = day.toLocaleDateString('en-GB', { month: 'long' })
    const next = new Date(day.getTime() + 12 * 24 * 3600 * 1000)
    const later = next.toLocaleDateString('en-GB', { month: 'long' })
    await expect(focused).toHaveAccessibleName(new RegExp(`${month}|${later}`))
  })

  await test.step('only turnings back, and everything again', async () => {
    await page.getByRole('button', { name: 'Find' }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('button', { name: 'turned back' }).click()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: 'Find' })).toBeFocused()
    await expect(page.getByText('Not everything is shown.')).toBeVisible()
    await expect(list.getByRole('button', { name: 'reached,' })).toHaveCount(0)
    await expect(list.getByRole('button', { name: 'turned back,' })).not.toHaveCount(0)
    await page.getByRole('button', { name: 'Show everything' }).click()
    await expect(list.getByRole('button', { name: 'reached,' })).not.toHaveCount(0)
  })

  await test.step('where there is room, a loop is read beside it', async () => {
    await page.setViewportSize({ width: 1440, height: 900 })
    const beside = page.getByRole('complementary', { name: 'The loop' })
    await expect(beside.getByText('Why this is drawn')).toBeVisible()
    await findsNothing(page, 'a loop beside Tide')
    await list.getByRole('link', { name: 'A loop' }).last().click()
    await expect(beside.getByRole('heading', { level: 2 }).first()).toBeFocused()
    await expect(page).toHaveURL(/\/demo\/tide$/)
  })
  expect(errors).toEqual([])
})

const focusedRow = (page: Page): Promise<number> =>
  page.evaluate(() => Number(document.activeElement?.closest('li')?.getAttribute('data-index')))
