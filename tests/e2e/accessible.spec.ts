import type { Page } from '@playwright/test'
import { people } from '../people.ts'
import { expect, test, testAsTwo } from './fixtures.ts'
import { ALONE, go, isRight, screensOf, SMALL } from './screens.ts'
import { log, SHAPES } from './taps.ts'

/**
 * Every screen a person meets, on the smallest phone: axe by day and by night, and nothing is cut off in
 * letters twice as large. The walk through a week is looked at in its own stories, and the way to being two
 * where it is gone by keyboard.
 */

const PASSCODE = 'three quiet words'

test('nothing is found on Now and on any question about a moment', async ({ phone }) => {
  test.setTimeout(180_000)
  const { page } = await phone('alone', SMALL)
  await page.goto('/')
  await isRight(page, 'Now, empty')
  await page.getByRole('button', { name: SHAPES.withdraw }).click()
  const back = page.locator('a[href^="/pause/"]')
  await expect(back).toBeVisible()
  await isRight(page, 'Now, kept')
  const id = ((await back.getAttribute('href')) ?? '').split('/').at(-1) ?? ''
  for (const path of screensOf(id)) {
    await go(page, path)
    await isRight(page, path)
  }
})

test('nothing is found on any other screen, in the demo, and where it is locked', async ({
  phone,
}) => {
  test.setTimeout(240_000)
  const { page } = await phone('alone', SMALL)
  await page.goto('/week')
  for (const path of ALONE) {
    await go(page, path)
    await isRight(page, path)
  }
  await go(page, '/demo/tide')
  await expect(page.getByRole('listitem').first()).toBeVisible()
  await isRight(page, 'the demo couple’s tide')
  const loop = page.locator('a[href*="/loop/"]').first()
  await loop.waitFor({ state: 'attached' })
  await go(page, (await loop.getAttribute('href')) ?? '')
  await page.getByText('Why this is drawn').click()
  await isRight(page, 'a loop')

  await go(page, '/us/lock')
  await page.getByLabel('A passcode, at least six characters').fill(PASSCODE)
  await page.getByLabel('The same once more').fill(PASSCODE)
  await page.getByRole('button', { name: 'Lock with this passcode' }).click()
  await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible()
  await isRight(page, 'locked')
  await page.getByLabel('Your passcode').fill('not these words')
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await isRight(page, 'locked, another passcode')
  await page.getByLabel('Your passcode').fill(PASSCODE)
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'The lock is on.' })).toBeVisible()
  await isRight(page, 'the lock is on')
})

testAsTwo(
  'what the two ask, answer and draw arrives, and nothing is found on it',
  async ({ phone }) => {
    test.setTimeout(240_000)
    const first = await phone(people.first.name, SMALL)
    const second = await phone(people.second.name, SMALL)
    for (const path of ['/us', '/us/account', '/us/server']) {
      await go(first.page, path)
      await isRight(first.page, `${path}, as two`)
    }
    await ask(first.page)
    const { page } = second
    await page.goto('/tide')
    await page.getByRole('button', { name: `${people.first.name} reached` }).click()
    await expect(page.getByText('Would you sit with me?')).toBeVisible()
    await isRight(page, 'a request')
    await page.getByRole('button', { name: 'Yes, I will' }).click()
    await expect(page.getByRole('button', { name: 'Yes, I will', pressed: true })).toBeVisible()
    await log(page, { shape: 'withdraw', open: 'now' })

    // Once a hand is laid on Tide, what arrives waits for a tap.
    await expect(async () => {
      await first.page.goto('/tide')
      const theirs = first.page.getByRole('button', { name: `${people.second.name} stepped back` })
      await expect(theirs).toBeVisible({ timeout: 8_000 })
    }).toPass({ timeout: 60_000 })
    await first.page.getByRole('button', { name: 'You reached' }).click()
    await expect(first.page.getByText(`${people.second.name}: yes, I will.`)).toBeVisible({
      timeout: 30_000,
    })
    await drawLoop(first.page)
    await page.goto('/tide')
    await page.getByRole('link', { name: 'our first loop' }).click({ timeout: 30_000 })
    await isRight(page, 'a loop that the other drew')
    // Either may name it, and both see the name.
    await first.page.getByRole('link', { name: 'our first loop' }).click()
    await page.getByRole('button', { name: 'Change its name' }).click()
    await page.getByLabel('What you two call it').fill('the sofa loop')
    await page.keyboard.press('Enter')
    for (const each of [first.page, page]) {
      await expect(each.getByRole('heading', { level: 1, name: 'the sofa loop' })).toBeVisible({
        timeout: 30_000,
      })
    }
  },
)

/** Keeps a moment with a request in it, and opens it with its request alone. */
async function ask(page: Page): Promise<void> {
  await log(page, { shape: 'pursue', note: 'the door was loud' })
  await page.getByRole('button', { name: /^You reached/ }).click()
  await page.getByRole('link', { name: 'Change', exact: true }).click()
  await page.getByRole('link', { name: /^Your request/ }).click()
  await page.getByLabel('I need …').fill('to hear that we are fine')
  await page.getByLabel('Would you …').fill('sit with me?')
  await page.getByRole('link', { name: 'The whole moment' }).click()
  await page.getByRole('link', { name: 'Change who may see it' }).click()
  await page.getByText('Us, now', { exact: true }).click()
  await page.getByText('Your request', { exact: true }).click()
  await isRight(page, 'who may see it, with the card')
  await page.getByRole('button', { name: 'Open it now' }).click()
  await expect(page.getByRole('button', { name: SHAPES.pursue })).toBeVisible()
}

/** Draws a loop of one's own through the two moments that are open. */
async function drawLoop(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'A loop for us' }).click()
  await page.getByRole('button', { name: 'You reached' }).click()
  await page.getByRole('button', { name: `${people.second.name} stepped back` }).click()
  await page.getByLabel('A name for it, if you like').fill('our first loop')
  await isRight(page, 'drawing a loop')
  await page.getByRole('button', { name: 'Draw it' }).click()
  await expect(page.getByText('Drawn. You both see it.')).toBeVisible()
}
