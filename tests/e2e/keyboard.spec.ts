import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { SHAPES } from './taps.ts'

/** The hot minute and the cool page without a finger, and what a screen reader is told of them. */

test('a moment is kept, told and promised back by keyboard alone', async ({ phone }) => {
  test.setTimeout(120_000)
  const { page } = await phone('keys', { hasTouch: false, isMobile: false })
  await page.goto('/now')
  await expect(page.getByRole('button', { name: SHAPES.trigger })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
  for (const name of Object.values(SHAPES)) await tabTo(page, page.getByRole('button', { name }))
  await tabTo(page, page.getByRole('button', { name: SHAPES.withdraw }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Kept. Only you can see it.')).toBeVisible()
  // Whoever pressed it is still where they were.
  await expect(page.getByRole('button', { name: SHAPES.withdraw })).toBeFocused()

  await tabTo(page, page.getByRole('link', { name: 'Add a little more' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'How strong was it?' })).toBeFocused()
  await tabTo(page, page.getByRole('radio').first())
  for (let size = 0; size < 4; size += 1) await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('radio', { name: 'overwhelmingly' })).toBeChecked()
  await tabTo(page, page.getByRole('button', { name: 'Next' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'When was it?' })).toBeFocused()
  await tabTo(page, page.getByRole('button', { name: 'Next' }))
  await page.keyboard.press('Enter')
  // Writing is the only thing this one asks for.
  await expect(page.getByRole('textbox')).toBeFocused()
  await page.keyboard.type('the door was louder than I meant')
  await tabTo(page, page.getByRole('button', { name: 'Enough for now' }))
  await page.keyboard.press('Enter')

  await tabTo(page, page.getByRole('button', { name: /^You stepped back/ }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('the door was louder than I meant')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByText('the door was louder than I meant')).toHaveCount(0)

  await page.reload()
  await tabTo(page, page.getByRole('button', { name: SHAPES.withdraw }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('link', { name: 'I’ll be back at …' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'I’ll be back at …' })).toBeFocused()
  await tabTo(page, page.getByRole('button', { name: 'In an hour' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: /^You’ll be back at/ })).toBeVisible()
  await tabTo(page, page.getByRole('button', { name: 'Take the promise back' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'I’ll be back at …' })).toBeVisible()
})

test('a screen reader hears four buttons, what was kept, and three places', async ({ phone }) => {
  const { page } = await phone('reader')
  await page.goto('/now')
  await page.getByRole('button', { name: SHAPES.withdraw }).click()
  await expect(page.getByText('Saved on this phone')).toBeVisible()
  await expect(page.locator('body')).toMatchAriaSnapshot(`
    - link "Skip to the content"
    - banner:
      - link /^Us. sharing/
    - main:
      - heading "What just happened?" [level=1]
      - paragraph: A tap keeps it. Only you can see it.
      - button "Something set me off"
      - button "I reached for you"
      - button "I stepped back"
      - button "I turned back to you"
      - status: Kept. Only you can see it.
      - button "Undo"
      - link "Add a little more"
      - link "I’ll be back at …"
      - link "Breathe for a minute"
      - region "Today":
        - heading "Today" [level=2]
        - list:
          - listitem:
            - button /You stepped back/
      - status: Saved on this phone
    - navigation "Places":
      - link "Now"
      - link "Tide"
      - link "Week"
  `)
  await page.getByRole('link', { name: 'Add a little more' }).click()
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - main:
      - link "The whole moment"
      - heading "How strong was it?" [level=1]
      - paragraph: The one that feels nearest. You can leave it out.
      - group "How strong was it?":
        - radio "hardly"
        - radio "a little"
        - radio "clearly"
        - radio "strongly"
        - radio "overwhelmingly"
      - button "Enough for now"
      - button "Next"
  `)
})

/** Presses Tab until the focus is there, and looks whether one can see that it is. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await expect(target).toBeVisible()
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) break
    await page.keyboard.press(key)
  }
  await expect(target).toBeFocused()
  const isSeen = await target.evaluate((element) => {
    const outlined = [element, element.closest('label')].filter((each) => each !== null)
    return outlined.some((each) => getComputedStyle(each).outlineStyle !== 'none')
  })
  expect(isSeen, 'the focus can be seen').toBe(true)
}
