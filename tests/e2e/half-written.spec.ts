import type { Page } from '@playwright/test'
import { people } from '../people.ts'
import { countDrafts } from './drafts.ts'
import { expect, test, testAsTwo } from './fixtures.ts'
import { log } from './taps.ts'

/** What was typed or chosen, and not kept yet, when the app is killed. */

const NAME = people.first.name
/** Under which names they lie on the disk. */
const LOOP = 'loop-draft'
const MESSAGE = 'invite-draft'

testAsTwo(
  'a loop that is being drawn survives a killed app, until it is drawn or left',
  async ({ phone }) => {
    const mine = await phone(NAME, { reducedMotion: 'reduce' })
    await log(mine.page, { shape: 'pursue', open: 'now' })
    await log(mine.page, { shape: 'repair', open: 'now' })
    await mine.page.goto('/tide')
    await mine.page.getByRole('button', { name: 'A loop for us' }).click()
    await choose(mine.page)
    await mine.page.getByLabel('A name for it, if you like').fill('the Tuesday one')
    await isOnDisk(mine.page, LOOP)
    await mine.kill()

    const page = await mine.restart()
    await page.goto('/tide')
    // Tide is Tide until one asks for it.
    await expect(page.getByText('Chosen: two')).toHaveCount(0)
    await page.getByRole('button', { name: 'Go on with the loop you began' }).click()
    await expect(page.getByText('Chosen: two')).toBeVisible()
    for (const moment of [/^You reached/, /^You turned back/]) {
      await expect(page.getByRole('button', { name: moment, pressed: true })).toBeVisible()
    }
    await expect(page.getByLabel('A name for it, if you like')).toHaveValue('the Tuesday one')
    await page.getByRole('button', { name: 'Draw it' }).click()
    await expect(page.getByText('Drawn. You both see it.')).toBeVisible()
    await expect(page.getByRole('link', { name: 'the Tuesday one' })).toBeVisible()
    await expect.poll(() => page.evaluate(countDrafts, LOOP)).toBe(0)

    // The next one begins with nothing, and what is left is let go of.
    await page.getByRole('button', { name: 'A loop for us' }).click()
    await expect(page.getByText('None chosen yet')).toBeVisible()
    await choose(page)
    await page.getByRole('button', { name: 'Leave it' }).click()
    await expect.poll(() => page.evaluate(countDrafts, LOOP)).toBe(0)
    await page.reload()
    await page.getByRole('button', { name: 'A loop for us' }).click()
    await expect(page.getByText('None chosen yet')).toBeVisible()
    expect(mine.errors).toEqual([])
  },
)

async function choose(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^You reached/ }).click()
  await isOnDisk(page, LOOP)
  await page.getByRole('button', { name: /^You turned back/ }).click()
  await isOnDisk(page, LOOP)
  await expect(page.getByText('Chosen: two')).toBeVisible()
}

test('what goes with an invite is still there after a killed app, until it is taken back', async ({
  phone,
}) => {
  const text = 'I would like to understand us. No hurry at all.'
  const mine = await phone('mine')
  await mine.page.goto('/us/pairing')
  await invite(mine.page)
  await mine.page.getByLabel('A message to go with it').fill(text)
  await isOnDisk(mine.page, MESSAGE)
  await mine.kill()

  const page = await mine.restart()
  await page.goto('/us/pairing')
  await expect(page.getByLabel('A message to go with it')).toHaveValue(text)
  await page.getByRole('button', { name: 'Take the invite back' }).click()
  await expect(page.getByRole('button', { name: 'Make an invite' })).toBeVisible()
  await expect.poll(() => page.evaluate(countDrafts, MESSAGE)).toBe(0)
  await invite(page)
  await expect(page.getByLabel('A message to go with it')).toHaveValue(/^I’d like to/)
  expect(mine.errors).toEqual([])
})

async function invite(page: Page): Promise<void> {
  await page.getByLabel('Your name, as the other will see it').fill(NAME)
  await page.getByRole('button', { name: 'Make an invite' }).click()
  await expect(page.getByText('Your invite is ready')).toBeVisible()
}

/** What was just typed has reached the disk: whoever counts there waits for what is being written. */
async function isOnDisk(page: Page, name: string): Promise<void> {
  await expect.poll(() => page.evaluate(countDrafts, name)).toBe(1)
}
