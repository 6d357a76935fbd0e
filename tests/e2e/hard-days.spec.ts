import type { Page } from '@playwright/test'
import { findsNothing } from './axe.ts'
import { expect, test } from './fixtures.ts'
import { SHAPES } from './taps.ts'

/** Days on which something does not work: what happened, what is safe, and what to do is on the screen. */

test('a full phone says so, and what was typed stays on the screen', async ({ phone }) => {
  const { page } = await phone('full')
  await page.goto('/now')
  await page.getByRole('button', { name: SHAPES.withdraw }).click()
  await page.getByRole('link', { name: 'Add a little more' }).click()
  await page.goto(page.url().replace('/strength', '/note'))
  await page.getByRole('textbox').fill('the first half')
  await fill(page, true)
  await page.getByRole('textbox').fill('the first half, and the second')
  await page.getByRole('button', { name: 'Enough for now' }).click()
  await expect(page.getByRole('alert')).toHaveText(
    'This phone has no room left. What you wrote is still on this screen: copy it, or free some space.',
  )
  await expect(page.getByRole('textbox')).toHaveValue('the first half, and the second')
  await findsNothing(page, 'no room for a note')

  await fill(page, false)
  await page.getByRole('button', { name: 'Enough for now' }).click()
  await expect(page.getByRole('button', { name: SHAPES.repair })).toBeVisible()
  await fill(page, true)
  await page.getByRole('button', { name: SHAPES.repair }).click()
  await expect(
    page.getByText('This phone has no room left. Nothing was kept', { exact: false }),
  ).toBeVisible()
  await findsNothing(page, 'no room for a moment')
  await fill(page, false)
  await page.getByRole('button', { name: SHAPES.repair }).click()
  await expect(page.getByText('Kept. Only you can see it.')).toBeVisible()
})

test('a journal of a newer Tideline, or no journal at all, changes nothing and says why', async ({
  phone,
}) => {
  const { page } = await phone('import')
  await page.goto('/us/journal')
  const bring = (name: string, text: string) =>
    page.setInputFiles('input[type=file]', {
      name,
      mimeType: 'application/json',
      buffer: Buffer.from(text),
    })
  await bring('newer.json', JSON.stringify({ format: 'tideline-journal', version: 9 }))
  await expect(page.getByRole('alert')).toHaveText(
    'This file comes from a newer Tideline. Update first, then bring it in. Nothing was changed.',
  )
  await findsNothing(page, 'a newer file')
  await bring('holiday.json', 'dear diary')
  await expect(page.getByRole('alert')).toContainText('Nothing was changed.')
})

/**
 * Leaves this page no room to write, or gives it back. Chromium's own switch for it is without effect on
 * small writes, so the page's storage refuses them by the name that a full disk has.
 */
async function fill(page: Page, isFull: boolean): Promise<void> {
  await page.evaluate((full) => {
    const store: object = IDBObjectStore.prototype
    const roomy: object = Reflect.get(window, 'roomy') ?? {
      put: Reflect.get(store, 'put'),
      add: Reflect.get(store, 'add'),
    }
    Object.assign(window, { roomy })
    const refuse = () => {
      throw new DOMException('no room', 'QuotaExceededError')
    }
    Object.assign(store, full ? { put: refuse, add: refuse } : roomy)
  }, isFull)
}
